"""Whoever needs stock and a claim takes them in one order (docs/locking.md): nobody waits in a circle."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text
from sqlmodel import select

from models.coupon.claiming import use_coupon
from models.coupon.coupon import CouponClaim
from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.stories.order.cancel import cancel_order
from models.trade.cart.lines import lines_of
from models.trade.cart.stock import take_quoted
from models.trade.order.order import Order
from tests.given.baskets import CONTACT, NOON, TEST, Carried, carried, order_all, pay, put, stock_of
from tests.given.tickets import claimed

ON_POSTGRES = pytest.mark.parametrize("database_url", ["postgres"], indirect=True)


def bought_with_coupon(database: Database, at: Carried) -> int:
    """An order of two pieces that used a claim."""
    with database.transaction() as session:
        put(session, "owner", at, 2)
        return order_all(session, "owner", claim=claimed(session, at, "shop", off="1"), gateway=TEST).id


def waits_for_a_lock(database: Database) -> bool:
    """Whether somebody does."""
    with database.reading() as session:
        waiting = (
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return session.execute(text(waiting)).scalar_one() > 0


@ON_POSTGRES
@pytest.mark.parametrize("is_paid", [False, True])
def test_a_cancelled_order_and_one_that_wants_its_claim_do_not_wait_in_a_circle(
    database: Database, is_paid: bool
) -> None:
    at = carried(database)
    order_id = bought_with_coupon(database, at)
    if is_paid:
        pay(database, order_id)

    def cancel() -> bool:
        with database.transaction() as session:
            return cancel_order(session, session.get_one(Order, order_id), Act.buyer(NOON))

    with database.transaction() as session:
        put(session, "owner", at)
    with ThreadPoolExecutor(1) as pool, database.writing() as placing:
        # Placing has the stock by now, and goes on to the claim, which it believes to be free.
        assert take_quoted(placing, lines_of(placing, "owner", at=NOON), at=NOON)
        claim = placing.exec(select(CouponClaim)).one()
        cancelling = pool.submit(cancel)
        deadline = time.monotonic() + 20
        while not waits_for_a_lock(database):
            assert time.monotonic() < deadline
            time.sleep(0.02)
        # Who cancels waits for the stock, and holds no claim meanwhile.
        assert placing.execute(text("SELECT id FROM coupon_claim FOR UPDATE NOWAIT")).all()
        with pytest.raises(Refused, match="用过"):
            use_coupon(placing, claim, order_number="260000000001", phone=CONTACT.phone, at=NOON)
        placing.rollback()
        assert cancelling.result(timeout=20)
    assert stock_of(database, at) == 10
    with database.reading() as session:
        freed = session.exec(select(CouponClaim)).one()
        assert (freed.order_number, freed.phone) == (None, None)
