"""The flask command line."""

from pathlib import Path

from flask import Flask

ROOT = Path(__file__).resolve().parent.parent


def init_app(app: Flask) -> None:
    """Hangs the commands on the app."""
