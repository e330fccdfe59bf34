"""Screens that several audiences show: each blueprint gets its own, and what is said about a screen goes along."""

from functools import partial

from flask import Blueprint, Flask, url_for
from werkzeug.wrappers import Response

from views.kit.bodies import FILES, carries
from views.kit.screens import Screens


def _mounted() -> Flask:
    screens = Screens[str]()

    @screens.get("/shelf")
    def shelf(who: str) -> Response:
        return Response(f"{who} at {url_for('.shelf')}")

    @screens.post("/shelf/<code>", endpoint="put")
    @carries(FILES)
    def put_on_shelf(who: str, code: str) -> Response:
        return Response(f"{who} puts {code}")

    app = Flask("some")
    for name in ("console", "supply"):
        blueprint = Blueprint(name, name, url_prefix=f"/{name}")
        screens.mount(blueprint, partial(str, f"{name}'s"), by=__name__)
        app.register_blueprint(blueprint)
    return app


def test_a_screen_hangs_on_each_blueprint_and_knows_who_asks() -> None:
    client = _mounted().test_client()
    assert client.get("/console/shelf").text == "console's at /console/shelf"
    assert client.get("/supply/shelf").text == "supply's at /supply/shelf"
    assert client.post("/supply/shelf/7").text == "supply's puts 7"
    assert client.get("/supply/shelf/7").status_code == 405


def test_what_is_said_about_a_screen_goes_along() -> None:
    assert getattr(_mounted().view_functions["supply.put"], "body", None) is FILES
