"""Reports of posts: one question a post, one voice a reader, decided once, taken back."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from models.checks.feed import followers_once, posts_hidden, posts_own
from models.feed.finding import post_coded
from models.feed.nearby.finding import near_in_district
from models.feed.nearby.placing import SaidPlace, place_of_shop, place_shop
from models.feed.post import Post
from models.feed.report import PostReport
from models.feed.reporting import hide_reported, keep_reported, report_post, undecide_report, words_of_hiding
from models.feed.showing import one_shown
from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.kernel.rules import DEFAULT
from tests.given.baskets import NOON
from tests.given.factories import make_member, make_shop
from tests.given.posts import posted


def _reported(session: Session) -> tuple[Post, PostReport]:
    post = post_coded(session, posted(session, make_shop(session), at=NOON))
    assert post is not None
    for reader in ("lin", "lin", "mei"):
        report_post(session, post, reader, rule="stolen", words=" 在别处\u200b见过 ", at=NOON)
    return post, session.exec(select(PostReport)).one()


def test_many_readers_ask_one_question(database: Database) -> None:
    with database.transaction() as session:
        _post, report = _reported(session)
        session.refresh(report)
        assert (report.readers, report.words, report.state) == (2, "在别处见过", "waiting")
        for rule, words in (("", ""), ("nonsense", ""), ("abuse", "字" * 201)):
            with pytest.raises(Refused):
                report_post(session, _post, "new", rule=rule, words=words, at=NOON)


def test_hidden_by_a_rule_and_seen_again_when_it_is_taken_back(database: Database) -> None:
    with database.transaction() as session:
        post, report = _reported(session)
        act = Act.operator(make_member(session), NOON + timedelta(hours=1))
        with pytest.raises(Refused, match="为什么"):
            hide_reported(session, report, act)
        hide_reported(session, report, act.because("图片是别人的"))
        assert (post.is_public, post.hidden_rule, report.state) == (False, "stolen", "hidden")
        assert one_shown(session, post.code, at=NOON) is None
        for again in (hide_reported, keep_reported):
            with pytest.raises(Refused, match="已经决定"):
                again(session, report, act.because("再来"))
        with pytest.raises(Refused):
            undecide_report(session, report, Act.operator(make_member(session, name="别人"), NOON))
        undecide_report(session, report, act)
        assert (post.is_public, report.state) == (True, "waiting")
        keep_reported(session, report, act)
        assert (post.is_public, report.state) == (True, "kept")


def test_its_keeper_reads_why_while_it_is_hidden(database: Database) -> None:
    with database.transaction() as session:
        post, report = _reported(session)
        act = Act.operator(make_member(session), NOON + timedelta(hours=1)).because("图片是别人的")
        assert words_of_hiding(session, [post]) == {}
        hide_reported(session, report, act)
        assert words_of_hiding(session, [post]) == {post.id: "图片是别人的"}
        undecide_report(session, report, act)
        assert words_of_hiding(session, [post]) == {}


def test_a_hidden_post_lifts_its_shop_nearby_no_more(database: Database) -> None:
    with database.transaction() as session:
        post, report = _reported(session)
        keeper = Act.keeper(post.shop.keeper, NOON - timedelta(hours=1))
        place_shop(session, post.shop, SaidPlace("330106"), keeper, rules=DEFAULT)
        act = Act.operator(make_member(session), NOON + timedelta(hours=1)).because("图片是别人的")

        def told() -> tuple[datetime, list[str]]:
            place = place_of_shop(session, post.shop)
            assert place is not None
            session.refresh(place)
            shown = near_in_district(session, "330106", rules=DEFAULT, at=NOON)
            return place.newest_at, [one.words for one in shown if one.post]

        shown = told()
        assert shown == (NOON, [post.words])
        hide_reported(session, report, act)
        place = place_of_shop(session, post.shop)
        assert place is not None and told() == (place.opened_at, [])
        undecide_report(session, report, act)
        assert told() == shown


def test_nobody_decides_about_their_own_shop(database: Database) -> None:
    with database.transaction() as session:
        post, report = _reported(session)
        with pytest.raises(Refused, match="自己的小铺"):
            keep_reported(session, report, Act.operator(post.shop.keeper, NOON))


def test_the_check_finds_what_nobody_decided(database: Database) -> None:
    with database.transaction() as session:
        post, _report = _reported(session)
        post.hidden_at, post.hidden_rule = NOON, "stolen"
        code = post.code
    with database.engine.connect() as connection:
        assert [fault.subject for fault in posts_hidden(connection)] == [f"post {code}"]
        assert list(posts_own(connection)) == list(followers_once(connection)) == []
