"""Asking the gateways: lost notices are made up for, void payments closed, and a wrong amount is never booked."""

import pytest
from sqlmodel import select

from models.account.audit import Audit
from models.account.member import Member
from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.money import Money
from models.kernel.provider import Unreachable
from models.payment.gateways import PaymentState
from models.payment.payment import Payment, payments_in_trouble
from models.payment.refund import Refund
from models.stories.order.reconcile import reconcile_payments
from models.stories.refund.mend import looked_into
from models.trade.order.order import Order
from tests.given.kinds import ON_SQLITE
from tests.given.market import Market
from tests.given.processes import in_threads


@pytest.fixture
def market(database: Database) -> Market:
    """A market with one order that waits for its money."""
    opened = Market(database)
    opened.buy([1, 0, 0])
    return opened


def ask(market: Market) -> int:
    return reconcile_payments(market.database, market.gateways, at=market.at)


def states(market: Market) -> tuple[str, str]:
    with market.database.reading() as session:
        return session.exec(select(Order.state)).one(), session.exec(select(Payment.state)).one()


def test_a_lost_notice_is_made_up_for_by_asking_once_however_many_ask(market: Market) -> None:
    market.pay(0, notices=0)
    assert ask(market) == 0
    market.wait(minutes=1)
    assert sum(in_threads(ask, [(market,)] * 4)) == 1
    assert states(market) == ("paid", "paid")
    market.wait(days=3)
    assert ask(market) == 0


@ON_SQLITE
def test_it_is_asked_for_ever_more_rarely_and_after_a_day_left_alone(market: Market) -> None:
    asked = []
    for minute in range(60 * 72):
        if minute == 31:
            market.tick()
        elif ask(market):
            asked.append(minute)
        market.wait(minutes=1)
    assert asked[:6] == [1, 2, 3, 4, 6, 8]
    assert 20 < len(asked) < 45
    assert asked[-1] < 60 * 34
    assert states(market) == ("cancelled", "void")


def test_what_was_cancelled_is_closed_there_and_money_that_was_faster_goes_back(market: Market) -> None:
    market.buy([1, 0, 0])
    market.pay(1, notices=0)
    assert not market.cancel(0) + market.cancel(1)
    assert ask(market) == 2
    with market.database.reading() as session:
        closed, paid = session.exec(select(Payment).order_by(Payment.id)).all()  # type: ignore[arg-type]
        assert (closed.state, paid.state, market.till.closed) == ("void", "paid", {closed.code})
        refund = session.exec(select(Refund)).one()
        assert (refund.cause, refund.payment, refund.amount) == ("late", paid, paid.amount)
    assert market.pay(0) == "nothing to pay"


@ON_SQLITE
def test_also_when_the_worker_slept_for_days(market: Market) -> None:
    market.pay(0, notices=0)
    market.wait(days=3)
    market.tick()
    market.tick()
    assert states(market) == ("cancelled", "paid")
    market.is_settled()


@ON_SQLITE
@pytest.mark.parametrize("amount", [Money(1), None])
def test_another_amount_is_told_to_the_desk_and_never_booked(
    market: Market, monkeypatch: pytest.MonkeyPatch, amount: Money | None
) -> None:
    monkeypatch.setattr(market.till, "query", lambda code: PaymentState("paid", amount, "T-9"))
    market.wait(minutes=2)
    assert ask(market) == 1
    assert states(market) == ("unpaid", "pending")
    with market.database.transaction() as session:
        (payment,) = payments_in_trouble(session)
        assert "T-9" in payment.trouble
        for _ in range(2):
            looked_into(session, payment, Act.operator(session.get_one(Member, market.somebody), market.at))
        assert payments_in_trouble(session) == []
        assert [row.what for row in session.exec(select(Audit))].count("payment.look") == 1


@ON_SQLITE
@pytest.mark.parametrize("trouble", [Unreachable("timeout"), KeyError("what?")])
def test_a_gateway_that_does_not_answer_is_asked_again(
    market: Market, monkeypatch: pytest.MonkeyPatch, trouble: Exception
) -> None:
    market.pay(0, notices=0)
    with monkeypatch.context() as patched:
        patched.setattr(market.till, "query", lambda code: (_ for _ in ()).throw(trouble))
        market.wait(minutes=2)
        assert ask(market) == 1
    assert states(market) == ("unpaid", "pending")
    market.wait(minutes=2)
    assert ask(market) == 1
    assert states(market) == ("paid", "paid")
