"""The clock: receives and closes exactly once, by many workers at once, after a pause, and past a row that fails."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from models.kernel import sweep
from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.rules import DEFAULT
from models.stories.order import time_out
from models.stories.order.cancel import cancel_order
from models.stories.order.time_out import cancel_overdue, close_over, receive_overdue
from models.trade.order.event import OrderEvent
from models.trade.order.order import Order, Parcel
from tests.given.kinds import ON_SQLITE
from tests.given.market import Market
from tests.given.processes import in_threads


@pytest.fixture
def market(database: Database) -> Market:
    return Market(database)


def received(market: Market) -> None:
    """An order of two parcels, both received this moment."""
    market.buy([1, 0, 1])
    assert not market.pay(market.count(Order) - 1)
    for place in (2, 1):
        parcel = market.count(Parcel) - place
        assert not market.ship(parcel) + market.receive(parcel)


def states(database: Database) -> tuple[str, list[str]]:
    with database.reading() as session:
        order = session.exec(select(Order)).one()
        return order.state, [parcel.state for parcel in order.parcels]


def taken(database: Database, step: str, about: str) -> int:
    """How often a step was taken."""
    with database.reading() as session:
        query = select(OrderEvent).where(OrderEvent.step == step, OrderEvent.about == about)
        return len(session.exec(query).all())


def test_parcels_close_after_their_days_and_the_order_with_the_last_exactly_once(market: Market) -> None:
    received(market)
    market.wait(days=DEFAULT.after_sale_days)
    assert close_over(market.database, rules=DEFAULT, at=market.at) == 0
    market.wait(days=1)

    def close(_: int) -> int:
        return close_over(market.database, rules=DEFAULT, at=market.at)

    assert sum(in_threads(close, [(n,) for n in range(4)])) == 2
    assert states(market.database) == ("closed", ["closed", "closed"])
    assert (taken(market.database, "close", "parcel"), taken(market.database, "close", "order")) == (2, 1)


def test_an_open_after_sale_keeps_its_parcel_and_its_order_open(market: Market) -> None:
    received(market)
    market.wait(days=6)
    assert not market.ask(0, "refund", 1)
    market.wait(days=2)
    assert close_over(market.database, rules=DEFAULT, at=market.at) == 1
    assert states(market.database) == ("paid", ["received", "closed"])
    assert not market.carry_on(0, "withdraw")
    assert close_over(market.database, rules=DEFAULT, at=market.at) == 1
    assert states(market.database) == ("closed", ["closed", "closed"])


def test_what_is_long_under_way_counts_as_received_and_brings_its_cash(market: Market) -> None:
    market.buy([1, 0, 1], gateway="cod")
    assert not market.ship(0) + market.ship(1)
    market.wait(days=DEFAULT.received_days + 1)

    def receive(_: int) -> int:
        return receive_overdue(market.database, rules=DEFAULT, at=market.at)

    assert sum(in_threads(receive, [(n,) for n in range(4)])) == 2
    assert states(market.database) == ("paid", ["received", "received"])
    assert taken(market.database, "collect", "order") == 1


@ON_SQLITE
def test_many_rows_are_read_in_batches_and_one_that_fails_stops_no_other(
    market: Market, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sweep, "SWEEP_BATCH", 2)
    monkeypatch.setattr(time_out, "SWEEP_BATCH", 2)
    for _ in range(5):
        assert not market.buy([1, 0, 0])
    whole, told = cancel_order, list[tuple[str, str]]()

    def broken(session: Session, order: Order, act: Act) -> bool:
        if order.id == second:
            raise KeyError("nobody expected this")
        return whole(session, order, act)

    with market.database.reading() as session:
        second = session.exec(select(Order.id).order_by(col(Order.id))).all()[1]
    at = market.at + timedelta(minutes=31)
    with monkeypatch.context() as patched:
        patched.setattr(time_out, "cancel_order", broken)
        assert cancel_overdue(market.database, rules=DEFAULT, at=at, then=lambda *one: told.append(one)) == 4
    assert len(told) == 4
    assert {gateway for gateway, _ in told} == {"test"}
    assert "cancelling an unpaid order failed" in caplog.text
    assert cancel_overdue(market.database, rules=DEFAULT, at=at) == 1
    market.holds()
