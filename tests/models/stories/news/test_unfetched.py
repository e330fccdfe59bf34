"""A day before a parcel goes back on the shelf the counter is told, once, and the buyer's pages are marked."""

from datetime import timedelta

from sqlmodel import select

from models.kernel.database import Database
from models.kernel.rules import DEFAULT
from models.notify.news import News
from models.stories.news.tell import look_for_news
from models.trade.order.finding import lying_until
from tests.given.baskets import COD, NOON, carried
from tests.given.pickups import AT_SHOP, made_ready, to_fetch

END = NOON + timedelta(days=AT_SHOP.days)


def test_the_counter_is_told_once_a_day_before_the_last(database: Database) -> None:
    order = to_fetch(database, carried(database), gateway=COD)
    look_for_news(database, rules=DEFAULT, at=NOON)
    made_ready(database, order)
    for hours in (25, 24, 23, 22, 1):
        look_for_news(database, rules=DEFAULT, at=END - timedelta(hours=hours))
        assert len(_told(database)) == (hours <= 24), hours
    with database.reading() as session:
        assert lying_until(session, "owner") == [END]
        assert lying_until(session, "a stranger") == lying_until(session, "") == []


def _told(database: Database) -> list[str]:
    with database.reading() as session:
        return [str(one.words) for one in session.exec(select(News).where(News.kind == "unfetched"))]
