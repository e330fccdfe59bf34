"""After-sales on what was fetched: it comes back to the counter, and goes out there, without a carrier."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.rules import DEFAULT
from models.report.shop.orders import sales
from models.stories.after_sale.lapse import lapse_overdue
from models.stories.after_sale.pay_back import agree_after_sale
from models.stories.order.fetch import fetch_parcel
from models.trade.after_sale import by_buyer, by_supplier
from models.trade.after_sale.after_sale import AfterSale
from models.trade.after_sale.by_buyer import AfterSaleWish
from models.trade.after_sale.finding import last_return_address
from models.trade.parcel.shipping import AT_COUNTER
from tests.given.baskets import NOON, TEST, carried, pay
from tests.given.pickups import AT_SHOP, first_parcel, made_ready, to_fetch

BUYER, STAFF = Act.buyer(NOON), Act.supplier(None, NOON)


def asked(database: Database, kind: str) -> None:
    """One piece that was paid and fetched, and of which the buyer wants that; the seller agreed."""
    stall = carried(database)
    order = to_fetch(database, stall, gateway=TEST)
    pay(database, order)
    code = made_ready(database, order)
    with database.transaction() as session:
        parcel = first_parcel(session, order)
        fetch_parcel(session, parcel.supplier, code, STAFF, rules=DEFAULT)
        wish = AfterSaleWish(kind, "damaged", 1)
        line = first_parcel(session, order).lines[0]
        one = by_buyer.ask_after_sale(session, line, wish, BUYER, once="once-and-for-all", rules=DEFAULT)
        by_supplier.agree_return(session, one, f"{AT_SHOP.place}\n{AT_SHOP.hours}", STAFF, rules=DEFAULT)


def do(database: Database, verb: Callable[[Session, AfterSale], object]) -> str:
    with database.transaction() as session:
        one = session.exec(select(AfterSale)).one()
        verb(session, one)
        return one.state


def _told(database: Database) -> tuple[str, list[str]]:
    """How it stands, and what the shop's keeper reads of it."""
    with database.reading() as session:
        one = session.exec(select(AfterSale)).one()
        sold = sales(session, one.line.shop)
        assert [line.standing for line in sold] == ["fetched"]
        return one.standing, [line.after_sale_standing for line in sold]


def brought(session: Session, one: AfterSale) -> None:
    by_supplier.arrive(session, one, "received", "", STAFF, rules=DEFAULT)


@pytest.mark.parametrize("kind", ["return", "exchange"])
def test_it_is_brought_back_and_made_good_at_the_counter(database: Database, kind: str) -> None:
    asked(database, kind)
    assert _told(database) == ("to_bring", ["to_bring"])
    assert [do(database, brought) for _ in range(2)] == ["arrived", "arrived"]
    with database.reading() as session:
        one = session.exec(select(AfterSale)).one()
        assert (one.was_sent_back, one.return_carrier, one.return_tracking, one.line.returned) == (True, "到店", "", 1)
        # Nobody is asked to send anything to a counter.
        assert last_return_address(session, one.supplier_id) == ""
    if kind == "return":
        assert do(database, lambda session, one: agree_after_sale(session, one, STAFF, seen=one.owed)) == "refunding"
    else:

        def resend(session: Session, one: AfterSale) -> None:
            by_supplier.resend(session, one, AT_COUNTER, STAFF, rules=DEFAULT)

        assert do(database, resend) == "resent"
        assert _told(database) == ("handed", ["handed"])
        assert do(database, lambda session, one: by_buyer.confirm(session, one, BUYER)) == "done"


def test_what_is_not_brought_in_time_ends_by_itself(database: Database) -> None:
    asked(database, "return")
    assert lapse_overdue(database, rules=DEFAULT, at=NOON + timedelta(days=8)) == 1
    assert do(database, lambda session, one: None) == "closed"
