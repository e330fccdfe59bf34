"""Who may read the figures: this machine itself, and who brings the token. To all others there is nothing there."""

from pathlib import Path

import pytest

from app import create_app
from config import Config
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person

TOKEN = "a token of this very test"


@pytest.fixture
def watcher(tmp_path: Path, database_url: str) -> Person:
    """Of a network that has a token."""
    return Person(create_app(Config(env="test", data=tmp_path, database_url=database_url, metrics_token=TOKEN)))


@ON_SQLITE
@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"])
def test_this_machine_itself(buyer: Person, address: str) -> None:
    reply = buyer.get("/metrics", environ_base={"REMOTE_ADDR": address})
    assert reply.status_code == 200
    assert "xiaopu_request_seconds" in reply.text


@ON_SQLITE
@pytest.mark.parametrize("address", ["203.0.113.7", "10.0.0.2", "::ffff:10.0.0.2", "fe80::1", "", "unix:"])
def test_from_elsewhere_there_is_nothing(buyer: Person, address: str) -> None:
    reply = buyer.get("/metrics", environ_base={"REMOTE_ADDR": address})
    assert reply.status_code == 404
    assert "xiaopu_request_seconds" not in reply.text


@ON_SQLITE
@pytest.mark.parametrize(
    "header", ["X-Forwarded-For", "X-Real-IP", "Forwarded", "X-Forwarded-Proto", "X-Forwarded-Host", "Via"]
)
@pytest.mark.parametrize("says", ["127.0.0.1", "for=127.0.0.1", ""])
def test_what_a_proxy_passes_on_is_from_elsewhere(buyer: Person, header: str, says: str) -> None:
    assert buyer.get("/metrics", headers={header: says}).status_code == 404


@ON_SQLITE
def test_a_network_for_others_asks_this_machine_too(tmp_path: Path, database_url: str) -> None:
    """A proxy in front that adds no header looks like this machine itself."""
    told = {"env": "test", "data": tmp_path, "database_url": database_url, "public_url": "https://shop.example.org"}
    behind = Person(create_app(Config(**told, metrics_token=TOKEN)))
    assert behind.get("/metrics").status_code == 404
    assert behind.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200


@ON_SQLITE
def test_a_trusted_proxy_lets_nobody_through(tmp_path: Path, database_url: str) -> None:
    behind = Person(create_app(Config(env="test", data=tmp_path, database_url=database_url, trusted_proxies=1)))
    for says in ("127.0.0.1", "203.0.113.7", "203.0.113.7, 127.0.0.1"):
        assert behind.get("/metrics", headers={"X-Forwarded-For": says}).status_code == 404


@ON_SQLITE
def test_the_token_opens_from_everywhere_and_nothing_else_does(watcher: Person) -> None:
    def asked(given: str | None) -> int:
        headers = {"X-Forwarded-For": "203.0.113.7"} | ({"Authorization": given} if given is not None else {})
        return watcher.get("/metrics", headers=headers, environ_base={"REMOTE_ADDR": "10.0.0.2"}).status_code

    assert asked(f"Bearer {TOKEN}") == 200
    for wrong in (
        None,
        "",
        "Bearer",
        "Bearer ",
        f"Bearer {TOKEN}x",
        f"Basic {TOKEN}",
        TOKEN,
        f"bearer {TOKEN[:-1]}",
        "Bearer 令牌",
    ):
        assert asked(wrong) == 404, wrong


@ON_SQLITE
def test_no_token_is_no_key(buyer: Person) -> None:
    reply = buyer.get("/metrics", headers={"Authorization": "Bearer "}, environ_base={"REMOTE_ADDR": "10.0.0.2"})
    assert reply.status_code == 404
