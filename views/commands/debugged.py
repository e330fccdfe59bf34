"""Flask's own server with its debugger, for `flask dev`.

Werkzeug's debugger answers on /console by default, where shopkeepers work: here it has an address of its own.
"""

import sys

from flask import Flask
from werkzeug.debug import DebuggedApplication
from werkzeug.serving import run_simple


def debugged(app: Flask) -> DebuggedApplication:
    """The program, whose faults open the debugger; templates are read anew."""
    app.debug = True
    return DebuggedApplication(app, evalex=True, console_path="/__debugger__")


if __name__ == "__main__":
    from app import create_app

    run_simple(sys.argv[1], int(sys.argv[2]), debugged(create_app()), threaded=True)
