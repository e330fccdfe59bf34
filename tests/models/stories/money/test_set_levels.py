"""The month's levels: from what was settled last month, up and down, once a shop, also when the run dies midway."""

from datetime import UTC, datetime

import pytest
from sqlmodel import Session, select

from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.money import Money
from models.kernel.months import begins, ends
from models.shop.level import LevelTerms, ShopLevel
from models.shop.levelling import change_level, level_of, levels_had, levels_in
from models.shop.shop import Shop
from models.stories.money import set_levels as story
from models.stories.money.set_levels import forecast_for, set_levels, settled
from models.trade.order.order import Line
from tests.given.baskets import Carried, carried, order_all, put
from tests.given.factories import make_goods, make_member, make_pick, make_shop, make_supplier
from tests.given.ledger_books import Sold, shop, sold
from tests.given.processes import in_processes

NOVEMBER, DECEMBER = datetime(2026, 11, 22, 4, tzinfo=UTC), datetime(2026, 11, 30, 16, 1, tzinfo=UTC)


def release(session: Session, at: Sold, when: datetime, refunded: int = 0) -> None:
    """The line is settled; of its ¥128 so much went back to the buyer."""
    line = session.get_one(Line, at.line)
    line.released_at, line.refunded_amount = when, Money(refunded)


def lower(session: Session, sales: int, orders: int) -> None:
    """A senior level that one order can reach, in force in November."""
    change_level(
        session,
        "senior",
        LevelTerms(
            sales=Money(sales), orders=orders, bonus_bp=60, max_shops=1, featured_lessons=False, settles_days_earlier=0
        ),
        Act.operator(make_member(session), datetime(2026, 10, 15, tzinfo=UTC)),
    )


def test_levels_follow_last_months_settled_sales(database: Database) -> None:
    at = sold(database)
    with database.transaction() as session:
        lower(session, 12_800, 1)
        release(session, at, NOVEMBER)
    assert set_levels(database, at=DECEMBER) == 1
    with database.reading() as session:
        (row,) = levels_had(session, shop(session, at))
        assert (row.slug, row.month, row.sales, row.orders) == ("senior", "2026-12", 12_800, 1)
        assert level_of(session, shop(session, at), DECEMBER).bonus_bp == 60
        assert level_of(session, shop(session, at), NOVEMBER).slug == "newcomer"
    january = datetime(2026, 12, 31, 16, tzinfo=UTC)
    assert set_levels(database, at=january) == 1
    with database.reading() as session:
        assert [shop_level.slug for shop_level in levels_had(session, shop(session, at))] == ["newcomer", "senior"]


def test_only_what_was_kept_and_settled_in_the_month_counts(database: Database) -> None:
    part, whole, late = (sold(database, visitor) for visitor in ("one", "two", "three"))
    sold(database, "not settled yet")
    with database.transaction() as session:
        release(session, part, NOVEMBER, refunded=2_801)
        release(session, whole, NOVEMBER, refunded=12_800)
        release(session, late, DECEMBER)
    assert set_levels(database, at=DECEMBER) == 4
    with database.reading() as session:
        given = {row.shop_id: (row.sales, row.orders) for row in session.exec(select(ShopLevel))}
        assert given.pop(part.shop) == (9_999, 1)
        assert set(given.values()) == {(0, 0)}


def test_an_order_counts_once_however_many_lines_it_has(database: Database) -> None:
    at = carried(database)
    with database.transaction() as session:
        shop = session.get_one(Shop, at.shop)
        further = make_goods(session, make_supplier(session), price="10")
        make_pick(session, shop, further)
        for sku in (at.sku, further.skus[0].id):
            put(session, "owner", Carried(sku, at.shop))
        order_all(session, "owner")
        for line in session.exec(select(Line)):
            line.released_at = NOVEMBER
    with database.reading() as session:
        assert settled(session, [at.shop], begins("2026-11"), ends("2026-11")) == {at.shop: (13_800, 1)}


def test_the_forecast_says_what_is_missing(database: Database) -> None:
    at = sold(database)
    with database.transaction() as session:
        release(session, at, NOVEMBER)
        said = forecast_for(session, shop(session, at), NOVEMBER)
        assert (said.reached.slug, said.next and said.next.slug) == ("newcomer", "senior")
        assert (said.sales_missing, said.orders_missing) == (300_000 - 12_800, 9)


def test_a_run_that_died_goes_on_where_it_stopped(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    with database.transaction() as session:
        for _ in range(5):
            make_shop(session)
    give, calls = story._give, iter((True, False))

    def dies(*arguments: object) -> int:
        assert next(calls), "killed"
        return give(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(story, "_give", dies)
    with pytest.raises(AssertionError):
        set_levels(database, at=DECEMBER, batch=2)
    monkeypatch.setattr(story, "_give", give)
    assert set_levels(database, at=DECEMBER, batch=2) == 3
    assert set_levels(database, at=DECEMBER, batch=2) == 0


def run(url: str) -> int:
    database = Database(url)
    given = set_levels(database, at=DECEMBER, batch=3)
    database.engine.dispose()
    return given


def test_runs_at_once_give_each_shop_one_level(database: Database, database_url: str) -> None:
    with database.transaction() as session:
        for _ in range(8):
            make_shop(session)
        assert levels_in(session, "2026-11")
    assert sum(in_processes(run, [(database_url,)] * 2)) == 8
    with database.reading() as session:
        assert len(session.exec(select(ShopLevel)).all()) == 8
