"""Figures over a range of days are what brute force counts; no range is asked for without its days; money stands where
it moved, once, however often it is rolled up."""

import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from itertools import product
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event

from models.catalogue.goods.goods import SKU
from models.feed.follow import Follow
from models.kernel.act import Act
from models.kernel.clock import local
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.kernel.money import Money
from models.report.numbers.asking import ShopDays, hours_of_day, parts, parts_by, series, total
from models.report.numbers.day_range import DayRange, first_of
from models.report.numbers.figures import Figures, added
from models.report.numbers.trading import begin_trade_anew, roll_trade_up
from models.shop.shop import Shop
from models.statistics.rolling import roll_up
from models.stories.order.cancel import cancel_order
from models.trade.order.order import Order
from tests.given.baskets import NOON, TEST, bought, carried, pay
from tests.given.rolled_up import rolled_up
from tests.given.rollups import write_visits
from tests.given.takings import Taking, reduce, taken

DAY = timedelta(days=1)


def few_visits(shop_id: int, many: int, chance: Random, *, goods: int | None = None) -> list[dict[str, Any]]:
    """Over four weeks before noon."""
    return [
        {
            "kind": chance.choice(["shop", "goods", "lookup", "cart"]),
            "subject": f"it:{n}",
            "visitor": f"v{chance.randrange(20)}",
            "hour": NOON.replace(minute=0) - timedelta(hours=chance.randrange(28 * 24)),
            "shop_id": shop_id,
            "goods_id": goods,
        }
        for n in range(many)
    ]


def a_range(days: int, ends: datetime = NOON) -> DayRange:
    last = local(ends).date()
    return DayRange(last - timedelta(days=days - 1), last)


def test_visits_over_a_range_are_those_of_its_days(database: Database) -> None:
    at, chance = carried(database), Random(3)
    rows = few_visits(at.shop, 300, chance)
    write_visits(database, rows)
    roll_up(database)
    for days in (1, 7, 20, 28):
        span = a_range(days)
        within = [row for row in rows if span.since <= row["hour"] < span.until]
        pages = [row for row in within if row["kind"] != "cart"]
        with database.reading() as session:
            whole, steps = total(session, at.shop, span), series(session, at.shop, span, "day")
            clock = hours_of_day(session, at.shop, span)
        assert whole.visits == len(pages) and whole.carts == len(within) - len(pages)
        assert [local(step.begins).date() for step in steps] == [span.begins + DAY * n for n in range(days)]
        assert sum(one.visits for one in clock) == len(pages) and len(clock) == 24
        by_day = {day: {row["visitor"] for row in within if local(row["hour"]).date() == day} for day in _days(steps)}
        assert [step.figures.visitors for step in steps] == [len(people) for people in by_day.values()]
        assert whole.visitor_days == sum(len(people) for people in by_day.values())
        assert (whole.visitors is None) == (days > 1), "visitors of several days are no number"


def _days(steps: Any) -> list[date]:
    return [local(step.begins).date() for step in steps]


def test_steps_of_every_size_come_to_the_same(database: Database) -> None:
    at = carried(database)
    write_visits(database, few_visits(at.shop, 200, Random(4)))
    roll_up(database)
    with database.reading() as session:
        span = a_range(28)
        whole = total(session, at.shop, span)
        for by in ("day", "week", "month"):
            assert added(step.figures for step in series(session, at.shop, span, by)) == whole
        hours = series(session, at.shop, span, "hour")
        assert len(hours) == 28 * 24 and sum(step.figures.visits for step in hours) == whole.visits


def test_a_shop_without_anything_has_noughts(database: Database) -> None:
    at = carried(database)
    with database.reading() as session:
        assert total(session, at.shop, a_range(1)) == Figures(visitors=0)
        assert {step.figures for step in series(session, at.shop, a_range(3), "day")} == {Figures(visitors=0)}
        assert parts(session, at.shop, a_range(3), "goods") == ()
        assert hours_of_day(session, at.shop, a_range(3)) == (Figures(),) * 24


def test_what_is_past_the_most_is_one_more_part(database: Database) -> None:
    at = carried(database)
    with database.reading() as session:
        goods = session.get_one(SKU, at.sku).goods_id
    write_visits(database, few_visits(at.shop, 30, Random(5), goods=goods))
    roll_up(database)
    with database.reading() as session:
        assert [one.key for one in parts(session, at.shop, a_range(28), "goods")] == [goods]
        (rest,) = parts(session, at.shop, a_range(28), "goods", most=0)
        assert rest.key is None and rest.figures.visits == total(session, at.shop, a_range(28)).visits


def test_money_stands_where_it_moved_and_once(database: Database) -> None:
    at = carried(database)
    first = taken(database, at, when=NOON)
    second = taken(database, at, visitor="other", payer="shop", off="10.00", when=NOON + DAY)
    bought(database, at, visitor="third")
    reduce(database, first, 1001, "k", at=NOON + 2 * DAY)
    for _ in range(2):
        roll_trade_up(database, at=NOON + 3 * DAY)
    begin_trade_anew(database)
    roll_trade_up(database, at=NOON + 3 * DAY)
    with database.reading() as session:
        days = series(session, at.shop, a_range(3, NOON + 2 * DAY), "day")
        whole = total(session, at.shop, a_range(3, NOON + 2 * DAY))
        (goods,) = parts(session, at.shop, a_range(3, NOON + 2 * DAY), "goods")
        (coupon,) = parts(session, at.shop, a_range(3, NOON + 2 * DAY), "coupon")
    assert [day.figures.orders for day in days] == [2, 1, 0], "cash that nobody brought is an order, and no money"
    paid = [day.figures.paid for day in days]
    assert paid[0] - paid[1] == Money(1000) and paid[2] == Money(0)
    assert [day.figures.refunds for day in days] == [Money(0), Money(0), Money(1001)]
    assert whole.paid == goods.figures.paid == Money(paid[0] + paid[1]) and coupon.figures.paid == paid[1]
    assert whole.commission > Money(0) and isinstance(second, Taking)


def test_money_that_came_too_late_is_nobodys(database: Database) -> None:
    at = carried(database)
    order_id = bought(database, at, gateway=TEST)
    with database.transaction() as session:
        cancel_order(session, session.get_one(Order, order_id), Act.buyer(NOON))
    pay(database, order_id, at=NOON + timedelta(minutes=5))
    roll_trade_up(database, at=NOON + DAY)
    with database.reading() as session:
        whole = total(session, at.shop, a_range(1))
    assert (whole.orders, whole.paid, whole.refunds) == (1, Money(0), Money(0))


def test_who_began_to_follow_counts_on_that_day(database: Database) -> None:
    at = carried(database)
    bought(database, at)
    with database.transaction() as session:
        session.add(Follow(shop_id=at.shop, visitor="v" * 32, followed_at=NOON))
        session.add(Follow(shop_id=at.shop, visitor="w" * 32, followed_at=NOON - DAY))
    roll_trade_up(database, at=NOON + DAY, back=3 * DAY)
    with database.reading() as session:
        assert [step.figures.follows for step in series(session, at.shop, a_range(3), "day")] == [0, 1, 1]


DATES = st.dates(date(1990, 1, 1), date(3010, 1, 1))


@given(begins=DATES, ends=DATES)
def test_a_range_is_three_years_at_most_and_never_backwards(begins: date, ends: date) -> None:
    fits = 0 <= (ends - begins).days < 1096 and date(2000, 1, 1) <= begins and ends <= date(2999, 12, 31)
    if not fits:
        with pytest.raises(Refused):
            DayRange(begins, ends)
        return
    span = DayRange(begins, ends)
    assert span.until - span.since == timedelta(days=span.days)
    for by in ("week", "month"):
        steps = [local(step).date() for step in span.steps(by)]
        assert steps == sorted({first_of(begins + timedelta(days=n), by) for n in range(span.days)})


def test_the_range_before_is_as_long(database: Database) -> None:
    span = DayRange(date(2026, 11, 9), date(2026, 11, 15))
    assert span.before() == DayRange(date(2026, 11, 2), date(2026, 11, 8))
    with pytest.raises(Refused):
        DayRange(date(2026, 1, 1), date(2026, 12, 31)).steps("hour")


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """What the database is asked meanwhile."""
    said: list[str] = []

    def hear(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        said.append(statement)

    event.listen(database.reader, "before_cursor_execute", hear)
    try:
        yield said
    finally:
        event.remove(database.reader, "before_cursor_execute", hear)


def test_no_figure_is_asked_for_without_its_shop_and_days(database: Database) -> None:
    at, span = carried(database), a_range(7)
    with statements(database) as said, database.reading() as session:
        total(session, at.shop, span)
        hours_of_day(session, at.shop, span)
        for by in ("hour", "day", "week", "month"):
            series(session, at.shop, span, by)
        for of in ("goods", "link", "placement", "style", "tone", "coupon"):
            parts(session, at.shop, span, of)
    asked = [one for one in said if "FROM" in one]
    assert len(asked) == 12, "each is one statement"
    for one in asked:
        assert re.findall(r"FROM (\w+)\s+WHERE", one) == ["visit_rollup", "trade_rollup"], "from roll-ups alone"
        for table in ("visit_rollup", "trade_rollup"):
            for bound in ("shop_id = ", "begins >= ", "begins < "):
                assert f"{table}.{bound}" in one, one


def test_parts_and_days_are_what_brute_force_adds_up(database: Database) -> None:
    at, chance = carried(database), Random(8)
    last = a_range(1).ends
    rows = []
    with database.transaction() as session:
        shop = session.get_one(Shop, at.shop)
        for back, goods in product(range(12), range(1, 9)):
            if chance.random() < 0.6:
                figures = {"visits": chance.randrange(4), "orders": chance.randrange(2), "paid": chance.randrange(3)}
                kept: dict[str, Any] = figures | {"paid": Money(figures["paid"])}
                rolled_up(session, shop, last - DAY * back, of="goods", key=str(goods), **kept)
                rows.append((back, goods, figures))
        rolled_up(session, shop, last, of="link", key="7", visits=3)
        for back in range(12):
            rolled_up(session, shop, last - DAY * back, visits=back, visitors=1, orders=1)
    with database.reading() as session:
        for days, most in product((1, 5, 12), (0, 2, 8)):
            span = a_range(days)
            counted: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
            for _back, goods, figures in (row for row in rows if row[0] < days):
                counted[goods] = [was + more for was, more in zip(counted[goods], figures.values(), strict=True)]
            expected = sorted(counted.items(), key=lambda one: (-one[1][2], -one[1][0], str(one[0])))
            both = parts_by(session, at.shop, span, ("goods", "link"), most)
            got = [(one.key, *_sold_of(one.figures)) for one in both["goods"]]
            assert got[:most] == [(key, *found) for key, found in expected[:most]]
            rest = [sum(column) for column in zip(*(found for _key, found in expected[most:]), strict=True)]
            assert got[most:] == ([(None, *rest)] if rest else [])
            assert [one.figures.visits for one in both["link"]] == [3]
            read = ShopDays(session, at.shop, a_range(12), span)
            assert read.total(span) == total(session, at.shop, span)
            assert read.series(span, "day") == series(session, at.shop, span, "day")
            assert read.total(span).visits == sum(range(days))


def _sold_of(figures: Figures) -> tuple[int, int, int]:
    return figures.visits, figures.orders, int(figures.paid)
