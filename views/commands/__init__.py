"""The flask command line, a file a subject. Each command opens its own transaction; none runs inside a request."""

from flask import Flask

from views.commands import books, goods, network, serve, settings


def init_app(app: Flask) -> None:
    """Hangs the commands on the app."""
    for command in (*network.COMMANDS, *goods.COMMANDS, *books.COMMANDS, *serve.COMMANDS, *settings.COMMANDS):
        app.cli.add_command(command)
