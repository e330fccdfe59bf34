"""Notices in the program: the bell with its number, the page, what was read; and how one wants to be told."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlmodel import col, select

from config import Config
from models.account.member import Member
from models.kernel.clock import now
from models.kernel.rules import DEFAULT
from models.kernel.said import Said
from models.notify.news import Audience, Dispatch, News, NoticeChoice
from models.notify.noting import Wanted, note_news
from models.stories.news.tell import look_for_news
from models.talk.conversation import MailAddress
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person
from views.kit.house import House

CHANGED = "通过审核，开始卖了：%(title)s"
HOMES: dict[Audience, str] = {"keeper": "/console", "supplier": "/supply"}


def _tell(house: House, name: str, audience: Audience, *subjects: str) -> None:
    with house.database.transaction() as session:
        member = session.exec(select(Member.id).where(Member.name == name)).one()
        wanted = [
            Wanted(member, audience, "goods", one, Said(CHANGED, title=one), f"{HOMES[audience]}/talks", now())
            for one in subjects
        ]
        note_news(session, wanted, at=now())


def _words(person: Person, url: str) -> str:
    """A page without the places where its lines may break."""
    return person.get(url).text.replace("<wbr>", "")


@pytest.mark.parametrize(("audience", "name"), [("keeper", "阿林"), ("supplier", "茶厂小王")])
def test_what_is_new_is_counted_listed_and_read(
    house: House, keeper: Person, staff: Person, audience: Audience, name: str
) -> None:
    person, home = {"keeper": keeper, "supplier": staff}[audience], HOMES[audience]
    assert "还没有通知" in person.get(f"{home}/notices").text
    _tell(house, name, audience, "白茶", "红茶")
    assert re.search(r'"(?:num|tally)">2<', person.get(home).text)
    page = person.get(f"{home}/notices").text
    assert page.index("红茶") < page.index("白茶") and page.count("未读") == 2
    upto = re.search(r'name="upto"\s+value="(\d+)"', page)
    assert upto
    _tell(house, name, audience, "绿茶")
    reply = person.post(f"{home}/notices/reading", {"upto": upto[1]})
    assert (reply.status_code, reply.location) == (303, f"{home}/notices")
    assert person.get(f"{home}/notices").text.count("未读") == 1
    assert re.search(r'"(?:num|tally)">1<', person.get(home).text)


@ON_SQLITE
@pytest.mark.parametrize("upto", ["", "x", "-1", "9" * 40, "１"])
def test_odd_marks_read_nothing(house: House, keeper: Person, upto: str) -> None:
    _tell(house, "阿林", "keeper", "白茶")
    keeper.get("/console/notices")
    assert keeper.post("/console/notices/reading", {"upto": upto}).status_code == 303
    with house.database.reading() as session:
        [one] = session.exec(select(News))
        assert (one.seen_at is None) == (upto != "9" * 40)


@ON_SQLITE
def test_anothers_notices_are_not_there(app: Flask, house: House, keeper: Person, staff: Person) -> None:
    _tell(house, "茶厂小王", "supplier", "白茶")
    assert "白茶" not in keeper.get("/console/notices").text
    keeper.post("/console/notices/reading", {"upto": "999"})
    assert keeper.get("/supply/notices").status_code in (403, 404)
    assert Person(app).get("/console/notices").status_code == 303
    with house.database.reading() as session:
        assert session.exec(select(News.seen_at)).one() is None


@ON_SQLITE
def test_in_english(house: House, keeper: Person) -> None:
    _tell(house, "阿林", "keeper", "白茶")
    keeper.client.set_cookie("lang", "en")
    assert "Approved and on sale: 白茶" in keeper.get("/console/notices").text


@ON_SQLITE
def test_the_job_looks_and_the_page_shows(house: House, keeper: Person) -> None:
    assert look_for_news(house.database, rules=DEFAULT, at=now()) == 0
    assert keeper.get("/console/notices").status_code == 200


class TestWithTextsAndMail:
    """A network that can send both."""

    @pytest.fixture
    def config(self, config: Config) -> Config:
        """Nobody is asked for it."""
        ways = {"notify_sms": "http://127.0.0.1:9/sms", "smtp_url": "smtp://127.0.0.1:9"}
        return Config(**config.model_dump() | ways)

    def test_a_member_chooses(self, house: House, keeper: Person) -> None:
        page = _words(keeper, "/account")
        assert "晚上 22 点到早上 8 点不打扰" in page
        sent = {"address": " Alin@Example.org ", "by_email": "y", "language": "en"}
        reply = keeper.post("/account/told", sent)
        assert (reply.status_code, reply.location) == (303, "/account#told")
        with house.database.reading() as session:
            [choice] = session.exec(select(NoticeChoice))
            assert (choice.by_sms, choice.by_email, choice.language) == (False, True, "en")
            assert session.exec(select(MailAddress.address)).one() == "Alin@Example.org"
        page = _words(keeper, "/account")
        assert "Alin@Example.org" in page
        keeper.post("/account/told", {"address": "", "by_sms": "y", "language": "zh_CN"})
        with house.database.reading() as session:
            [choice] = session.exec(select(NoticeChoice))
            assert (choice.by_sms, choice.by_email, choice.language) == (True, False, "zh_CN")
            assert session.exec(select(MailAddress)).all() == []

    @ON_SQLITE
    @pytest.mark.parametrize(
        "wrong", [{"address": "nonsense"}, {"address": "a" * 130 + "@example.org"}, {"language": "xx"}]
    )
    def test_what_is_wrong_is_said_and_changes_nothing(
        self, house: House, staff: Person, wrong: dict[str, str]
    ) -> None:
        staff.get("/account")
        reply = staff.post("/account/told", {"address": "", "language": "en"} | wrong)
        assert reply.status_code == 422 and "notice-error" in reply.text
        with house.database.reading() as session:
            assert not session.exec(select(NoticeChoice)).all() and not session.exec(select(MailAddress)).all()

    @ON_SQLITE
    def test_what_was_given_up_is_said(self, house: House, keeper: Person) -> None:
        assert "试了一天" not in keeper.get("/account").text
        with house.database.transaction() as session:
            member = session.exec(select(Member.id).where(col(Member.name) == "阿林")).one()
            lost = Dispatch(member_id=member, audience="keeper", made_at=now(), trouble="sms: refused")
            lost.given_up_at = now() - timedelta(hours=1)
            session.add(lost)
        assert "试了一天" in _words(keeper, "/account")


@ON_SQLITE
def test_a_network_without_ways_says_so(house: House, keeper: Person, operator: Person) -> None:
    page = _words(keeper, "/account")
    assert "这个网络还没有接短信和邮件" in page and "/console/notices" in page
    keeper.post("/account/told", {"address": "alin@example.org", "language": "en"})
    with house.database.reading() as session:
        assert session.exec(select(MailAddress)).all() == []
    assert "你的账号在新设备上登录" in _words(operator, "/account")
