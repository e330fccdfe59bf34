"""What a phone may hold unpaid: by pieces and orders, exactly, also where two order at the same moment."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.kernel.rules import DEFAULT, Rules
from models.payment.gateways import Gateway
from models.stories.order.cancel import cancel_order
from models.stories.order.place import Agreement, place_order
from models.trade.cart.quote import LastSeen
from models.trade.order.holding import Holding, held_by, too_much
from models.trade.order.order import Order
from models.trade.parcel.shipping import ship, way
from tests.given.baskets import COD, CONTACT, NOON, TEST, Carried, carried, pay, put, quote_cart, stock_of
from tests.given.kinds import ON_SQLITE
from tests.given.processes import in_processes, in_threads

STRICT = replace(DEFAULT, cash_pieces=7, held_orders=3, held_pieces=12)
PHONE = CONTACT.phone


def order(session: Session, at: Carried, pieces: int, *, who: str, gateway: Gateway = COD, phone: str = PHONE) -> Order:
    """Orders as the form does, within strict limits."""
    put(session, who, at, pieces)
    quote = quote_cart(session, who)
    agreement = Agreement(f"the-form-of-{who}".ljust(16, "x")[:32], LastSeen(quote.total))
    to = replace(CONTACT, phone=phone)
    return session.get_one(Order, place_order(session, quote, to, agreement, gateway=gateway, rules=STRICT).id)


def ordered(
    database: Database, at: Carried, pieces: int, *, who: str, gateway: Gateway = COD, phone: str = PHONE
) -> str:
    """The field of the refusal; "" where the order stands."""
    try:
        with database.transaction() as session:
            order(session, at, pieces, who=who, gateway=gateway, phone=phone)
    except Refused as refusal:
        return refusal.field or "the whole"
    return ""


@pytest.mark.parametrize(
    ("held", "pieces", "prepaid", "field"),
    [
        (Holding(), 7, False, None),
        (Holding(), 8, False, "payment"),
        (Holding(), 12, True, None),
        (Holding(), 13, True, ""),
        (Holding(2, 5), 7, False, None),
        (Holding(2, 6), 7, False, "payment"),
        (Holding(3, 3), 1, False, "payment"),
        (Holding(3, 3), 1, True, "phone"),
        (Holding(1, 12), 1, True, "phone"),
    ],
)
def test_what_is_too_much(held: Holding, pieces: int, prepaid: bool, field: str | None) -> None:
    refusal = too_much(held, pieces, prepaid=prepaid, rules=STRICT)
    assert (refusal.field if refusal else None) == field


def test_cash_holds_until_it_is_sent_and_never_bars_paying_at_once(database: Database) -> None:
    at = carried(database, stock=90)
    assert [ordered(database, at, 7, who="one"), ordered(database, at, 5, who="two")] == ["", ""]
    assert ordered(database, at, 1, who="three") == "payment"
    assert stock_of(database, at) == 78
    # Who knows the phone cannot keep its owner from buying: paid at once it goes.
    assert ordered(database, at, 12, who="owner", gateway=TEST) == ""
    assert ordered(database, at, 1, who="another", phone="13900139000") == ""
    with database.transaction() as session:
        first = session.exec(select(Order).where(Order.visitor == "one")).one()
        ship(session, first.parcels[0], way("顺丰速运", "SF1234567890"), Act.supplier(None, NOON))
    # A box on its way is no piece on the shelf any more.
    with database.reading() as session:
        assert held_by(session, PHONE, prepaid=False) == Holding(2, 17)
    assert ordered(database, at, 1, who="three") == "payment"
    with database.transaction() as session:
        waiting = session.exec(select(Order).where(Order.visitor == "owner")).one()
        cancel_order(session, waiting, Act.buyer(NOON))
    assert ordered(database, at, 1, who="three") == ""


def test_what_is_paid_cancelled_or_over_holds_nothing(database: Database) -> None:
    at = carried(database, stock=90)
    for who in ("one", "two", "three"):
        assert ordered(database, at, 4, who=who, gateway=TEST) == ""
    assert ordered(database, at, 1, who="four", gateway=TEST) == "phone"
    with database.transaction() as session:
        orders = {one.visitor: one for one in session.exec(select(Order))}
        cancel_order(session, orders["one"], Act.buyer(NOON + timedelta(minutes=1)))
        paid = orders["two"].id
    pay(database, paid)
    with database.reading() as session:
        assert held_by(session, PHONE, prepaid=True) == Holding(1, 4)
        assert held_by(session, PHONE, prepaid=False) == Holding(1, 4)
        assert held_by(session, "13700137000", prepaid=False) == Holding()
    assert ordered(database, at, 8, who="five", gateway=TEST) == ""
    assert ordered(database, at, 1, who="six", gateway=TEST) == "phone"


def try_one(url: str, at: Carried, who: str, pieces: int) -> str:
    database = Database(url)
    try:
        return ordered(database, at, pieces, who=who)
    finally:
        database.engine.dispose()


def test_of_many_at_once_no_more_pass_than_may_hold(database: Database, database_url: str) -> None:
    at = carried(database, stock=90)
    in_threads(lambda n: ordered(database, at, 2, who=f"thread-{n}"), [(n,) for n in range(6)])
    in_processes(try_one, [(database_url, at, f"process-{n}", 2) for n in range(4)])
    with database.reading() as session:
        assert held_by(session, PHONE, prepaid=False) == Holding(3, 6)
    assert stock_of(database, at) == 84


def test_by_pieces_as_well(database: Database, database_url: str) -> None:
    at = carried(database, stock=90)
    fields = in_processes(try_one, [(database_url, at, f"process-{n}", 7) for n in range(4)])
    assert sorted(fields) == ["", "payment", "payment", "payment"]
    assert stock_of(database, at) == 83


@ON_SQLITE
def test_the_limits_as_they_come(database: Database) -> None:
    rules = Rules()
    assert (rules.cash_pieces, rules.held_orders, rules.held_pieces) == (20, 10, 100)
    assert too_much(Holding(), 64, prepaid=False, rules=rules) is not None
