"""What operators read of the network: shares that add up, openings where they stand, shops that live, hints."""

from datetime import timedelta

from models.kernel.clock import local
from models.kernel.database import Database
from models.report.desk.answers import answer_speed
from models.report.desk.days import network_days
from models.report.desk.decided import Speed
from models.report.desk.hints import returns_to_one_address, visits_without_people
from models.report.desk.openings import ALIVE_AFTER, openings_stop, shop_cohorts
from models.report.desk.shares import SharedBy, network_shares
from models.report.desk.visits import network_visits
from models.report.numbers.day_range import DayRange
from models.shop.shop import Shop
from tests.given.baskets import NOON, bought, carried
from tests.given.factories import make_shop
from tests.given.rolled_up import rolled_up
from tests.given.talks import ask, place, reply

TODAY = local(NOON).date()
WEEK = DayRange(TODAY - timedelta(days=6), TODAY)
WAYS: tuple[SharedBy, ...] = ("category", "level", "region")


def test_shares_add_up_to_what_was_sold(database: Database) -> None:
    at = carried(database)
    bought(database, at, 2)
    with database.reading() as session:
        for way in WAYS:
            assert sum(one.pieces for one in network_shares(session, WEEK, way)) == 2
        assert network_shares(session, WEEK.before(), "level") == []
        assert network_days(session, days=7, at=NOON)[-1].orders == 1


def test_shops_are_followed_from_the_month_they_opened(database: Database) -> None:
    at = carried(database)
    with database.transaction() as session:
        shop = session.get_one(Shop, at.shop)
        shop.opened_at = NOON - timedelta(days=40)
    bought(database, at)
    with database.reading() as session:
        month = f"{local(NOON - timedelta(days=40)):%Y-%m}"
        (cohort,) = [one for one in shop_cohorts(session, months=12, at=NOON) if one.month == month]
        assert (cohort.opened, cohort.sold) == (1, 1)
        assert cohort.alive == {ALIVE_AFTER[0]: (1, 1), ALIVE_AFTER[1]: (0, 0)}


def test_a_network_without_openings_says_none(database: Database) -> None:
    with database.reading() as session:
        assert openings_stop(session) == []


def test_visits_without_people_are_a_hint_and_a_busy_shop_is_none(database: Database) -> None:
    with database.transaction() as session:
        odd, busy = make_shop(session, name="怪店"), make_shop(session, name="好店", keeper="阿好")
        for back in range(3):
            day = TODAY - timedelta(days=back)
            rolled_up(session, odd, day, visits=300, visitors=2)
            rolled_up(session, busy, day, visits=300, visitors=120)
        numbers = [odd.number]
    with database.reading() as session:
        assert [one.shop for one in visits_without_people(session, WEEK)] == numbers
        assert network_visits(session, WEEK)[TODAY] == (600, 122)
        assert returns_to_one_address(session, WEEK) == []


def test_an_answer_is_timed_from_the_first_word_that_waits(database: Database) -> None:
    at = place(database)
    ask(database, at, "怎么泡？")
    ask(database, at, "在吗？", when=NOON + timedelta(minutes=5))
    with database.reading() as session:
        assert answer_speed(session, WEEK) == (Speed(), 1)
    reply(database, at, "沸水冲。", when=NOON + timedelta(minutes=20))
    with database.reading() as session:
        speed, left = answer_speed(session, WEEK)
        assert (speed.count, speed.half, left) == (1, timedelta(minutes=20), 0)
