"""The network day by day: days are Shanghai's, a quiet day is there, and how long things waited is the nearest rank."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from models.account.member import Member
from models.catalogue.goods.by_operator import approve_goods
from models.catalogue.goods.goods import GoodsEvent
from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.money import Money
from models.report.desk.days import last_days, network_days
from models.report.desk.decided import decided_by_day, decided_kinds, speed_of
from tests.given.baskets import NOON, bought, carried
from tests.given.factories import at_desk, make_goods, make_member, make_supplier


def test_days_are_those_of_shanghai() -> None:
    late = datetime(2026, 11, 30, 15, 59, tzinfo=UTC)
    assert last_days(2, late) == [date(2026, 11, 29), date(2026, 11, 30)]
    assert last_days(1, late + timedelta(minutes=1)) == [date(2026, 12, 1)]


def test_an_order_counts_on_its_day_and_quiet_days_are_there(database: Database) -> None:
    at = carried(database)
    bought(database, at)
    with database.reading() as session:
        days = network_days(session, days=7, at=NOON)
        assert [one.orders for one in days] == [0, 0, 0, 0, 0, 0, 1]
        assert days[-1].sales > Money(0) and days[-1].refunded == Money(0)
        assert network_days(session, days=7, at=NOON + timedelta(days=9))[-1].orders == 0


def test_what_was_decided_counts_from_when_it_was_submitted(database: Database) -> None:
    with database.transaction() as session:
        desk = make_member(session)
        at_desk(session, desk.id)
        goods = make_goods(session, make_supplier(session), digest="ab" * 16, state="submitted")
        session.add(GoodsEvent(goods_id=goods.id, state="submitted", at=NOON - timedelta(hours=3)))
        session.flush()
        approve_goods(session, goods.code, Act.operator(session.get_one(Member, desk.id), NOON))
    with database.reading() as session:
        by_day, over_all = decided_by_day(session, days=7, at=NOON, may=lambda role: role == "approval")
        assert over_all.count == 1 and over_all.half == over_all.nine == timedelta(hours=3)
        assert list(by_day) == last_days(1, NOON)
        assert decided_by_day(session, days=7, at=NOON, may=lambda role: role == "finance")[1].count == 0
        for kind in decided_kinds().values():
            session.connection().execute(kind.since(NOON)).all()


@given(st.lists(st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=99)), min_size=1))
def test_half_and_nine_of_ten_are_waits_that_were(waits: list[timedelta]) -> None:
    speed = speed_of(waits)
    assert speed.half in waits and speed.nine in waits and speed.half <= speed.nine
    assert 2 * sum(one <= speed.half for one in waits) >= len(waits)
    assert 10 * sum(one <= speed.nine for one in waits) >= 9 * len(waits)
