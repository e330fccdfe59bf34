"""What keepers earned in a quarter, as the ledger has it."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from models.kernel.database import Database
from models.kernel.money import Money
from models.report.tax.incomes import keeper_incomes
from models.report.tax.quarter import Quarter, quarter_named, quarter_of, quarters_over
from models.shop.shop import Shop
from tests.given.baskets import NOON, carried
from tests.given.takings import OVER, reduce, taken, whole_life


def test_income_is_what_sales_brought_less_what_went_back(database: Database) -> None:
    at = carried(database, stock=30)
    taking = taken(database, at, 2)
    reduce(database, taking, 12_800, "a", at=NOON + timedelta(days=1))
    with database.transaction() as session:
        (one,) = keeper_incomes(session, Quarter(2026, 4))
        shop = session.get_one(Shop, at.shop)
        assert (one.member_id, one.shops, one.is_known) == (shop.keeper_id, (shop.number,), False)
        # 15 % of two pieces at 128 yuan; the refund of one took half of it.
        assert (one.came, one.back, one.net) == (Money(3840), Money(-1920), Money(1920))
        assert keeper_incomes(session, Quarter(2026, 3)) == keeper_incomes(session, Quarter(2027, 1)) == []


def test_released_and_paid_out_money_is_not_earned_again(database: Database) -> None:
    at = carried(database, stock=30)
    whole_life(database, at)
    with database.transaction() as session:
        (before,) = keeper_incomes(session, Quarter(2026, 4))
    taken(database, at, 1, visitor="other", when=OVER)
    with database.transaction() as session:
        (one,) = keeper_incomes(session, Quarter(2026, 4))
    # 15 % and the level's bonus of 1 %: of two pieces, then of one more.
    assert [income.came for income in (before, one)] == [Money(4096), Money(6144)]
    assert one.back == before.back < 0


@pytest.mark.parametrize(("month", "number"), [(1, 1), (3, 1), (4, 2), (9, 3), (10, 4), (12, 4)])
def test_quarters_of_months(month: int, number: int) -> None:
    assert quarter_of(datetime(2026, month, 15, tzinfo=UTC)) == Quarter(2026, number)


def test_quarters_begin_where_the_one_before_ended() -> None:
    found = quarters_over(datetime(2026, 11, 22, tzinfo=UTC))
    assert [str(one) for one in found[:4]] == ["2026-Q3", "2026-Q2", "2026-Q1", "2025-Q4"]
    assert all(after.since == one.until for after, one in pairwise(found))
    assert found[0].until == datetime(2026, 9, 30, 16, tzinfo=UTC)
    assert [quarter_named(text) for text in ("2026-Q3", "2026-Q5", "2026-q1", "", "26-Q1")] == [found[0], *[None] * 4]
