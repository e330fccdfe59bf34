"""Visits are rolled up once each, in the hours and days that they belong to, whatever comes late, whoever is killed,
and however often it is begun anew. Visitors of a day are counted exactly; the number stays when its visits are gone."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from models.kernel.database import Database
from models.kernel.record import table_of
from models.kernel.rules import DEFAULT
from models.link.linking import shop_link
from models.statistics.counting import VisitCounter, VisitNote, hour_of
from models.statistics.days import shanghai_day
from models.statistics.letting_go import begin_anew, forget_visits
from models.statistics.rolling import roll_batch, roll_up, rolled_to
from models.statistics.seen import Seen
from models.statistics.visit import Visit
from models.statistics.visit_rollup import DayDue, RollupMark, VisitRollup
from models.statistics.visitors import count_due_days, gone_before
from tests.given.factories import make_goods, make_shop, make_supplier
from tests.given.kills import killed_past, wait_to_be_killed
from tests.given.processes import in_processes
from tests.given.rollups import brute_force, rolled_counts, visitors_of, visits_of, write_visits

NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
SLOWLY = 3600.0
DAYS = 6
SHORT = replace(DEFAULT, visit_days=3)


def things(database: Database) -> list[Seen]:
    """What can be opened and done in two shops."""
    with database.transaction() as session:
        goods = make_goods(session, make_supplier(session), digest="ab" * 16)
        shops = [make_shop(session, name=name, keeper=name) for name in ("甲店", "乙店")]
        link = shop_link(session, shops[0], "print", at=NOON)
        one, two = (shop.id for shop in shops)
        return [
            Seen("link", f"link:{link.code}", shop_id=one, link_id=link.id),
            Seen("shop", "shop:1", shop_id=one),
            Seen("goods", "goods:1/A", shop_id=one, goods_id=goods.id),
            Seen("cart", "cart:1/A", shop_id=one, goods_id=goods.id, link_id=link.id),
            Seen("lookup", "lookup:2", shop_id=two),
            Seen("goods", "goods:2/A", shop_id=two, goods_id=goods.id),
        ]


@dataclass
class History:
    """What was done to one database, and what went since. Time goes on; visits may come some hours late."""

    database: Database
    seen: list[Seen]
    gone: list[Any] = field(default_factory=list)
    kept: dict[tuple[int, datetime], tuple[int, int]] = field(default_factory=dict)

    def take(self, step: tuple[Any, ...]) -> None:
        """One step of a history."""
        match step:
            case "see", thing, who, hours:
                self._note(self.seen[thing], f"v{who}", hours)
            case "stranger", thing, who, hours:
                self._note(self.seen[thing], "address", hours, becoming=f"n{who}")
            case "shown", thing, who, hours:
                subject, at = self.seen[thing].subject, NOON - timedelta(hours=hours)
                self._take(VisitNote(subject, f"n{who}", hour_of(at), was="address"))
            case "roll", most:
                roll_batch(self.database, most)
            case ("count",):
                count_due_days(self.database)
            case "forget", days:
                self._forget(NOON - timedelta(days=days))
            case _:
                self._begin_anew()

    def _note(self, seen: Seen, who: str, hours: int, **more: Any) -> None:
        self._take(VisitNote(seen.subject, who, hour_of(NOON - timedelta(hours=hours)), seen, **more))

    def _take(self, note: VisitNote) -> None:
        counter = VisitCounter(self.database, interval=SLOWLY)
        counter.take(note)
        counter.flush()

    def _begin_anew(self) -> None:
        """What came late of days that had gone is in their figures; its rows go."""
        with self.database.reading() as session:
            before, upto = gone_before(session), rolled_to(session)
            self.gone += [one for one in visits_of(session) if one.hour < before and one.id <= upto]
        begin_anew(self.database)

    def _forget(self, at: datetime) -> None:
        roll_up(self.database)
        with self.database.reading() as session:
            before = max(shanghai_day(at) - timedelta(days=SHORT.visit_days), gone_before(session))
            going = [one for one in visits_of(session) if one.hour < before]
            self.kept = {day: many for day, many in visitors_of(going).items() if day not in self.kept} | self.kept
            # A day that had gone before keeps its number, whatever came late since.
            had_gone = gone_before(session)
        self.kept = {day: many for day, many in self.kept.items() if day[1] < before}
        forget_visits(self.database, rules=SHORT, at=at)
        self.gone += going
        self._drop_late(had_gone)

    def _drop_late(self, had_gone: datetime) -> None:
        counted = rolled_counts(self.database)[1]
        self.kept = {day: many for day, many in self.kept.items() if day[1] >= had_gone or day in counted}


HOURS = st.integers(0, DAYS * 24)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("see"), st.integers(0, 5), st.integers(0, 3), HOURS),
        st.tuples(st.just("see"), st.integers(0, 5), st.integers(0, 3), HOURS),
        st.tuples(st.just("stranger"), st.integers(0, 5), st.integers(0, 2), st.integers(0, 30)),
        st.tuples(st.just("shown"), st.integers(0, 5), st.integers(0, 2), st.integers(0, 30)),
        st.tuples(st.just("roll"), st.integers(1, 4)),
        st.tuples(st.just("count")),
        st.tuples(st.just("forget"), st.integers(0, 3)),
        st.tuples(st.just("anew")),
    ),
    max_size=30,
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(steps=STEPS)
def test_roll_ups_are_what_brute_force_counts(database: Database, steps: list[tuple[Any, ...]]) -> None:
    history = History(database, seen_once(database))
    for step in steps:
        history.take(step)
    roll_up(database)
    with database.reading() as session:
        standing, gone = visits_of(session), gone_before(session)
    counts, people = rolled_counts(database)
    assert counts == brute_force([*history.gone, *standing])
    standing_days = {day: many for day, many in visitors_of(standing).items() if day[1] >= gone}
    assert {day: many for day, many in people.items() if day[1] >= gone} == standing_days
    assert {day: many for day, many in people.items() if day[1] < gone} == history.kept


THINGS: dict[str, list[Seen]] = {}


def seen_once(database: Database) -> list[Seen]:
    """The same things for each history; nothing was seen of them yet."""
    with database.transaction() as session:
        for record in (Visit, VisitRollup, RollupMark, DayDue):
            session.connection().execute(delete(table_of(record)))
        has_link = session.connection().exec_driver_sql("SELECT count(*) FROM link").scalar()
    name = database.engine.dialect.name
    if not has_link or name not in THINGS:
        THINGS[name] = things(database)
    return THINGS[name]


def many_visits(shop_id: int, many: int, chance: Random) -> list[dict[str, Any]]:
    """Of some days and visitors."""
    return [
        {
            "kind": "shop",
            "subject": f"shop:{n}",
            "visitor": f"v{chance.randrange(50)}",
            "hour": NOON - timedelta(hours=chance.randrange(200)),
            "shop_id": shop_id,
        }
        for n in range(many)
    ]


def roll_slowly(url: str) -> None:
    database = Database(url)
    while roll_batch(database, 200):
        count_due_days(database)
    wait_to_be_killed()


@pytest.mark.slow
def test_a_worker_that_is_killed_leaves_nothing_half_rolled(database: Database, database_url: str) -> None:
    chance = Random(18)
    seen = things(database)
    write_visits(database, many_visits(seen[1].shop_id or 0, 6_000, chance))

    def done() -> int:
        with database.reading() as session:
            return rolled_to(session)

    with database.reading() as session:
        first = min(one.id for one in visits_of(session))
    for least in (600, 2_000, 4_000):
        killed_past(roll_slowly, (database_url,), done, first + least, chance)
    roll_up(database)
    with database.reading() as session:
        standing = visits_of(session)
    counts, people = rolled_counts(database)
    assert counts == brute_force(standing) and people == visitors_of(standing)


def roll_all(url: str, worker: int) -> int:
    database = Database(url)
    while roll_batch(database, 300):
        count_due_days(database)
    roll_up(database)
    database.engine.dispose()
    return worker


@pytest.mark.slow
def test_two_workers_at_once_count_nothing_twice(database: Database, database_url: str) -> None:
    seen = things(database)
    write_visits(database, many_visits(seen[1].shop_id or 0, 6_000, Random(7)))
    in_processes(roll_all, [(database_url, worker) for worker in range(2)])
    with database.reading() as session:
        standing = visits_of(session)
    counts, people = rolled_counts(database)
    assert counts == brute_force(standing) and people == visitors_of(standing)


def test_who_was_here_on_an_earlier_day_has_been_before(database: Database) -> None:
    seen = things(database)
    counter = VisitCounter(database, interval=SLOWLY)
    for hours, thing in ((30, 1), (29, 2), (1, 1), (0, 5)):
        counter.take(VisitNote(seen[thing].subject, "v", hour_of(NOON - timedelta(hours=hours)), seen[thing]))
        counter.flush()
    with database.reading() as session:
        found = {one.subject: one.been_before for one in visits_of(session) if one.hour > NOON - timedelta(hours=20)}
    assert found == {"shop:1": True, "goods:2/A": False}, "in another shop nobody knows them"


def test_visits_go_after_their_days_and_figures_stay(database: Database) -> None:
    seen = things(database)
    shop = seen[1].shop_id or 0
    old = [one | {"hour": NOON - timedelta(days=91)} for one in many_visits(shop, 40, Random(1))]
    write_visits(database, [*old, *many_visits(shop, 60, Random(2))])
    with database.reading() as session:
        before = visits_of(session)
    assert forget_visits(database, rules=DEFAULT, at=NOON) == 40
    assert forget_visits(database, rules=DEFAULT, at=NOON) == 0
    with database.reading() as session:
        assert min(one.hour for one in visits_of(session)) >= NOON - timedelta(days=90, hours=24)
    counts, people = rolled_counts(database)
    assert counts == brute_force(before) and people == visitors_of(before)
    begin_anew(database)
    roll_up(database)
    assert rolled_counts(database) == (counts, people), "what is gone cannot be counted again, and stays"
