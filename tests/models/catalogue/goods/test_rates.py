"""A rate rises at once and falls days later: announced, milder, deeper, called off, stopped by a floor."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import col, select

from models.catalogue.category.category import Category
from models.catalogue.goods.goods import SKU, Goods, GoodsEvent, GoodsState
from models.catalogue.goods.listing import take_off
from models.catalogue.goods.price import announced_of, listed_rate, rate_of
from models.catalogue.goods.rate_event import RateEvent
from models.catalogue.goods.rates import let_rates_fall, set_rate
from models.catalogue.goods.skus import SkuDraft, set_skus
from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.money import Money
from models.kernel.rules import DEFAULT
from tests.given.factories import make_goods, make_supplier

NOON = datetime(2026, 3, 1, 4, 0, tzinfo=UTC)
WEEK = timedelta(days=DEFAULT.rate_notice_days)
HOUR = timedelta(hours=1)


@pytest.fixture
def sku_id(database: Database) -> int:
    """Of goods on sale, at 15 %."""
    with database.transaction() as session:
        return make_goods(session, make_supplier(session)).skus[0].id


def want(database: Database, sku_id: int, bp: int, at: datetime) -> bool:
    with database.transaction() as session:
        return set_rate(session.get_one(SKU, sku_id), bp, at=at, rules=DEFAULT)


def stands(database: Database, sku_id: int) -> tuple[int, int | None, datetime | None]:
    """The rate now, what it falls to, and when."""
    with database.reading() as session:
        sku = session.get_one(SKU, sku_id)
        fall = announced_of(sku)
        assert listed_rate(sku) == (fall.rate_bp if fall else rate_of(sku))
        return (rate_of(sku), fall.rate_bp if fall else None, fall.falls_at if fall else None)


def moves(database: Database) -> list[tuple[str, int, int]]:
    with database.reading() as session:
        return [
            (one.move, one.rate_bp, one.to_bp) for one in session.exec(select(RateEvent).order_by(col(RateEvent.id)))
        ]


def test_a_rise_holds_at_once(database: Database, sku_id: int) -> None:
    assert want(database, sku_id, 2000, NOON) and not want(database, sku_id, 2000, NOON)
    assert stands(database, sku_id) == (2000, None, None)
    assert moves(database) == [("rose", 1500, 2000)]


def test_a_fall_holds_a_week_later_and_once(database: Database, sku_id: int) -> None:
    assert want(database, sku_id, 1000, NOON)
    assert not want(database, sku_id, 1000, NOON + HOUR), "the same again is no news"
    assert stands(database, sku_id) == (1500, 1000, NOON + WEEK)
    assert let_rates_fall(database, at=NOON + WEEK - HOUR) == 0
    assert stands(database, sku_id) == (1500, 1000, NOON + WEEK)
    assert [let_rates_fall(database, at=NOON + WEEK) for _ in range(2)] == [1, 0]
    assert stands(database, sku_id) == (1000, None, None)
    assert moves(database) == [("announced", 1500, 1000), ("fell", 1500, 1000)]


def test_a_milder_fall_keeps_its_day_and_a_deeper_one_begins_anew(database: Database, sku_id: int) -> None:
    want(database, sku_id, 1000, NOON)
    want(database, sku_id, 1200, NOON + HOUR)
    assert stands(database, sku_id) == (1500, 1200, NOON + WEEK)
    want(database, sku_id, 1100, NOON + 2 * HOUR)
    assert stands(database, sku_id) == (1500, 1100, NOON + 2 * HOUR + WEEK)
    assert let_rates_fall(database, at=NOON + WEEK) == 0


def test_a_fall_is_called_off_by_todays_rate_or_more(database: Database, sku_id: int) -> None:
    want(database, sku_id, 1000, NOON)
    assert want(database, sku_id, 1500, NOON + HOUR)
    assert stands(database, sku_id) == (1500, None, None)
    want(database, sku_id, 1000, NOON + HOUR)
    want(database, sku_id, 1800, NOON + 2 * HOUR)
    assert let_rates_fall(database, at=NOON + 2 * WEEK) == 0
    assert stands(database, sku_id) == (1800, None, None)
    told = [move for move, _, _ in moves(database)]
    assert told == ["announced", "called_off", "announced", "called_off", "rose"]


def test_a_floor_that_was_raised_meanwhile_stops_the_fall(database: Database, sku_id: int) -> None:
    want(database, sku_id, 1000, NOON)
    with database.transaction() as session:
        category = session.exec(select(Category).where(Category.slug == "tea")).one()
        category.commission_floor_bp = 1200
    assert let_rates_fall(database, at=NOON + WEEK) == 0
    assert stands(database, sku_id) == (1500, None, None)
    assert moves(database)[-1] == ("stopped", 1500, 1000)


def test_goods_off_sale_and_a_withdrawn_sku_give_notice_too(database: Database, sku_id: int) -> None:
    with database.transaction() as session:
        goods = session.get_one(SKU, sku_id).goods
        take_off(session, goods, Act.supplier(None, NOON))
        set_skus(goods, [draft_of("other", None)], usual_bp=1000, at=NOON, rules=DEFAULT)
    with database.transaction() as session:
        sku = session.get_one(SKU, sku_id)
        assert sku.withdrawn_at is not None
        back = draft_of(sku.code, 900)
        set_skus(sku.goods, [back], usual_bp=1000, at=NOON + HOUR, rules=DEFAULT)
        assert sku.withdrawn_at is None
    assert stands(database, sku_id) == (1500, 900, NOON + HOUR + WEEK)
    assert let_rates_fall(database, at=NOON + HOUR + WEEK) == 1, "the day comes for goods off sale as well"


@pytest.mark.parametrize(("state", "known"), [("draft", False), ("submitted", False), ("refused", True)])
def test_only_goods_that_were_ever_on_sale_give_notice(database: Database, state: GoodsState, known: bool) -> None:
    """Refused after their first day on sale: sent back by the desk, they are no way round."""
    with database.transaction() as session:
        goods = make_goods(session, make_supplier(session), state="on_sale" if known else state)
        if known:
            take_off(session, goods, Act.supplier(None, NOON))
            session.add_all(history(goods))
            goods.state = state
        sku_id = goods.skus[0].id
    want(database, sku_id, 1000, NOON)
    assert stands(database, sku_id) == ((1500, 1000, NOON + WEEK) if known else (1000, None, None))


def history(goods: Goods) -> list[GoodsEvent]:
    return [GoodsEvent(goods_id=goods.id, state="on_sale", at=NOON - HOUR)]


def draft_of(code: str, bp: int | None) -> SkuDraft:
    return SkuDraft(code, (), Money(12800), commission_bp=bp)
