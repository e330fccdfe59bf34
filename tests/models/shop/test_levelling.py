"""Levels: the highest whose thresholds are met, tables in force from next month on, months of Shanghai."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.account.audit.finding import trail
from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.kernel.money import Money
from models.kernel.months import begins, ends, following, month_of, preceding
from models.shop.level import SLUGS, LevelTerms
from models.shop.levelling import DEFAULTS, EVER, change_level, forecast, level_for, level_of, levels_in, written_level
from tests.given.factories import make_member, make_shop
from tests.given.kinds import ON_SQLITE
from tests.given.ledger_books import NOON

TABLE = [written_level(slug, EVER, terms) for slug, terms in DEFAULTS.items()]
ELITE = LevelTerms(
    sales=Money(900_000),
    orders=20,
    bonus_bp=120,
    max_shops=2,
    featured_lessons=True,
    settles_days_earlier=2,
)


@pytest.mark.parametrize(
    ("sales", "orders", "slug"),
    [
        (0, 0, "newcomer"),
        (299_999, 10, "newcomer"),
        (300_000, 9, "newcomer"),
        (300_000, 10, "senior"),
        (5_000_000, 99, "elite"),
        (5_000_000, 100, "super"),
        (-100, 0, "newcomer"),
    ],
)
def test_both_thresholds_count(sales: int, orders: int, slug: str) -> None:
    assert level_for(Money(max(sales, 0)), orders, TABLE).slug == slug


@given(st.integers(0, 10**7), st.integers(0, 200))
def test_what_is_missing_is_what_it_takes(sales: int, orders: int) -> None:
    said = forecast(Money(sales), orders, TABLE)
    if said.next is None:
        assert said.reached.slug == SLUGS[-1]
        return
    there = level_for(Money(sales) + said.sales_missing, orders + said.orders_missing, TABLE)
    assert there.slug == said.next.slug
    assert said.next.position == said.reached.position + 1


def test_a_change_is_in_force_from_next_month_on(database: Database) -> None:
    with database.transaction() as session:
        by = make_member(session)
        for bonus in (110, 120):
            change_level(session, "elite", replace(ELITE, bonus_bp=bonus), Act.operator(by, NOON))
        assert [level.bonus_bp for level in levels_in(session, "2026-11")] == [0, 25, 50, 100]
        assert [level.bonus_bp for level in levels_in(session, "2026-12")] == [0, 25, 120, 100]
        assert [level.slug for level in levels_in(session, "2027-06")] == list(SLUGS)
        assert [row.what for row, _ in trail(session, limit=9)] == ["level.change"] * 2
        assert level_of(session, make_shop(session), NOON).slug == "newcomer"


@ON_SQLITE
@pytest.mark.parametrize(
    ("slug", "change", "field"),
    [
        ("gold", {}, "slug"),
        ("elite", {"sales": Money(299_999)}, "sales"),
        ("elite", {"orders": 101}, "orders"),
        ("newcomer", {"sales": Money(1)}, "sales"),
        ("elite", {"bonus_bp": 1_001}, "bonus_bp"),
        ("elite", {"max_shops": 0}, "max_shops"),
        ("elite", {"settles_days_earlier": 8}, "settles_days_earlier"),
    ],
)
def test_a_table_that_makes_no_sense_is_refused(
    database: Database, slug: str, change: dict[str, Any], field: str
) -> None:
    with database.transaction() as session:
        with pytest.raises(Refused) as refusal:
            change_level(session, slug, replace(ELITE, **change), Act.operator(make_member(session), NOON))
        assert refusal.value.field == field
        assert [level.month for level in levels_in(session, "2026-12")] == [EVER] * 4


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))
def test_a_moment_lies_in_its_month(at: datetime) -> None:
    month = month_of(at)
    assert begins(month) <= at < ends(month) == begins(following(month))
    assert preceding(following(month)) == month


def test_a_month_begins_at_midnight_in_shanghai() -> None:
    assert begins("2026-12") == datetime(2026, 11, 30, 16, tzinfo=UTC)
    assert (following("2026-12"), preceding("2026-01")) == ("2027-01", "2025-12")
