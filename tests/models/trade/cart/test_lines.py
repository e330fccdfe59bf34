"""The cart: it grows, never past the stock or 99, and nobody reaches another's lines."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from models.catalogue.goods.goods import SKU
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.link.link import Link
from models.link.linking import shop_link
from models.shop.shop import Shop
from models.trade.cart import changing, lines
from models.trade.cart.cart import MOST_LINES, CartLine
from models.trade.cart.quote import by_supplier
from models.trade.cart.stock import return_stock, take_quoted
from tests.given.baskets import NOON, carried, put
from tests.given.factories import make_goods, make_supplier
from tests.given.kinds import ON_SQLITE
from tests.given.processes import in_threads


def test_more_of_the_same_grows_the_line(database: Database) -> None:
    at = carried(database)
    with database.transaction() as session:
        first = put(session, "owner", at, 2)
        assert put(session, "owner", at, 3).code == first.code
        assert first.quantity == lines.pieces(session, "owner") == 5
        assert lines.pieces(session, "stranger") == 0


def test_a_line_stops_at_the_stock_and_at_99(database: Database) -> None:
    few, many = carried(database, stock=4), carried(database, stock=500)
    with database.transaction() as session:
        assert put(session, "owner", few, 3).quantity == 3
        assert put(session, "owner", few, 3).quantity == 4
        assert put(session, "owner", many, 99).quantity == 99
        assert put(session, "owner", many, 1).quantity == 99


@ON_SQLITE
@pytest.mark.parametrize("quantity", [0, -1, 100, 10**20])
def test_a_quantity_that_nobody_buys(database: Database, quantity: int) -> None:
    at = carried(database)
    with database.transaction() as session:
        with pytest.raises(Refused) as refusal:
            put(session, "owner", at, quantity)
        assert refusal.value.field == "quantity"
        line = put(session, "owner", at)
        if quantity != 0:
            with pytest.raises(Refused):
                changing.set_quantity(session, "owner", line.code, quantity)
        assert line.quantity == 1


def test_what_is_sold_out_or_withdrawn_is_not_put_in(database: Database) -> None:
    gone, withdrawn = carried(database, stock=0), carried(database)
    with database.transaction() as session:
        session.get_one(SKU, withdrawn.sku).withdrawn_at = NOON
        session.flush()
        for at in (gone, withdrawn):
            with pytest.raises(Refused):
                put(session, "owner", at)
        assert lines.lines_of(session, "owner", at=NOON) == []


def test_setting_how_many(database: Database) -> None:
    at = carried(database, stock=4)
    with database.transaction() as session:
        line = put(session, "owner", at)
        changing.set_quantity(session, "owner", line.code, 4)
        with pytest.raises(Refused) as refusal:
            changing.set_quantity(session, "owner", line.code, 5)
        assert refusal.value.params == {"stock": 4}
        session.refresh(line)
        assert line.quantity == 4


def test_nobody_reaches_another_visitors_lines(database: Database) -> None:
    at = carried(database)
    with database.transaction() as session:
        code = put(session, "owner", at, 2).code
        assert lines.line_coded(session, "attacker", code, at=NOON) is None
        changing.take_out(session, "attacker", [code])
        assert lines.pieces(session, "owner") == 2
        changing.take_out(session, "owner", [code, "NOSUCH00"])
        assert lines.lines_of(session, "owner", at=NOON) == []


def test_taps_at_once_are_all_counted(database: Database) -> None:
    at = carried(database, stock=50)

    def tap(_: int) -> None:
        with database.transaction() as session:
            put(session, "owner", at, 2)

    in_threads(tap, [(n,) for n in range(6)])
    with database.reading() as session:
        assert session.exec(select(CartLine.quantity)).one() == 12


def test_a_full_cart_takes_no_other_kind_but_more_of_its_own(database: Database) -> None:
    at = carried(database, stock=50)
    with database.transaction() as session:
        shop, supplier = session.get_one(Shop, at.shop), make_supplier(session)
        put(session, "owner", at)
        for _ in range(MOST_LINES - 1):
            sku = make_goods(session, supplier).skus[0]
            changing.put_in(session, "owner", changing.Chosen(sku, shop), at=NOON)
        other = make_goods(session, supplier).skus[0]
        with pytest.raises(Refused):
            changing.put_in(session, "owner", changing.Chosen(other, shop), at=NOON)
        assert put(session, "owner", at).quantity == 2
        assert len(lines.lines_of(session, "owner", at=NOON)) == MOST_LINES


def test_lines_lie_by_supplier_with_each_ones_freight(database: Database) -> None:
    tea = carried(database, price="60", freight=800, free_over=10_000)
    honey = carried(database, price="50", freight=600)
    with database.transaction() as session:
        for at in (tea, honey):
            put(session, "owner", at)
        parts = by_supplier(lines.lines_of(session, "owner", at=NOON))
        assert [(int(p.goods_total), int(p.freight)) for p in parts] == [(6_000, 800), (5_000, 600)]
        put(session, "owner", tea)
        parts = by_supplier(lines.lines_of(session, "owner", at=NOON))
        assert [(int(p.goods_total), int(p.freight)) for p in parts] == [(12_000, 0), (5_000, 600)]


@ON_SQLITE
def test_why_a_line_cannot_be_bought(database: Database) -> None:
    at = carried(database, stock=2)
    with database.transaction() as session:
        line = put(session, "owner", at, 2)

        def obstacle() -> str:
            (found,) = lines.lines_of(session, "owner", at=NOON)
            return found.obstacle

        assert obstacle() == ""
        line.sku.stock = 1
        fewer = obstacle()
        line.sku.stock = 0
        none = obstacle()
        line.shop.close(farewell="", at=NOON + timedelta(hours=1))
        shut = obstacle()
        line.sku.goods.state = "off_sale"
        assert len({fewer, none, shut, obstacle(), ""}) == 5


def test_stock_is_taken_only_where_there_is_enough(database: Database) -> None:
    at = carried(database, stock=3)
    with database.transaction() as session:
        put(session, "owner", at, 2)
        put(session, "other", at, 1)
        two, one = lines.lines_of(session, "owner", at=NOON), lines.lines_of(session, "other", at=NOON)
        assert take_quoted(session, two, at=NOON)
        assert not take_quoted(session, two, at=NOON)
        assert take_quoted(session, one, at=NOON)
        return_stock(session, at.sku, 3)
        assert session.get_one(SKU, at.sku, populate_existing=True).stock == 3


def test_the_hour_of_opening_goes_with_its_link(database: Database) -> None:
    at = carried(database)
    hour = NOON - timedelta(hours=2)
    with database.transaction() as session:
        sku, shop = session.get_one(SKU, at.sku), session.get_one(Shop, at.shop)
        moments, group = (shop_link(session, shop, place, at=NOON) for place in ("moments", "group"))

        def tap(link: Link | None, opened_at: datetime | None) -> tuple[int | None, datetime | None]:
            chosen = changing.Chosen(sku, shop, link=link, opened_at=opened_at)
            line = changing.put_in(session, "owner", chosen, at=NOON)
            session.expire(line)
            return line.link_id, line.opened_at

        assert tap(None, hour) == (None, None)
        assert tap(moments, hour) == (moments.id, hour)
        assert tap(moments, None) == (moments.id, hour)
        assert tap(None, NOON) == (moments.id, hour)
        assert tap(group, None) == (group.id, None)
        assert tap(group, NOON) == (group.id, NOON)
