"""A buyer, a real provider's double, and everything that can go wrong between them: money and goods move once.

Each test runs with every provider that has a double; where money or goods could move, on both databases.
"""

import secrets
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask

from config import Config
from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.provider.double import Mishap
from models.kernel.rules import DEFAULT
from models.payment.finding import refunds_of
from models.payment.payment import payment_for
from models.stories.order.cancel import cancel_order
from models.stories.order.reconcile import reconcile_payment
from models.stories.refund.send import send_refunds
from models.trade.order.order import Order
from tests.given.baskets import Carried, carried, facts_of, order_all, put, stock_of
from tests.given.doubles import DOUBLES, Double
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person
from tests.given.processes import in_threads
from tests.given.serving import serving
from views.kit.house import House

PAID = ("paid", ["to_ship"], ["place", "pay", "release"])
UNPAID = ("unpaid", ["waiting"], ["place"])


class Bought:
    """One order, not paid yet, seen from all sides."""

    def __init__(self, house: House, provider: Double) -> None:
        self.house, self.provider = house, provider
        self.stall: Carried = carried(house.database, stock=10)
        with house.database.transaction() as session:
            put(session, "owner", self.stall, 2)
            once = secrets.token_hex(16)
            order = order_all(session, "owner", gateway=house.gateways[provider.name], once=once, at=now())
            self.id, self.token, self.code = order.id, order.token, payment_for(session, order).code
            self.amount = order.total.yuan

    @property
    def facts(self) -> tuple[str, list[str], list[str]]:
        """States and steps."""
        return facts_of(self.house.database, self.id)

    @property
    def payment(self) -> tuple[str, str]:
        """The payment's state and the provider's number of it."""
        with self.house.database.reading() as session:
            payment = payment_for(session, session.get_one(Order, self.id))
            return payment.state, payment.reference

    def take(self) -> None:
        """The buyer pays at the provider's."""
        self.provider.take(self.code, self.amount)

    def notice(self, **other: Any) -> dict[str, Any]:
        """The provider's notice of it."""
        return self.provider.notice(self.code, **other)

    def cancel(self) -> None:
        """The buyer changes their mind."""
        with self.house.database.transaction() as session:
            cancel_order(session, session.get_one(Order, self.id), Act.buyer(now()))

    def refunds(self) -> list[tuple[str, int]]:
        """States and fen."""
        with self.house.database.reading() as session:
            refunds = refunds_of(session, session.get_one(Order, self.id))
            return [(refund.state, int(refund.amount)) for refund in refunds]

    def send_refunds(self, *, later: timedelta = timedelta()) -> None:
        """The job's work."""
        send_refunds(self.house.database, self.house.gateways, rules=DEFAULT, at=now() + later)


@pytest.fixture(params=sorted(DOUBLES))
def provider(request: pytest.FixtureRequest) -> Iterator[Double]:
    """Each that has a double."""
    double = DOUBLES[request.param]()
    with ExitStack() as stack:
        double.url = stack.enter_context(serving(double.answer))
        yield double


@pytest.fixture
def config(database_url: str, tmp_path: Path, provider: Double) -> Config:
    """A network that takes money with it."""
    settings: dict[str, Any] = {"env": "test", "data": tmp_path, "database_url": database_url, "page_cache_seconds": 0}
    settings |= {"gateways": ("cod", provider.name)}
    return Config(**settings | provider.settings())


@pytest.fixture
def bought(house: House, provider: Double) -> Bought:
    """An order to be paid."""
    return Bought(house, provider)


def told(app: Flask, provider: Double, notice: dict[str, Any]) -> int:
    """Sends a notice as the provider would: without a cookie, from elsewhere. Its answer's status."""
    reply = app.test_client().post(f"/pay/{provider.name}/notify", **notice)
    assert "Set-Cookie" not in reply.headers
    good, bad = provider.words
    assert (good if reply.status_code == 200 else bad) in reply.text
    return reply.status_code


def test_a_notice_pays_the_order_and_twice_is_once(app: Flask, provider: Double, bought: Bought) -> None:
    bought.take()
    notice = bought.notice()
    assert [told(app, provider, notice) for _ in range(3)] == [200, 200, 200]
    assert bought.facts == PAID
    assert bought.payment[0] == "paid"
    assert bought.code in bought.payment[1]
    assert stock_of(bought.house.database, bought.stall) == 8


@ON_SQLITE
def test_a_forged_notice_moves_nothing(app: Flask, provider: Double, bought: Bought) -> None:
    bought.take()
    assert told(app, provider, bought.notice(signer="somebody")) == 400
    genuine = bought.notice()
    assert told(app, provider, genuine | {"data": genuine["data"][:-1]}) == 400
    assert told(app, provider, {"data": b"", "content_type": "application/json"}) == 400
    assert bought.facts == UNPAID


@ON_SQLITE
@pytest.mark.parametrize("which", [0, 1])
def test_a_notice_for_another_merchant_moves_nothing(app: Flask, provider: Double, bought: Bought, which: int) -> None:
    bought.take()
    assert told(app, provider, bought.notice(**provider.strangers[which])) == 400
    assert bought.facts == UNPAID


@ON_SQLITE
def test_a_notice_of_another_amount_moves_nothing(app: Flask, provider: Double, bought: Bought) -> None:
    bought.take()
    assert told(app, provider, bought.notice(**provider.cheaper)) == 400
    assert bought.facts == UNPAID


@ON_SQLITE
def test_a_notice_for_an_order_that_is_not_there_moves_nothing(app: Flask, provider: Double, bought: Bought) -> None:
    provider.take("NOSUCHPAYMENT", "256.00")
    assert told(app, provider, provider.notice("NOSUCHPAYMENT")) == 400
    assert bought.facts == UNPAID


def test_one_orders_notice_pays_no_other(app: Flask, provider: Double, bought: Bought) -> None:
    other = Bought(bought.house, provider)
    other.take()
    assert told(app, provider, other.notice()) == 200
    assert (bought.facts, other.facts) == (UNPAID, PAID)


def test_a_notice_may_come_before_the_call_that_created_it_returned(
    app: Flask, provider: Double, bought: Bought
) -> None:
    bought.take()
    assert told(app, provider, bought.notice()) == 200
    # Whatever the call says now, the order is paid and the buyer is led to it.
    provider.faults.coming = ["lost"]
    reply = Person(app).post(f"/orders/{bought.token}/payment")
    assert (reply.status_code, reply.location) == (303, f"/orders/{bought.token}")
    assert bought.facts == PAID


def test_notice_return_and_query_at_once_are_one(app: Flask, provider: Double, bought: Bought) -> None:
    bought.take()
    notice, house = bought.notice(), bought.house

    def work(part: int) -> object:
        if part == 0:
            return told(app, provider, notice)
        if part == 1:
            return Person(app).post(f"/orders/{bought.token}/payment/check").status_code
        reconcile_payment(house.database, house.gateways, provider.name, bought.code, at=now())
        return None

    assert in_threads(work, [(part,) for part in (0, 1, 2, 0, 1, 2)]).count(400) == 0
    assert bought.facts == PAID
    assert stock_of(house.database, bought.stall) == 8


def test_a_forged_return_moves_nothing_and_a_real_one_is_asked_for(
    app: Flask, provider: Double, bought: Bought
) -> None:
    claims = urlencode({"back": 1, "out_trade_no": bought.code, "trade_status": "TRADE_SUCCESS", "total_amount": "256"})
    buyer = Person(app)
    page = buyer.get(f"/orders/{bought.token}/payment?{claims}")
    assert page.status_code == 200
    assert "正在确认付款" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert "还没有收到" in buyer.post(f"/orders/{bought.token}/payment/check").text
    assert bought.facts == UNPAID
    bought.take()
    # Asked again at once, we do not ask the provider again at once.
    assert "还没有收到" in buyer.post(f"/orders/{bought.token}/payment/check").text
    with bought.house.database.transaction() as session:
        payment_for(session, session.get_one(Order, bought.id)).checked_at = now() - timedelta(seconds=4)
    reply = buyer.post(f"/orders/{bought.token}/payment/check")
    assert (reply.status_code, reply.location) == (303, f"/orders/{bought.token}")
    assert bought.facts == PAID


# The adapters' own tests try every kind of answer.
@pytest.mark.parametrize("fault", ["lost", "unsigned"])
def test_an_answer_that_cannot_be_trusted_pays_nothing_and_the_next_one_does(
    app: Flask, provider: Double, bought: Bought, fault: Mishap
) -> None:
    bought.take()
    provider.faults.coming = [fault]
    house = bought.house
    reconcile_payment(house.database, house.gateways, provider.name, bought.code, at=now())
    assert bought.facts == UNPAID
    reconcile_payment(house.database, house.gateways, provider.name, bought.code, at=now())
    assert bought.facts == PAID


def test_late_money_goes_back_once(app: Flask, provider: Double, bought: Bought) -> None:
    bought.cancel()
    bought.take()
    assert [told(app, provider, bought.notice()) for _ in range(2)] == [200, 200]
    assert bought.facts[0] == "cancelled"
    fen = int(bought.amount.replace(".", ""))
    assert bought.refunds() == [("asked", fen)]
    # The answer is lost on the way; tried again, it is found made.
    provider.faults.coming = ["lost"]
    bought.send_refunds()
    assert bought.refunds() == [("asked", fen)]
    in_threads(bought.send_refunds, [()] * 2)
    bought.send_refunds(later=timedelta(hours=3))
    bought.send_refunds(later=timedelta(hours=9))
    assert bought.refunds() == [("done", fen)]
    assert provider.moves == 1
    assert stock_of(bought.house.database, bought.stall) == 10


def test_a_paid_order_that_is_cancelled_is_given_back_once(app: Flask, provider: Double, bought: Bought) -> None:
    bought.take()
    told(app, provider, bought.notice())
    bought.cancel()
    bought.send_refunds()
    bought.send_refunds(later=timedelta(hours=9))
    assert bought.refunds() == [("done", int(bought.amount.replace(".", "")))]
    # The notice comes once more, as providers' notices do.
    assert told(app, provider, bought.notice()) == 200
    bought.send_refunds(later=timedelta(hours=9))
    assert provider.moves == 1
    assert bought.facts[0] == "cancelled"


@ON_SQLITE
def test_a_payment_that_nobody_waits_for_is_closed_there(provider: Double, bought: Bought) -> None:
    house = bought.house
    gateway = house.gateways[provider.name]
    bought.take()
    provider.unpay(bought.code)
    bought.cancel()
    reconcile_payment(house.database, house.gateways, provider.name, bought.code, at=now())
    assert gateway.query(bought.code).state == "closed"


# Alipay's notices bear no time that counts.
@ON_SQLITE
@pytest.mark.parametrize("provider", ["wechat"], indirect=True)
def test_an_old_notice_is_a_recording(app: Flask, provider: Double, bought: Bought) -> None:
    bought.take()
    assert told(app, provider, bought.notice(age=301)) == 400
    assert bought.facts == UNPAID


@ON_SQLITE
def test_what_is_too_long_is_not_read(app: Flask, provider: Double, bought: Bought) -> None:
    sent = {"data": b"a=" + b"x" * 70_000, "content_type": "application/x-www-form-urlencoded"}
    assert app.test_client().post(f"/pay/{provider.name}/notify", **sent).status_code == 413


@ON_SQLITE
@pytest.mark.parametrize("provider", ["alipay"], indirect=True)
@pytest.mark.parametrize("name", ["paypal", "test"])
def test_a_gateway_that_is_not_there(app: Flask, provider: Double, name: str) -> None:
    assert app.test_client().post(f"/pay/{name}/notify").status_code == 404


@ON_SQLITE
def test_cash_on_delivery_has_no_notices(app: Flask, provider: Double) -> None:
    assert app.test_client().post("/pay/cod/notify").status_code == 400
