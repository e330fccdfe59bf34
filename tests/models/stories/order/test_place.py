"""Placing an order: all of it or nothing, one order however often it is asked for, never a piece too many."""

import itertools
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from models.catalogue.goods.goods import SKU
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.kernel.money import Money
from models.payment.payment import Payment
from models.stories.order.place import placed_with
from models.trade.cart import lines as carting
from models.trade.cart.cart import CartLine
from models.trade.order.order import Line, Order
from tests.given.baskets import NOON, TEST, Carried, bought, carried, order_all, order_quoted, put, quote_cart, stock_of
from tests.given.kinds import ON_SQLITE
from tests.given.processes import in_processes, in_threads

ONCE = "the-mark-of-this-very-form"


def test_parcels_freight_and_commission(database: Database) -> None:
    tea = carried(database, price="128.05", commission_bp=1_500, freight=800)
    honey = carried(database, price="68", commission_bp=1_000, freight=600, free_over=5_000)
    with database.transaction() as session:
        put(session, "owner", tea, 3)
        put(session, "owner", honey)
        order = order_all(session, "owner")
        assert [(int(p.goods_total), int(p.freight), p.state) for p in order.parcels] == [
            (38_415, 800, "to_ship"),
            (6_800, 0, "to_ship"),
        ]
        assert (order.goods_total, order.freight_total, order.total) == (45_215, 800, 46_015)
        lines = [parcel.lines[0] for parcel in order.parcels]
        # 384.15 × 15 % is 57.6225: rounded down to the fen.
        assert [int(line.commission) for line in lines] == [5_762, 680]
        assert session.exec(select(Payment.amount)).one() == order.total
        assert carting.lines_of(session, "owner", at=NOON) == []
    assert (stock_of(database, tea), stock_of(database, honey)) == (7, 9)


def test_freight_by_weight_is_charged_and_told_as_it_came_about(database: Database) -> None:
    growth: dict[str, Any] = {
        "growth_by": "weight",
        "growth_first": 1_000,
        "growth_per": 500,
        "growth_more": 300,
        "usual_grams": 400,
    }
    tea = carried(database, freight=800, **growth)
    with database.transaction() as session:
        goods = session.get_one(SKU, tea.sku).goods
        goods.skus.append(SKU(code="heavy", options=["桶"], listed_price=Money(9_900), stock=9, listed_rate=1_500))
        session.flush()
        heavy = goods.skus[1]
        heavy.grams = 2_250
        put(session, "owner", tea, 2)
        put(session, "owner", Carried(heavy.id, tea.shop))
        quote = quote_cart(session, "owner")
        order = order_quoted(session, quote)
        # 2 x 400 g of unknown weight and 2,250 g are 3,050 g: five times 500 g past the first kilogram.
        assert (quote.freight, order.freight_total, order.parcels[0].freight) == (2_300, 2_300, 2_300)
        assert order.total == order.goods_total + 2_300
        assert order.parcels[0].freight_how == "共 3.05 kg：首重 1 kg 内 ¥8，续重 5 个 500 g × ¥3"


def test_what_was_agreed_stays_when_prices_and_rates_change(database: Database) -> None:
    at = carried(database)
    order = bought(database, at, 2)
    with database.transaction() as session:
        sku = session.get_one(SKU, at.sku)
        sku.listed_price, sku.listed_rate, sku.goods.title = Money.parse("1"), 9_000, "别的东西"
    with database.reading() as session:
        line = session.get_one(Order, order).parcels[0].lines[0]
        assert (line.title, line.price, line.commission_bp, line.commission) == (
            "福鼎白茶 老寿眉 2019",
            12_800,
            1_500,
            3_840,
        )


def test_a_prepaid_order_waits_for_its_money(database: Database) -> None:
    order = bought(database, carried(database), gateway=TEST)
    with database.reading() as session:
        found = session.get_one(Order, order)
        assert (found.state, found.parcels[0].state) == ("unpaid", "waiting")
        assert len(found.token) >= 22
        assert found.number.startswith("261122")
        assert len(found.number) == 12


@ON_SQLITE
@pytest.mark.parametrize("change", ["price", "freight", "off sale", "closed", "withdrawn", "sold out"])
def test_what_changed_meanwhile_is_said_and_nothing_is_taken(database: Database, change: str) -> None:
    at = carried(database)
    with database.transaction() as session:
        put(session, "owner", at, 2)
    with database.transaction() as session:
        sku, shop = session.get_one(SKU, at.sku), session.exec(select(CartLine)).one().shop
        match change:
            case "price":
                sku.listed_price = Money.parse("129")
            case "freight":
                sku.goods.supplier.freight = Money(500)
            case "off sale":
                sku.goods.state = "off_sale"
            case "closed":
                shop.close(farewell="", at=NOON)
            case "withdrawn":
                sku.withdrawn_at = NOON
            case _:
                sku.stock = 1
        stock = sku.stock
    with pytest.raises(Refused), database.transaction() as session:
        order_quoted(session, quote_cart(session, "owner"), once=ONCE, seen=Money.parse("256"))
    assert stock_of(database, at) == stock
    with database.reading() as session:
        assert session.exec(select(Order)).all() == []
        assert carting.pieces(session, "owner") == 2


def test_one_piece_in_two_shops_carts_is_one_piece(database: Database) -> None:
    at, elsewhere = carried(database, stock=1), carried(database)
    with database.transaction() as session:
        put(session, "owner", at)
        put(session, "owner", Carried(at.sku, elsewhere.shop))
    with pytest.raises(Refused), database.transaction() as session:
        order_all(session, "owner")
    assert stock_of(database, at) == 1


@ON_SQLITE
def test_an_empty_cart(database: Database) -> None:
    with database.writing() as session, pytest.raises(Refused):
        order_all(session, "owner")


def test_the_same_form_again_is_the_same_order(database: Database) -> None:
    at = carried(database)
    with database.transaction() as session:
        put(session, "owner", at, 2)
        first = order_all(session, "owner", once=ONCE)
        put(session, "owner", at, 3)
        assert order_all(session, "owner", once=ONCE) is first
    assert stock_of(database, at) == 8


def test_another_visitors_form_is_neither_found_nor_used(database: Database) -> None:
    at = carried(database)
    with database.transaction() as session:
        put(session, "owner", at)
        order_all(session, "owner", once=ONCE)
        assert placed_with(session, "attacker", ONCE) is None
    with pytest.raises(IntegrityError), database.transaction() as session:
        put(session, "attacker", at)
        order_all(session, "attacker", once=ONCE)
    assert stock_of(database, at) == 9


def submit(url: str, visitor: str, once: str) -> int:
    """Sends a checkout form; the id of the order that stands afterwards, or 0."""
    database = Database(url)
    try:
        with database.transaction() as session:
            return order_all(session, visitor, once=once).id
    except (Refused, IntegrityError):
        with database.reading() as session:
            standing = placed_with(session, visitor, once)
            return standing.id if standing else 0
    finally:
        database.engine.dispose()


@pytest.mark.parametrize("at_once", [in_threads, in_processes])
def test_a_form_sent_several_times_at_once_makes_one_order(
    database: Database, database_url: str, at_once: object
) -> None:
    at = carried(database)
    with database.transaction() as session:
        put(session, "owner", at, 2)
    orders = at_once(submit, [(database_url, "owner", ONCE)] * 4)  # type: ignore[operator]
    with database.reading() as session:
        assert {session.exec(select(Order.id)).one()} == set(orders)
    assert stock_of(database, at) == 8


def test_two_buyers_and_one_piece(database: Database, database_url: str) -> None:
    at = carried(database, stock=1)
    with database.transaction() as session:
        put(session, "owner", at)
        put(session, "stranger", at)
    orders = in_threads(submit, [(database_url, who, f"{who}-checkout-form") for who in ("owner", "stranger")])
    assert sorted(map(bool, orders)) == [False, True]
    assert stock_of(database, at) == 0


def buy_often(url: str, worker: int, attempts: int) -> tuple[int, int]:
    """One buyer after another, each with a piece in the cart, orders it; how many got one, and how many were told that
    it is gone."""
    database, got, refused = Database(url), 0, 0
    for n in range(attempts):
        visitor = f"w{worker}-{n}"
        try:
            with database.transaction() as session:
                order_all(session, visitor, once=f"{visitor}-checkout-form")
            got += 1
        except Refused:
            refused += 1
    database.engine.dispose()
    return got, refused


@pytest.mark.slow
def test_fifty_pieces_and_two_hundred_buyers_in_four_processes(database: Database, database_url: str) -> None:
    at = carried(database, stock=50)
    with database.transaction() as session:
        for worker, n in itertools.product(range(4), range(50)):
            put(session, f"w{worker}-{n}", at)
    told = in_processes(buy_often, [(database_url, worker, 50) for worker in range(4)])
    assert sum(got for got, _ in told) == 50
    assert sum(refused for _, refused in told) == 150
    assert stock_of(database, at) == 0
    with database.reading() as session:
        assert sum(session.exec(select(Line.quantity))) == 50


@ON_SQLITE
def test_the_clock_decides_the_order_number_not_the_count(database: Database) -> None:
    at = carried(database)
    with database.transaction() as session:
        numbers = set()
        for n in range(5):
            put(session, "owner", at)
            # 23:30 in Shanghai is still the same day there, whatever UTC says.
            numbers.add(order_all(session, "owner", at=NOON + timedelta(hours=11, seconds=n)).number)
    assert len(numbers) == 5
    assert {number[:6] for number in numbers} == {"261122"}
