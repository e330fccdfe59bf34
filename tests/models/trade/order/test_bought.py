"""A limit a buyer: by phone over orders, carts and shops; cancelled orders give it back, and nobody gets around it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from models.catalogue.goods.goods import SKU
from models.catalogue.goods.selling import SellingTerms, set_selling
from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.stories.order.cancel import cancel_order
from models.stories.order.time_out import cancel_overdue
from models.trade.order.order import Order
from models.trade.parcel.unpaid_address import readdress_unpaid
from tests.given.baskets import (
    CONTACT,
    NOON,
    ROOMY,
    TEST,
    Carried,
    bought,
    carried,
    order_all,
    order_quoted,
    put,
    quote_cart,
)
from tests.given.factories import make_pick, make_shop
from tests.given.kinds import ON_SQLITE
from tests.given.processes import in_threads

OTHER = replace(CONTACT, phone="13700137000")


def limited(database: Database, most: int = 2, *, days: int | None = None) -> Carried:
    """Goods of which one buyer may have so many."""
    at = carried(database, stock=50)
    with database.transaction() as session:
        set_selling(session, session.get_one(SKU, at.sku).goods, SellingTerms(most, days), at=NOON)
    return at


def buy(database: Database, stall: Carried, pieces: int, visitor: str, **how: Any) -> int:
    """Another cart, one order; its id. Raises Refused."""
    with database.transaction() as session:
        put(session, visitor, stall, pieces)
        return order_all(session, visitor, once=f"form-of-{visitor}-once", **how).id


def test_it_counts_over_orders_carts_shops_and_ways_to_write_a_phone(database: Database) -> None:
    at = limited(database)
    with database.transaction() as session:
        shop = make_shop(session)
        make_pick(session, shop, session.get_one(SKU, at.sku).goods)
        elsewhere = Carried(at.sku, shop.id)
    buy(database, at, 1, "first")
    for phone in ("13800138000", "+86 138-0013-8000", "0086 13800138000", "１３８００１３８０００", "138 0013 8000"):
        with pytest.raises(Refused) as refusal:
            buy(database, elsewhere, 2, f"again {phone[:4]}", contact=replace(CONTACT, phone=phone))
        assert refusal.value.field == "phone" and refusal.value.params["left"] == 1
    buy(database, elsewhere, 1, "third")
    with pytest.raises(Refused, match="不能再买了"):
        buy(database, at, 1, "fourth")
    assert buy(database, at, 2, "somebody else", contact=OTHER)


def test_two_shops_in_one_cart_are_one_buyer(database: Database) -> None:
    at = limited(database)
    with database.transaction() as session:
        shop = make_shop(session)
        make_pick(session, shop, session.get_one(SKU, at.sku).goods)
        put(session, "owner", at, 2)
        put(session, "owner", Carried(at.sku, shop.id), 1)
        (trouble,) = quote_cart(session, "owner").troubles
        assert trouble.params["pieces"] == 3
        with pytest.raises(Refused, match="限购"):
            order_all(session, "owner")


def test_the_cart_never_takes_more_than_one_may_have(database: Database) -> None:
    at = limited(database)
    with database.transaction() as session:
        with pytest.raises(Refused) as refusal:
            put(session, "owner", at, 3)
        assert refusal.value.field == "quantity"
        put(session, "owner", at, 2)
        assert put(session, "owner", at, 1).quantity == 2


@pytest.mark.parametrize("how", ["buyer", "clock"])
def test_cancelled_orders_give_it_back(database: Database, how: str) -> None:
    at = limited(database)
    order = buy(database, at, 2, "first", gateway=TEST)
    with pytest.raises(Refused):
        buy(database, at, 1, "second")
    if how == "clock":
        cancel_overdue(database, rules=ROOMY, at=NOON + timedelta(hours=1))
    else:
        with database.transaction() as session:
            cancel_order(session, session.get_one(Order, order), Act.buyer(NOON))
    assert buy(database, at, 2, "third")


@ON_SQLITE
def test_a_limit_over_some_days_forgets_older_orders(database: Database) -> None:
    at = limited(database, days=30)
    buy(database, at, 2, "first")
    with pytest.raises(Refused):
        buy(database, at, 1, "in time", at=NOON + timedelta(days=29))
    assert buy(database, at, 2, "later", at=NOON + timedelta(days=31))


def test_two_orders_at_once_are_one_buyer(database: Database) -> None:
    at = limited(database)

    def one(visitor: str) -> str:
        try:
            buy(database, at, 2, visitor)
        except Refused as refusal:
            return refusal.field
        return "bought"

    assert sorted(in_threads(one, [(f"cart-{n}",) for n in range(4)])) == ["bought", "phone", "phone", "phone"]


def test_a_limit_that_came_meanwhile_is_asked_about_again(database: Database) -> None:
    at = carried(database, stock=50)
    bought(database, at, 2, visitor="before")
    with database.transaction() as session:
        put(session, "owner", at, 1)
    with database.reading() as session:
        quote = quote_cart(session, "owner")
    with database.transaction() as session:
        set_selling(session, session.get_one(SKU, at.sku).goods, SellingTerms(2), at=NOON)
    with database.transaction() as session, pytest.raises(Refused) as refusal:
        order_quoted(session, quote)
    assert refusal.value.field == "phone"


@ON_SQLITE
def test_an_unpaid_order_with_a_limit_stays_with_its_phone(database: Database) -> None:
    at = limited(database)
    order = buy(database, at, 2, "first", gateway=TEST)
    with database.transaction() as session, pytest.raises(Refused) as refusal:
        readdress_unpaid(session, session.get_one(Order, order), OTHER, at=NOON)
    assert refusal.value.field == "phone"
    with database.transaction() as session:
        assert session.get_one(Order, order).phone == CONTACT.phone
