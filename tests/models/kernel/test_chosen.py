"""An operator's address: resolved once, connected to what was checked, and never into the house by a public name."""

import socket
from typing import Any

import pytest

from models.kernel.fetch.chosen import Astray, chosen_addresses, means_inside
from models.kernel.provider import Unreachable, wire
from models.kernel.provider.double import Asked, DoubleReply
from models.notify import Undelivered
from models.notify.signing import post_signed
from tests.given.serving import serving


def names(*rounds: list[str]) -> Any:
    """A resolver that gives another answer each time it is asked."""
    left = list(rounds)

    def resolve(host: str, port: int, **how: object) -> list[tuple[Any, ...]]:
        return [(0, 0, 0, "", (ip, port)) for ip in left.pop(0)]

    return resolve


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "10.0.0.4", "::1", "localhost", "n8n", "hooks.internal", "BOX.LOCAL.", "169.254.169.254"]
)
def test_who_writes_a_machine_of_the_house_means_it(host: str) -> None:
    assert means_inside(host)
    assert [str(ip) for ip in chosen_addresses(host, 80, resolve=names(["10.0.0.4"]))] == ["10.0.0.4"]


@pytest.mark.parametrize("host", ["hooks.example.org", "93.184.216.34", "internal.example.org", "local.example"])
@pytest.mark.parametrize(
    "inside",
    ["127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "::1", "::ffff:10.0.0.1", "fd00::1"],
)
def test_a_public_name_never_leads_into_the_house(host: str, inside: str) -> None:
    assert not means_inside(host)
    with pytest.raises(Astray):
        chosen_addresses(host, 443, resolve=names([inside]))
    with pytest.raises(Astray):
        chosen_addresses(host, 443, resolve=names(["93.184.216.34", inside]))


def test_a_name_is_resolved_once_and_the_connection_goes_to_what_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    reached: list[Any] = []

    def connect(address: tuple[str, int], **how: object) -> socket.socket:
        reached.append(address)
        raise ConnectionRefusedError

    # The second answer, of a moment later, would lead into the house.
    monkeypatch.setattr("socket.getaddrinfo", names(["93.184.216.34", "93.184.216.35"], ["127.0.0.1"]))
    monkeypatch.setattr("socket.create_connection", connect)
    with pytest.raises(Unreachable):
        wire.send("POST", "http://hooks.example.org:8080/in", body=b"{}", checked=True)
    assert reached == [("93.184.216.34", 8080), ("93.184.216.35", 8080)]


def test_a_webhook_that_went_astray_is_undelivered(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Asked] = []

    def answer(one: Asked) -> DoubleReply:
        asked.append(one)
        return DoubleReply(b"", 200)

    with serving(answer) as url:
        port = url.rpartition(":")[2]
        post_signed("webhook", f"{url}/in", "secret", {"text": "words"})
        assert len(asked) == 1, "a number of the house was meant"
        monkeypatch.setattr("socket.getaddrinfo", names(["127.0.0.1"]))
        with pytest.raises(Undelivered, match="leads into the house"):
            post_signed("webhook", f"http://hooks.example.org:{port}/in", "secret", {"text": "words"})
    assert len(asked) == 1
