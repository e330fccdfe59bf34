"""The hour in which a buyer opened the link goes with the line, from the cookie to the order."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlmodel import col, select

from models.kernel.clock import now
from models.trade.cart.cart import CartLine
from models.trade.order.order import Line
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person
from tests.given.stall import Stall, buy, cookie, open_stall
from views.kit import visitor
from views.kit.house import House

pytestmark = ON_SQLITE
MOMENT = datetime(2026, 11, 22, 6, 40, tzinfo=UTC)
HOUR = datetime(2026, 11, 22, 6, tzinfo=UTC)
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@pytest.fixture
def stall(house: House) -> Stall:
    return open_stall(house)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visitor, "now", lambda: MOMENT)


def base36(at: datetime) -> str:
    """Hours since 1970, as the cookie writes them."""
    hours, written = int(at.timestamp()) // 3600, ""
    while hours:
        hours, digit = divmod(hours, 36)
        written = DIGITS[digit] + written
    return written


def opened(house: House) -> list[datetime | None]:
    """The hours of all cart lines."""
    with house.database.reading() as session:
        return list(session.exec(select(CartLine.opened_at)))


def put_with(app: Flask, stall: Stall, value: str, **form: str) -> Person:
    """A browser that brings such a cookie and buys."""
    person = Person(app)
    person.client.set_cookie(f"via{stall.number}", value)
    assert person.post("/cart", stall.form | form).status_code == 303
    return person


def test_from_the_scan_to_the_order(house: House, stall: Stall, buyer: Person, clock: None) -> None:
    code = stall.link()
    reply = buyer.get(f"/q/{code}")
    assert cookie(reply, f"via{stall.number}").startswith(f"via{stall.number}={code}.{base36(HOUR)};")
    buy(buyer, stall)
    with house.database.reading() as session:
        line = session.exec(select(Line)).one()
        assert line.opened_at == HOUR and line.link is not None and line.link.code == code


def test_all_who_open_it_in_an_hour_get_the_same_bytes(
    app: Flask, stall: Stall, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = stall.link()
    seen = []
    for moment in (HOUR, HOUR + timedelta(minutes=59), HOUR + timedelta(hours=1)):
        monkeypatch.setattr(visitor, "now", lambda moment=moment: moment)
        seen.append(cookie(Person(app).get(f"/q/{code}"), f"via{stall.number}").partition(";")[0])
    assert seen[0] == seen[1] != seen[2]


def test_the_pages_own_link_has_an_hour_only_where_it_was_the_last_opened(
    app: Flask, house: House, stall: Stall, clock: None
) -> None:
    moments, group = stall.link("moments"), stall.link("group")
    put_with(app, stall, f"{moments}.{base36(HOUR)}", link=moments)
    put_with(app, stall, f"{moments}.{base36(HOUR)}", link=group)
    assert opened(house) == [HOUR, None]


def test_cookies_of_before_and_hours_that_cannot_be(app: Flask, house: House, stall: Stall, clock: None) -> None:
    code = stall.link()
    oldest = HOUR - timedelta(days=house.rules.link_days)
    assert house.rules.link_days == 15
    values = ("", ".", ".zzzzzzzz", ".zzzzzzzzzzzzzzzz", ".-1", ".1_0", ".AO8G", ".٣", f".{base36(HOUR)}.0")
    cannot = (base36(HOUR + timedelta(hours=1)), base36(oldest - timedelta(hours=1)), "0")
    for value in (*values, *(f".{hour}" for hour in cannot)):
        put_with(app, stall, code + value)
        with house.database.reading() as session:
            line = session.exec(select(CartLine).order_by(col(CartLine.id).desc())).first()
            assert line is not None and line.opened_at is None, value
            assert line.link is not None and line.link.code == code, value
    put_with(app, stall, f"{code}.{base36(oldest)}")
    assert opened(house)[-1] == oldest


def test_by_the_shops_number_nothing_is_kept(app: Flask, house: House, stall: Stall) -> None:
    put_with(app, stall, f".{base36(now())}")
    assert opened(house) == [None]
