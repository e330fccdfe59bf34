"""Refunds while a settlement releases the very same lines: each fen comes out of the purse where it was."""

from datetime import timedelta
from threading import Barrier, Thread
from time import sleep

from sqlmodel import Session, select

from models.books.capture import book_capture
from models.books.history import book_history
from models.checks.check import book_faults
from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.money import Money
from models.kernel.rules import DEFAULT
from models.ledger.balance import shop_balances
from models.ledger.transaction import Transaction
from models.payment.payment import payment_for
from models.payment.refund import Refund
from models.stories.money.settle import settle
from models.stories.refund.decide import Decision, RefundPart, refund
from models.trade.order.order import Line, Order, Parcel
from tests.given.ledger_books import spoil
from tests.given.market import Market
from tests.given.processes import in_threads

OVER = timedelta(days=DEFAULT.after_sale_days, minutes=1)


def _arrived(database: Database, orders: int) -> Market:
    """Orders of three lines and two parcels, received, nobody can ask for anything any more."""
    market = Market(database)
    for _ in range(orders):
        market.buy([1, 1, 1])
        assert not market.pay(market.count(Order) - 1)
    for parcel in range(market.count(Parcel)):
        assert not market.ship(parcel) + market.receive(parcel)
    market.at += OVER
    return market


def _reduce(session: Session, order: Order, market: Market) -> None:
    """Something of every line goes back, and of the freight."""
    _give_back(session, order, [line for parcel in order.parcels for line in parcel.lines], "all", market)


def _give_back(session: Session, order: Order, lines: list[Line], why: str, market: Market) -> None:
    parts = [RefundPart(line, 0, Money(101 + line.id)) for line in lines]
    key, freight = f"{why}-{order.id}", Money(7 if lines[0].parcel.freight else 0)
    refund(session, order, Decision("after_sale", key, parts, freight=freight), Act.supplier(None, market.at))


def _settle(market: Market, batch: int = 500) -> str:
    proof = lambda: list(book_faults(market.database))  # noqa: E731
    return settle(market.database, proof, rules=DEFAULT, at=market.at, batch=batch).state


def test_a_release_waits_for_a_refund_under_way(database: Database) -> None:
    """It holds none of the lines that the refund has still to reach: neither would ever come to an end."""
    market = _arrived(database, 1)
    with database.transaction() as session:
        order = session.exec(select(Order)).one()
        _give_back(session, order, [order.parcels[1].lines[0]], "first", market)
        settling = Thread(target=_settle, args=(market,))
        settling.start()
        sleep(0.5)
        _give_back(session, order, order.parcels[0].lines, "second", market)
    settling.join()
    assert list(book_faults(database)) == []
    with database.reading() as session:
        assert all(line.released_at for line in session.exec(select(Line)))
        shop = session.exec(select(Line)).all()[0].shop
        assert shop_balances(session, shop)["pending"] == 0


def test_refunds_and_releases_at_once(database: Database) -> None:
    market = _arrived(database, 6)
    begin = Barrier(3)

    def settling() -> str:
        begin.wait()
        return _settle(market, batch=5)

    def refunding(rest: int) -> str:
        begin.wait()
        for number in range(rest, 6, 2):
            with database.transaction() as session:
                _reduce(session, session.exec(select(Order).order_by(Order.id)).all()[number], market)  # type: ignore[arg-type]
        return "done"

    calls = [(settling,), (refunding, 0), (refunding, 1)]
    assert in_threads(lambda work, *facts: work(*facts), calls) == ["done"] * 3
    assert list(book_faults(database)) == []
    with database.reading() as session:
        assert all(line.released_at and line.refunded_amount for line in session.exec(select(Line)))


def test_two_captures_are_one(database: Database) -> None:
    market = _arrived(database, 1)

    def again(session: Session) -> None:
        order = session.exec(select(Order)).one()
        book_capture(session, payment_for(session, order), at=market.at)

    assert in_threads(market.do, [(again,), (again,)]) == ["", ""]
    assert list(book_faults(database)) == []


def test_what_was_paid_before_there_was_a_ledger_is_booked_at_its_own_moments(database: Database) -> None:
    market = _arrived(database, 1)
    market.buy([0, 0, 1], gateway="cod")
    assert not market.ship(2) + market.receive(2)
    market.buy([1, 0, 0])
    assert not market.cancel(2)
    market.till.closed.clear()
    assert not market.pay(2)
    market.at += timedelta(days=1)
    with database.transaction() as session:
        _reduce(session, session.exec(select(Order)).all()[0], market)
    market.tick()
    for table in ("ledger_entry", "ledger_transaction"):
        spoil(database, f"DELETE FROM {table}")
    assert {fault.kind for fault in book_faults(database)} >= {"ledger.payment", "ledger.refund"}
    assert book_history(database) == 3
    assert book_history(database) == 0
    assert list(book_faults(database)) == []
    with database.reading() as session:
        when = {transaction.key: transaction.at for transaction in session.exec(select(Transaction))}
        for one in session.exec(select(Refund).where(Refund.cause == "after_sale")):
            assert when[f"refund-{one.code}"] == one.asked_at
            assert when[f"refunded-{one.code}"] == one.done_at
