"""dev: what it watches, and where it does not run."""

import os
from pathlib import Path

from flask import Flask
from werkzeug.test import Client

from tests.given.kinds import ON_SQLITE
from views.commands.debugged import debugged
from views.commands.dev import stamps


def test_a_change_of_code_style_or_catalogue_is_seen_and_nothing_else(tmp_path: Path) -> None:
    for name in ("app.py", "models/shop/shop.py", "static/css/base.css", "translations/en/messages.po"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        before = stamps(tmp_path)
        assert path in before
        os.utime(path, ns=(1, 1))
        assert stamps(tmp_path) != before
    before = stamps(tmp_path)
    for name in ("notes.txt", "models/shop/shop.pyc", "translations/en/messages.mo"):
        (tmp_path / name).touch()
    assert stamps(tmp_path) == before


@ON_SQLITE
def test_production_shows_nobody_its_inside(app: Flask) -> None:
    house = app.extensions["xiaopu"]
    house.config = house.config.model_copy(update={"env": "production"})
    said = app.test_cli_runner().invoke(args=["dev"])
    assert said.exit_code == 1
    assert "not in production" in said.output


@ON_SQLITE
def test_the_debugger_stands_in_no_pages_way(app: Flask) -> None:
    served = Client(debugged(app))
    assert served.get("/console").headers["Location"].startswith("/sign-in"), "a keeper's page, and no debugger's"
    assert served.get("/__debugger__").status_code == 200
