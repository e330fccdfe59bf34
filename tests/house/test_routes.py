"""The routes that printed posters, scripts and other programs rely on. They may gain siblings; they may not move."""

import pytest
from flask import Flask
from werkzeug.exceptions import MethodNotAllowed, NotFound

from tests.given.people import Person

CONTRACT = [
    ("GET", "/", "landing.home"),
    ("GET", "/find", "landing.find"),
    ("GET", "/258147", "landing.shop"),
    ("GET", "/258147/0K3X9QAB", "landing.goods"),
    ("GET", "/258147/0K3X9QAB/reviews", "landing.reviews"),
    ("GET", "/258147/0K3X9QAB/reviews/0K3X9QAB", "buyer.one_review"),
    ("GET", "/orders/token/lines/1/review", "buyer.review_page"),
    ("GET", "/258147/posts", "landing.posts"),
    ("GET", "/258147/standing", "landing.standing"),
    ("GET", "/258147/posts.atom", "landing.posts_atom"),
    ("GET", "/258147/posts/0K3X9QAB", "landing.post"),
    ("POST", "/258147/follow", "buyer.follow"),
    ("POST", "/258147/unfollow", "buyer.unfollow"),
    ("GET", "/feed", "buyer.feed"),
    ("GET", "/console/posts", "console.posts"),
    ("GET", "/q/ABC1234", "landing.link"),
    ("GET", "/Q/ABC1234", "landing.link"),
    ("GET", "/posters/ABC1234-window.jpg", "buyer.poster"),
    ("GET", "/posters/ABC1234-letter.png", "buyer.poster"),
    ("GET", "/cart", "buyer.cart"),
    ("GET", "/checkout", "buyer.checkout"),
    ("GET", "/coupons", "buyer.coupons"),
    ("GET", "/coupons/0K3X9QAB", "buyer.coupon"),
    ("POST", "/coupons/0K3X9QAB/claim", "buyer.claim_coupon"),
    ("GET", "/orders", "buyer.orders"),
    ("GET", "/orders/token", "buyer.order"),
    ("GET", "/mine", "buyer.mine"),
    ("GET", "/mine/marks", "buyer.marks"),
    ("POST", "/pay/test/notify", "callbacks.notify"),
    ("GET", "/sign-in", "session.sign_in_page"),
    ("GET", "/sign-in/second", "second_step.ask"),
    ("GET", "/account/again", "account.again"),
    ("GET", "/account/second-factor", "account.set_up_second_factor"),
    ("GET", "/sign-up", "signing_up.sign_up_page"),
    ("GET", "/robots.txt", "crawlers.robots"),
    ("GET", "/favicon.ico", "crawlers.favicon"),
    ("GET", "/apple-touch-icon.png", "crawlers.touch_icon"),
    ("GET", "/site.webmanifest", "crawlers.manifest"),
    ("GET", "/.well-known/security.txt", "crawlers.security"),
    ("GET", "/sign-in/forgotten", "forgotten.ask_page"),
    ("GET", "/sign-in/forgotten/code", "forgotten.code_page"),
    ("GET", "/sign-in/forgotten/0K3X9QAB.1", "forgotten.link_page"),
    ("GET", "/console/notices", "console.notices"),
    ("GET", "/supply/notices", "supply.notices"),
    ("GET", "/ledger", "ledger.nights"),
    ("GET", "/ledger.json", "ledger.all_roots"),
    ("GET", "/ledger/2026-11-29", "ledger.night"),
    ("GET", "/ledger/2026-11-29.json", "ledger.night_file"),
    ("GET", "/ledger/verify_statement.py", "ledger.tool"),
    ("GET", "/privacy", "privacy.show"),
    ("POST", "/privacy/erase", "privacy.erase"),
    ("GET", "/healthz", "health.alive"),
    ("GET", "/readyz", "health.ready"),
    ("GET", "/metrics", "health.metrics"),
    ("GET", "/account", "account.show"),
    ("GET", "/console", "console.today"),
    ("GET", "/console/coupons", "console.coupons"),
    ("GET", "/nearby", "buyer.nearby"),
    ("POST", "/nearby", "buyer.look_around"),
    ("GET", "/console/place", "console.place"),
    ("GET", "/supply", "supply.today"),
    ("GET", "/supply/coupons", "supply.coupons"),
    ("GET", "/desk", "desk.today"),
    ("GET", "/console/statistics", "console.statistics"),
    ("GET", "/console/statistics.csv", "console.statistics_csv"),
    ("GET", "/console/statistics.xlsx", "console.statistics_xlsx"),
    ("GET", "/desk/statistics", "desk.statistics"),
    ("GET", "/desk/statistics.csv", "desk.statistics_csv"),
    ("GET", "/supply/statistics", "supply.statistics"),
    ("GET", "/supply/statistics.csv", "supply.statistics_csv"),
]
COMMANDS = {
    "demo",
    "import-goods",
    "create-operator",
    "reset-password",
    "check",
    "backup",
    "restore",
    "upgrade",
    "worker",
    "up",
}


@pytest.fixture
def database_url(tmp_path):  # type: ignore[no-untyped-def]
    """Routes do not depend on the kind of database."""
    from tests.given import databases

    with databases.sqlite(tmp_path) as url:
        yield url


@pytest.mark.parametrize(("method", "path", "endpoint"), CONTRACT)
def test_a_route_of_the_contract_leads_where_it_always_did(app: Flask, method: str, path: str, endpoint: str) -> None:
    found, _ = app.url_map.bind("localhost").match(path, method=method)
    assert found == endpoint


@pytest.mark.parametrize("path", ["/58147", "/058147", "/2581470"])
def test_what_is_not_six_digits_is_no_door(app: Flask, path: str) -> None:
    with pytest.raises(NotFound):
        app.url_map.bind("localhost").match(path, method="GET")


def test_no_get_route_takes_a_change(app: Flask) -> None:
    with pytest.raises(MethodNotAllowed):
        app.url_map.bind("localhost").match("/sign-out", method="GET")


def test_the_command_line_keeps_its_names(app: Flask) -> None:
    assert set(app.cli.commands) >= COMMANDS


def test_htmx_is_the_packages_own_file(buyer: Person) -> None:
    reply = buyer.get("/assets/htmx.js")
    assert reply.status_code == 200
    assert b"htmx" in reply.data[:200]


def test_static_files_are_versioned_and_outsiders_are_not_found(buyer: Person, app: Flask) -> None:
    with app.test_request_context():
        from flask import url_for

        address = url_for("static", filename="css/base.css")
    assert "?v=" in address
    assert buyer.get(address).status_code == 200
    assert buyer.get("/static/../config.py").status_code == 404
    assert buyer.get("/static/css/%2e%2e/%2e%2e/config.py").status_code == 404
