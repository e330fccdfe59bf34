"""The flask command line, a file a subject. Each command opens its own transaction; none runs inside a request."""

from flask import Flask

from views.commands import books, dev, figures, goods, gtins, keys, network, permissions, serve, settings, shell
from views.commands.one_line import in_one_line


def init_app(app: Flask) -> None:
    """Hangs the commands on the app."""
    for part in (network, goods, gtins, books, figures, keys, serve, dev, settings, permissions):
        for command in part.COMMANDS:
            app.cli.add_command(in_one_line(command))
    shell.init_app(app)
