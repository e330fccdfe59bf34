"""A promise that breaks is told once, to the operators whose it is to decide, and not again."""

from datetime import timedelta

from sqlmodel import select

from models.catalogue.goods.goods import Goods
from models.kernel.database import Database
from models.kernel.rules import DEFAULT
from models.notify.news import News
from models.stories.news.tell import look_for_news
from models.stories.waiting import waiting_kinds
from models.stories.waiting.figures import waiting_figures
from tests.given.baskets import NOON
from tests.given.factories import at_desk, make_goods, make_member, make_supplier


def test_it_is_told_once_to_the_role_that_decides(database: Database) -> None:
    promise = waiting_kinds()["goods"].promise(DEFAULT)
    with database.transaction() as session:
        goods = make_goods(session, make_supplier(session), title="老白茶", state="submitted")
        goods.submitted_at = NOON
        told, other = make_member(session), make_member(session)
        at_desk(session, told.id, "approval")
        at_desk(session, other.id, "finance")
        whom, code = told.id, goods.code
    look_for_news(database, rules=DEFAULT, at=NOON + promise - timedelta(minutes=1))
    assert _told(database) == []
    for minutes in (1, 2, 200):
        look_for_news(database, rules=DEFAULT, at=NOON + promise + timedelta(minutes=minutes))
    [news] = _told(database)
    assert (news.member_id, news.audience) == (whom, "operator")
    assert code in news.path and "老白茶" in str(news.words.params if hasattr(news.words, "params") else news.words)


def test_what_was_decided_in_time_is_told_to_nobody(database: Database) -> None:
    promise = waiting_kinds()["goods"].promise(DEFAULT)
    with database.transaction() as session:
        goods = make_goods(session, make_supplier(session), state="submitted")
        goods.submitted_at = NOON
        at_desk(session, make_member(session).id)
    look_for_news(database, rules=DEFAULT, at=NOON)
    with database.transaction() as session:
        session.exec(select(Goods)).one().state = "refused"
    look_for_news(database, rules=DEFAULT, at=NOON + promise + timedelta(hours=1))
    assert _told(database) == []


def test_figures_say_how_many_how_late_and_since_when(database: Database) -> None:
    kinds = waiting_kinds()
    with database.transaction() as session:
        for place in range(2):
            goods = make_goods(session, make_supplier(session), state="submitted")
            goods.submitted_at = NOON - timedelta(days=30 * place)
    with database.reading() as session:
        found = {one.kind.name: one for one in waiting_figures(session, kinds.values(), rules=DEFAULT, at=NOON)}
    assert (found["goods"].waiting, found["goods"].overdue) == (2, 1)
    assert found["goods"].oldest is not None
    assert (found["refund"].waiting, found["refund"].oldest) == (0, None)


def _told(database: Database) -> list[News]:
    with database.reading() as session:
        return list(session.exec(select(News).where(News.kind == "promise")))
