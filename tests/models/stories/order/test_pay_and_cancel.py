"""Notices, cancellations and the clock: whatever comes, and however often, money and stock move once."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.errors import Gone, Refused
from models.kernel.money import Money
from models.kernel.rules import DEFAULT
from models.payment.gateways import PaymentNotice
from models.payment.payment import Payment, payment_coded, payment_for
from models.payment.refund import Refund
from models.stories.order.cancel import cancel_order
from models.stories.order.confirm_payment import confirm_payment
from models.stories.order.time_out import cancel_overdue
from models.trade.order.order import Order
from models.trade.parcel.shipping import Way, ship
from tests.given.baskets import COD, NOON, TEST, bought, carried, facts_of, order_all, put, stock_of
from tests.given.kinds import ON_SQLITE
from tests.given.processes import in_threads
from tests.given.statements import executions

LATER = NOON + timedelta(minutes=31)


def code_of(database: Database, order: int) -> str:
    """The code the gateway knows the payment by."""
    with database.reading() as session:
        return payment_for(session, session.get_one(Order, order)).code


def told(database: Database, code: str, amount: int = 12_800, gateway: str = "test") -> str:
    """Passes a notice on; what came of it."""
    try:
        with database.transaction() as session:
            return confirm_payment(session, gateway, PaymentNotice(code, Money(amount), "T-1"), at=NOON).state
    except (Gone, Refused) as no:
        return type(no).__name__


def cancelled(database: Database, order: int) -> bool:
    """Cancels as the buyer; whether it was accepted."""
    try:
        with database.transaction() as session:
            cancel_order(session, session.get_one(Order, order), Act.buyer(NOON))
    except Refused:
        return False
    return True


def test_a_notice_pays_the_order_and_releases_its_parcels_once(database: Database) -> None:
    at = carried(database)
    order = bought(database, at, gateway=TEST)
    code = code_of(database, order)
    assert [told(database, code) for _ in range(3)] == ["paid"] * 3
    assert facts_of(database, order) == ("paid", ["to_ship"], ["place", "pay", "release"])
    with database.reading() as session:
        payment = payment_coded(session, "test", code)
        assert payment is not None
        assert (payment.reference, payment.paid_at) == ("T-1", NOON)


@ON_SQLITE
@pytest.mark.parametrize(
    ("change", "answer"),
    [
        ({"amount": 12_799}, "Refused"),
        ({"amount": 12_801}, "Refused"),
        ({"amount": 0}, "Refused"),
        ({"amount": 10**30}, "Refused"),
        ({"code": "NOSUCHPAYMENT"}, "Gone"),
        ({"gateway": "cod"}, "Gone"),
    ],
)
def test_a_notice_that_fits_nothing_moves_nothing(database: Database, change: dict[str, Any], answer: str) -> None:
    order = bought(database, carried(database), gateway=TEST)
    assert told(database, **({"code": code_of(database, order)} | change)) == answer
    assert facts_of(database, order) == ("unpaid", ["waiting"], ["place"])


def test_notices_at_once_count_once(database: Database) -> None:
    order = bought(database, carried(database), gateway=TEST)
    assert in_threads(told, [(database, code_of(database, order))] * 4) == ["paid"] * 4
    assert facts_of(database, order) == ("paid", ["to_ship"], ["place", "pay", "release"])


def test_cancelling_returns_the_stock_once(database: Database) -> None:
    at = carried(database)
    order = bought(database, at, 3, gateway=TEST)
    assert stock_of(database, at) == 7
    assert cancelled(database, order)
    assert cancelled(database, order)
    assert stock_of(database, at) == 10
    assert facts_of(database, order) == ("cancelled", ["cancelled"], ["place", "cancel", "cancel"])
    with database.reading() as session:
        assert session.exec(select(Payment.state)).one() == "void"


def test_cancelling_at_once_returns_the_stock_once(database: Database) -> None:
    at = carried(database)
    order = bought(database, at, 3)
    assert all(in_threads(cancelled, [(database, order)] * 4))
    assert stock_of(database, at) == 10
    assert facts_of(database, order)[2] == ["place", "cancel", "cancel"]


def test_what_is_paid_and_not_shipped_is_cancelled_with_its_money_going_back_once(database: Database) -> None:
    at = carried(database, freight=600)
    order = bought(database, at, 3, gateway=TEST)
    assert told(database, code_of(database, order), 39_000) == "paid"
    assert all(in_threads(cancelled, [(database, order)] * 3))
    assert stock_of(database, at) == 10
    assert facts_of(database, order) == ("cancelled", ["cancelled"], ["place", "pay", "release", "cancel", "cancel"])
    with database.reading() as session:
        refund = session.exec(select(Refund)).one()
        assert (refund.cause, refund.state, refund.amount, refund.freight) == ("cancel", "asked", 39_000, 600)
        assert [(line.quantity, line.amount) for line in refund.lines] == [(3, 38_400)]
        payment = refund.payment
        assert (payment.state, payment.refunded) == ("paid", 39_000)
        line = refund.lines[0].line
        assert (line.refunded, line.refunded_unshipped, line.refunded_amount) == (3, 3, 38_400)


def test_money_that_comes_after_the_cancellation_goes_back_whole_and_once(database: Database) -> None:
    at = carried(database)
    order = bought(database, at, gateway=TEST)
    code = code_of(database, order)
    assert cancelled(database, order)
    assert in_threads(told, [(database, code)] * 3) == ["paid"] * 3
    assert (facts_of(database, order)[:2], stock_of(database, at)) == (("cancelled", ["cancelled"]), 10)
    with database.reading() as session:
        refund = session.exec(select(Refund)).one()
        assert (refund.cause, refund.amount, refund.lines) == ("late", 12_800, [])
        assert (refund.payment.state, refund.payment.refunded) == ("paid", 12_800)


@ON_SQLITE
def test_a_notice_that_tells_of_no_payment_changes_nothing(database: Database) -> None:
    order = bought(database, carried(database), gateway=TEST)
    with database.transaction() as session:
        confirm_payment(session, "test", PaymentNotice(code_of(database, order), Money(1), "T-1", paid=False), at=NOON)
    assert facts_of(database, order) == ("unpaid", ["waiting"], ["place"])


def test_what_is_partly_shipped_is_not_cancelled(database: Database) -> None:
    tea, honey = carried(database), carried(database)
    with database.transaction() as session:
        put(session, "owner", tea)
        put(session, "owner", honey)
        order = order_all(session, "owner", gateway=COD)
        ship(session, order.parcels[1], Way("顺丰速运", "SF123456"), Act.supplier(None, NOON))
        key = order.id
    assert not cancelled(database, key)
    assert facts_of(database, key)[:2] == ("placed", ["to_ship", "shipped"])
    assert (stock_of(database, tea), stock_of(database, honey)) == (9, 9)


@pytest.mark.parametrize("_", range(3))
def test_paying_and_cancelling_at_once_leave_a_cancelled_order_and_no_money(database: Database, _: int) -> None:
    at = carried(database)
    order = bought(database, at, gateway=TEST)
    code = code_of(database, order)

    def act(what: str) -> object:
        return told(database, code) if what == "pay" else cancelled(database, order)

    assert in_threads(act, [("pay",), ("cancel",)]) == ["paid", True]
    assert (facts_of(database, order)[:2], stock_of(database, at)) == (("cancelled", ["cancelled"]), 10)
    with database.reading() as session:
        refund = session.exec(select(Refund)).one()
        assert refund.cause in ("cancel", "late")
        assert (refund.amount, refund.payment.refunded, refund.payment.state) == (12_800, 12_800, "paid")


def test_who_was_told_a_time_to_pay_by_keeps_it(database: Database) -> None:
    """Whatever is set later; orders from before it was kept go by what is set."""
    at = carried(database)
    told_30 = bought(database, at, gateway=TEST)
    shorter, longer = replace(DEFAULT, unpaid_minutes=5), replace(DEFAULT, unpaid_minutes=600)
    assert cancel_overdue(database, rules=shorter, at=NOON + timedelta(minutes=29)) == 0
    assert cancel_overdue(database, rules=longer, at=LATER) == 1
    from_before = bought(database, at, visitor="stranger", gateway=TEST)
    with database.transaction() as session:
        session.get_one(Order, from_before).pay_by = None
    assert cancel_overdue(database, rules=longer, at=LATER) == 0
    assert cancel_overdue(database, rules=shorter, at=NOON + timedelta(minutes=29)) == 1
    assert [facts_of(database, one)[0] for one in (told_30, from_before)] == ["cancelled", "cancelled"]


def test_the_clock_cancels_what_was_not_paid_in_time(database: Database) -> None:
    at = carried(database)
    unpaid, paid = bought(database, at, gateway=TEST), bought(database, at, visitor="stranger", gateway=TEST)
    cod = bought(database, at, visitor="neighbour", gateway=COD)
    told(database, code_of(database, paid))
    assert cancel_overdue(database, rules=DEFAULT, at=NOON + timedelta(minutes=29)) == 0
    assert cancel_overdue(database, rules=DEFAULT, at=LATER) == 1
    assert cancel_overdue(database, rules=DEFAULT, at=LATER) == 0
    assert [facts_of(database, one)[0] for one in (unpaid, paid, cod)] == ["cancelled", "paid", "placed"]
    assert stock_of(database, at) == 8


def test_the_clock_catches_up_after_a_days_pause_exactly_once(database: Database) -> None:
    at = carried(database, stock=50)
    with database.transaction() as session:
        for n in range(12):
            put(session, f"v{n}", at, 2)
            order_all(session, f"v{n}", gateway=TEST, at=NOON + timedelta(minutes=n))
    tomorrow = NOON + timedelta(days=1)
    counted = in_threads(cancel_overdue_at, [(database, tomorrow)] * 3)
    assert sum(counted) == 12
    assert stock_of(database, at) == 50
    assert cancel_overdue(database, rules=DEFAULT, at=tomorrow) == 0


def cancel_overdue_at(database: Database, at: Any) -> int:
    """The clock's job, as the worker calls it."""
    return cancel_overdue(database, rules=DEFAULT, at=at)


def test_the_clock_and_a_late_notice_at_once(database: Database) -> None:
    at = carried(database)
    order = bought(database, at, gateway=TEST)
    code = code_of(database, order)

    def act(what: str) -> object:
        return told(database, code) if what == "pay" else cancel_overdue_at(database, LATER)

    in_threads(act, [("pay",), ("clock",)])
    ended = (facts_of(database, order)[0], stock_of(database, at))
    assert ended in [("paid", 9), ("cancelled", 10)]
    with database.reading() as session:
        # What the clock was first with goes back; what was paid in time, the clock leaves alone.
        assert len(session.exec(select(Refund)).all()) == (ended[0] == "cancelled")


@ON_SQLITE
def test_little_is_done_behind_the_lock_when_a_notice_comes(database: Database) -> None:
    at = carried(database)
    told(database, code_of(database, bought(database, at, gateway=TEST)))
    code = code_of(database, bought(database, at, gateway=TEST, visitor="another"))
    with executions(database) as seen, database.reading_first() as session:
        notice = PaymentNotice(code, Money(12_800), "T-2")
        assert confirm_payment(session, "test", notice, at=NOON).state == "paid"
        session.commit()
    # Three steps, each with its event, the order and the payment looked at afterwards; the accounts, the transaction
    # and its entries; the conversation.
    assert len(seen["behind the lock"]) == 12, seen["behind the lock"]
    assert len(seen["before it"]) > 0


def test_what_changes_between_reading_and_the_lock_is_read_again(database: Database) -> None:
    at = carried(database)
    order = bought(database, at, gateway=TEST)
    code = code_of(database, order)
    with database.reading_first() as session:
        payment = payment_coded(session, "test", code)
        assert payment is not None and payment.order.state == "unpaid", "as it was read"
        assert cancelled(database, order)
        assert confirm_payment(session, "test", PaymentNotice(code, Money(12_800), "T-1"), at=NOON).state == "paid"
        session.commit()
    assert facts_of(database, order)[:2] == ("cancelled", ["cancelled"])
    with database.reading() as session:
        assert session.exec(select(Refund.cause, Refund.amount)).one() == ("late", 12_800)
