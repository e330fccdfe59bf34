"""Notices of payment that are right for somebody else: of another gateway, at another's address, in another encoding.
What is forged, repeated, too old, too small or of another order is in tests/models/payment/gateways."""

import gzip
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from config import Config
from tests.given.doubles import DOUBLES, Double
from tests.given.kinds import ON_SQLITE
from tests.given.serving import serving
from tests.models.payment.gateways.test_through_the_program import UNPAID, Bought
from views.kit.house import House

pytestmark = ON_SQLITE
NAMES = sorted(DOUBLES)
PAIRS = [(name, other) for name in NAMES for other in NAMES if name != other]


@pytest.fixture
def providers() -> Iterator[dict[str, Double]]:
    """Every provider that has a double."""
    with ExitStack() as stack:
        made = {name: make() for name, make in DOUBLES.items()}
        for double in made.values():
            double.url = stack.enter_context(serving(double.answer))
        yield made


@pytest.fixture
def config(database_url: str, tmp_path: Path, providers: dict[str, Double]) -> Config:
    """A network that takes money with all of them."""
    settings: dict[str, Any] = {"env": "test", "data": tmp_path, "database_url": database_url, "page_cache_seconds": 0}
    settings["gateways"] = ("cod", *NAMES)
    for double in providers.values():
        settings |= double.settings()
    return Config(**settings)


@pytest.mark.parametrize(("name", "other"), PAIRS)
def test_a_signature_of_another_gateway_moves_nothing(
    app: Flask, house: House, providers: dict[str, Double], name: str, other: str
) -> None:
    bought = Bought(house, providers[name])
    bought.take()
    assert _told(app, name, bought.notice(signer=other)) == 400
    assert bought.facts == UNPAID


@pytest.mark.parametrize(("name", "other"), PAIRS)
def test_a_notice_at_another_gateways_address_moves_nothing(
    app: Flask, house: House, providers: dict[str, Double], name: str, other: str
) -> None:
    bought = Bought(house, providers[name])
    bought.take()
    notice = bought.notice()
    assert {_told(app, where, notice) for where in (other, "cod", "test", "nobody")} == {400, 404}
    assert bought.facts == UNPAID


@pytest.mark.parametrize("name", NAMES)
def test_an_order_of_one_gateway_is_not_paid_by_another(
    app: Flask, house: House, providers: dict[str, Double], name: str
) -> None:
    bought = Bought(house, providers[name])
    other = providers[next(one for one in NAMES if one != name)]
    # The other provider was paid, under our order's number: what it says is true, and of nothing that we asked of it.
    other.take(bought.code, bought.amount)
    assert _told(app, other.name, other.notice(bought.code)) in (200, 400)
    assert bought.facts == UNPAID


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("encoding", ["utf-16", "gb18030-shifted", "gzip", "latin-1 tail", "surrogates", "cut"])
def test_a_notice_in_another_encoding_moves_nothing(
    app: Flask, house: House, providers: dict[str, Double], name: str, encoding: str
) -> None:
    bought = Bought(house, providers[name])
    bought.take()
    notice = bought.notice()
    raw = notice["data"] if isinstance(notice["data"], bytes) else notice["data"].encode()
    spoiled = {
        "utf-16": raw.decode().encode("utf-16"),
        "gb18030-shifted": b"\x81\x30\x81\x30" + raw,
        "gzip": gzip.compress(raw),
        "latin-1 tail": raw + b"\xff\xe9",
        "surrogates": raw.replace(b"1", b"\xed\xa0\x80", 1),
        "cut": raw[: len(raw) // 2],
    }[encoding]
    assert _told(app, name, notice | {"data": spoiled}) == 400
    assert bought.facts == UNPAID


def _told(app: Flask, gateway: str, notice: dict[str, Any]) -> int:
    return app.test_client().post(f"/pay/{gateway}/notify", **notice).status_code
