"""What changes between the quote and the lock: it is proven behind the lock, said in the same words as before, and
nothing is taken. And how little is done behind the lock."""

import secrets
from collections.abc import Callable

import pytest
from sqlmodel import Session, select

from models.catalogue.goods.goods import SKU
from models.catalogue.supplier.supplier import FreightZone
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.kernel.money import Money
from models.pick.picking import pick_of, unpick
from models.stories.order.place import Agreement, PlacedOrder, place_order
from models.trade.cart.cart import CartLine
from models.trade.cart.lines import lines_of, pieces
from models.trade.cart.quote import LastSeen, Quote
from models.trade.order.order import Line, Order
from tests.given.baskets import COD, CONTACT, NOON, carried, order_all, put, sell, stock_of
from tests.given.kinds import ON_SQLITE
from tests.given.statements import executions

ONCE = "the-mark-of-this-very-form"


def quoted(session: Session, visitor: str = "owner", province: str | None = None) -> Quote:
    return Quote(visitor, lines_of(session, visitor, at=NOON), NOON, province)


def placed(session: Session, quote: Quote, once: str = ONCE) -> PlacedOrder:
    """As the form does that showed this quote."""
    agreement = Agreement(once, LastSeen(quote.total, quote.province))
    made = place_order(session, quote, CONTACT, agreement, gateway=COD)
    session.commit()
    return made


def _price(session: Session, line: CartLine) -> None:
    line.sku.listed_price = Money.parse("129")


def _freight(session: Session, line: CartLine) -> None:
    line.sku.goods.supplier.freight = Money(500)


def _zone(session: Session, line: CartLine) -> None:
    supplier = line.sku.goods.supplier_id
    session.add(FreightZone(code="ZONE0001", supplier_id=supplier, provinces=["33"], delivers=False))


def _sold(session: Session, line: CartLine) -> None:
    sell(session, line.sku_id, 9)


def _off_sale(session: Session, line: CartLine) -> None:
    line.sku.goods.state = "off_sale"


def _withdrawn(session: Session, line: CartLine) -> None:
    line.sku.withdrawn_at = NOON


def _closed(session: Session, line: CartLine) -> None:
    line.shop.close(farewell="", at=NOON)


def _unpicked(session: Session, line: CartLine) -> None:
    picked = pick_of(session, line.shop, line.sku.goods)
    assert picked is not None
    unpick(session, picked)


def _fewer(session: Session, line: CartLine) -> None:
    line.quantity = 1


def _gone(session: Session, line: CartLine) -> None:
    session.delete(line)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_price, "现在一共 258 元，刚才是 256 元"),
        (_freight, "现在一共 261 元，刚才是 256 元"),
        (_zone, "不送这个省"),
        (_sold, "刚刚被买走了"),
        (_off_sale, "现在买不了"),
        (_withdrawn, "现在买不了"),
        (_closed, "现在买不了"),
        (_unpicked, "现在买不了"),
        (_fewer, "现在一共 128 元，刚才是 256 元"),
        (_gone, "购物车刚刚变了"),
    ],
)
def test_what_changed_after_the_quote_is_said_and_nothing_is_taken(
    database: Database, change: Callable[[Session, CartLine], None], words: str
) -> None:
    at = carried(database)
    with database.transaction() as session:
        put(session, "owner", at, 2)
    with database.reading_first() as session:
        quote = quoted(session, province="33")
        session.rollback()
        with database.transaction() as other:
            change(other, other.exec(select(CartLine)).one())
        stock = stock_of(database, at)
        with pytest.raises(Refused, match=words):
            placed(session, quote)
        left = 1 if change is _fewer else 0 if change is _gone else 2
        assert pieces(session, "owner") == left, "the session reads again"
    assert stock_of(database, at) == stock
    with database.reading() as session:
        assert session.exec(select(Order)).all() == []


def test_a_rate_that_changed_after_the_quote_is_the_one_that_counts(database: Database) -> None:
    at = carried(database)
    with database.transaction() as session:
        put(session, "owner", at)
    with database.reading_first() as session:
        quote = quoted(session)
        session.rollback()
        with database.transaction() as other:
            other.get_one(SKU, at.sku).listed_rate = 2_000
        placed(session, quote)
        assert session.exec(select(Line.commission_bp, Line.commission)).one() == (2_000, 2_560)


def test_two_forms_with_one_quote_each_make_one_order(database: Database) -> None:
    at = carried(database)
    with database.transaction() as session:
        put(session, "owner", at, 2)
    with database.reading_first() as first, database.reading_first() as second:
        quotes = quoted(first), quoted(second)
        first.rollback()
        second.rollback()
        made = placed(first, quotes[0])
        assert placed(second, quotes[1]) == made, "the same form"
    with database.reading_first() as third, pytest.raises(Refused, match="购物车刚刚变了"):
        placed(third, quotes[1], once="the-mark-of-another-form")
    assert stock_of(database, at) == 8


def test_a_number_that_is_taken_is_drawn_again(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    at, drawn = carried(database), iter([7, 7, 7, 8])
    monkeypatch.setattr(secrets, "randbelow", lambda _: next(drawn))
    with database.transaction() as session:
        put(session, "owner", at)
        first = order_all(session, "owner", once=ONCE).number
        put(session, "owner", at)
        second = order_all(session, "owner").number
    assert (first[6:], second[6:]) == ("000007", "000008")


@ON_SQLITE
def test_little_is_done_behind_the_lock(database: Database) -> None:
    tea, honey = carried(database), carried(database, price="68", freight=600)
    with database.transaction() as session:
        put(session, "owner", tea, 2)
        put(session, "owner", honey)
    with executions(database) as seen, database.reading_first() as session:
        placed(session, quoted(session))
    # Two cart lines, two pieces of stock, the order, its parcels, lines, event and payment, two conversations; and a
    # look at what the phone holds and at the suppliers' freight. docs/performance.md has the bound.
    assert len(seen["behind the lock"]) <= 14
    reads = [one for one in seen["behind the lock"] if one.startswith("SELECT")]
    # PostgreSQL waits for the phone's turn by a statement of its own.
    turns = [one for one in reads if "pg_advisory_xact_lock" in one]
    assert ["freight_zone" in one for one in reads if one not in turns] == [False, True]
    assert len(seen["behind the lock"]) == 10 + len(turns)
    assert len(seen["before it"]) == 3


@ON_SQLITE
def test_an_order_never_reads_what_a_shop_sold_before_nor_what_others_share(database: Database) -> None:
    at = carried(database)
    with database.transaction() as session:
        put(session, "owner", at)
    with executions(database) as seen, database.reading_first() as session:
        placed(session, quoted(session))
    plans = []
    with database.reading() as session:
        driver = session.connection().connection
        for statement in [one for every in seen.values() for one in every if not one.startswith("INSERT")]:
            cursor = driver.cursor()
            cursor.execute(f"EXPLAIN QUERY PLAN {statement}", [None] * statement.count("?"))
            plans += [str(row[-1]) for row in cursor.fetchall()]
    of_lines = [one for one in plans if " order_line " in one]
    found = {one.split("INDEX ")[1] for one in of_lines}
    assert found == {"ix_order_line_own (shop_id=? AND own=?)", "ix_order_line_parcel_id (parcel_id=?)"}
    of_sharings = {one.split("INDEX ")[1] for one in plans if " sharing " in one}
    assert of_sharings == {"ix_sharing_living (link_id=? AND goods_id=? AND until>?)"}
    # The table of levels has a few rows.
    assert [one for one in plans if one.startswith("SCAN")] == ["SCAN level"]
