"""Money of an order from the payment to the release: the ledger says at each step whose it is, and checks agree."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from models.checks.check import book_faults
from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.kernel.fault import Fault
from models.kernel.money import Money
from models.kernel.rules import DEFAULT
from models.ledger.account import shop_code, supplier_code
from models.ledger.balance import balance, shop_balances, supplier_balances
from models.ledger.settlement import SettlementRun
from models.payment.gateways import PaymentNotice
from models.payment.payment import payment_for
from models.stories.money.remit import remit
from models.stories.money.settle import settle
from models.stories.order.confirm_payment import confirm_payment
from models.stories.order.receive import receive_parcel
from models.stories.refund.decide import Decision, RefundPart, refund
from models.stories.refund.finish import finish_refund
from models.trade.order.order import Line, Order
from models.trade.parcel.shipping import Way, ship
from tests.given.baskets import COD, NOON, TEST, bought, carried
from tests.given.factories import make_member

WAY = Way("顺丰速运", "SF1234567890")
LATER = NOON + timedelta(days=3)
OVER = LATER + timedelta(days=DEFAULT.after_sale_days, minutes=1)


def _paid(database: Database, quantity: int = 2, visitor: str = "owner") -> int:
    """An order of 256.00 with freight 8.00, 15 % commission, 1 % fee: paid."""
    order_id = bought(database, carried(database, freight=Money(800)), quantity, visitor=visitor, gateway=TEST)
    with database.transaction() as session:
        payment = payment_for(session, session.get_one(Order, order_id))
        confirm_payment(session, "test", PaymentNotice(payment.code, payment.amount, "T-1"), at=NOON)
    return order_id


def _arrived(database: Database, order_id: int) -> None:
    with database.transaction() as session:
        for parcel in session.get_one(Order, order_id).parcels:
            ship(session, parcel, WAY, Act.supplier(None, NOON))
            receive_parcel(session, parcel, Act.buyer(LATER))


def _reduce(database: Database, order_id: int, amount: int, key: str = "k", at: datetime = LATER) -> None:
    with database.transaction() as session:
        order = session.get_one(Order, order_id)
        part = RefundPart(order.parcels[0].lines[0], 0, Money(amount))
        made = refund(session, order, Decision("after_sale", key, [part]), Act.supplier(None, at))
        finish_refund(session, made, Act.gateway(at))


def _settle(database: Database, at: datetime = OVER, batch: int = 500) -> SettlementRun:
    return settle(database, lambda: list(book_faults(database)), rules=DEFAULT, at=at, batch=batch)


def _purses(session: Session) -> tuple[dict[str, Money], dict[str, Money]]:
    line = session.exec(select(Line)).one()
    return shop_balances(session, line.shop), supplier_balances(session, line.parcel.supplier)


def test_a_payment_is_promised_to_shop_supplier_and_network(database: Database) -> None:
    _paid(database)
    with database.reading() as session:
        shop, supplier = _purses(session)
        assert shop == {"pending": 3_840, "available": 0, "reserved": 0}
        assert supplier["pending"] == 25_600 - 3_840 - 256 + 800
        assert balance(session, "fees") == 256
        assert balance(session, "clearing-test") == -26_400
    assert list(book_faults(database)) == []


def test_a_line_is_released_when_nobody_can_ask_for_it_back_any_more(database: Database) -> None:
    order_id = _paid(database)
    _arrived(database, order_id)
    assert _settle(database, at=OVER - timedelta(minutes=2)).lines == 0
    run = _settle(database)
    assert (run.state, run.lines, run.earned, run.due) == ("done", 1, 3_840, 21_504)
    with database.reading() as session:
        shop, supplier = _purses(session)
        assert shop == {"pending": 0, "available": 3_840, "reserved": 0}
        # The freight follows when the parcel is closed.
        assert (supplier["pending"], supplier["available"]) == (800, 21_504)
    assert _settle(database).lines == 0
    assert list(book_faults(database)) == []


def test_refunds_take_back_their_part_before_and_after_the_release(database: Database) -> None:
    order_id = _paid(database)
    _arrived(database, order_id)
    _reduce(database, order_id, 1_001, "first")
    _settle(database)
    _reduce(database, order_id, 9_999, "second", at=OVER)
    with database.reading() as session:
        shop, supplier = _purses(session)
        # 15 % and 1 % of the 146.00 that stayed, floored once.
        assert shop == {"pending": 0, "available": 2_190, "reserved": 0}
        assert supplier["available"] == 14_600 - 2_190 - 146
        assert balance(session, "refunds") == 0
        assert balance(session, "clearing-test") == -26_400 + 11_000
    assert list(book_faults(database)) == []


def test_cash_is_captured_when_the_last_parcel_arrives(database: Database) -> None:
    order_id = bought(database, carried(database), 1, gateway=COD)
    with database.reading() as session:
        assert balance(session, "clearing-cod") == 0
    _arrived(database, order_id)
    with database.reading() as session:
        assert balance(session, "clearing-cod") == -12_800
        line = session.exec(select(Line)).one()
        assert balance(session, shop_code(line.shop, "pending")) == 1_920
        assert balance(session, supplier_code(line.parcel.supplier, "pending")) == 12_800 - 1_920 - 128
    assert list(book_faults(database)) == []


def test_cash_is_settled_only_when_the_carrier_paid_it_out(database: Database) -> None:
    _arrived(database, bought(database, carried(database), 1, gateway=COD))
    assert _settle(database).lines == 0
    with database.transaction() as session:
        code = payment_for(session, session.exec(select(Order)).one()).code
        operator = make_member(session, name="平台")
        with pytest.raises(Refused):
            remit(session, [code], Act.operator(operator, OVER), reference=" ")
        assert remit(session, [code, "UNKNOWN"], Act.operator(operator, OVER), reference="BANK-1") == 1
        assert remit(session, [code], Act.operator(operator, OVER), reference="BANK-2") == 0
    assert _settle(database).lines == 1
    with database.reading() as session:
        assert (balance(session, "clearing-cod"), balance(session, "clearing-bank")) == (0, -12_800)
        assert _purses(session)[0]["available"] == 1_920
    assert list(book_faults(database)) == []


def test_a_wrong_book_stops_the_settlement_and_not_the_shop(database: Database) -> None:
    _arrived(database, _paid(database))
    faults = [Fault("ledger.line", "parcel X", "is wrong")]
    run = settle(database, lambda: faults, rules=DEFAULT, at=OVER)
    assert (run.state, run.faults) == ("stopped", "ledger.line: parcel X: is wrong")
    with database.reading() as session:
        assert _purses(session)[0]["available"] == 0
    assert _settle(database).state == "stopped"
    _paid(database, visitor="another")


def test_a_run_that_was_killed_goes_on_where_it_was(database: Database) -> None:
    for visitor in ("one", "two", "three"):
        _arrived(database, _paid(database, visitor=visitor))
    looked = 0

    def proof() -> list[Fault]:
        nonlocal looked
        looked += 1
        if looked > 1:
            raise KeyboardInterrupt
        return []

    with pytest.raises(KeyboardInterrupt):
        settle(database, proof, rules=DEFAULT, at=OVER, batch=2)
    run = _settle(database, batch=2)
    assert (run.state, run.lines, run.earned) == ("done", 3, 3 * 3_840)
    assert list(book_faults(database)) == []
