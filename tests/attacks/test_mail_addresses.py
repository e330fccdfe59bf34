"""Addresses of mail that are another's in a letter's head, or break it: they are refused where they are typed, and one
that stands already holds up nobody else's notices. Titles of goods that would write lines into a letter."""

from dataclasses import replace
from datetime import timedelta
from email import message_from_string, policy

import pytest
from sqlmodel import Session, col, select

from config import Config
from models.account.member import Member
from models.kernel.clock import now
from models.kernel.database import Database
from models.kernel.rules import DEFAULT
from models.kernel.text import untapped
from models.notify import Notice, Undelivered
from models.notify.email import Email
from models.notify.news import Dispatch
from models.notify.noting import Wanted, note_news
from models.stories.news.tell import tell_news
from models.talk.conversation import MailAddress
from tests.given.factories import make_member
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person
from tests.models.notify.test_notifying import post_office
from views.kit.house import House

# Each was taken. The first two break a letter; the others are read as another address, or as several.
ODD = (
    "(*).+=@x.com",
    "=?utf-8?q?a=0d=0aBcc=3Ax=40y.com?=@x.com",
    "=?utf-8?q?boss=40bank.com?=@x.com",
    "a(b)c@x.com",
    ")@x.com",
    "a[b@x.com",
    "a\\b@x.com",
    "a\x01b@x.com",
)
HEAD = {"From", "Subject", "To", "Date", "Message-ID", "Content-Type", "Content-Transfer-Encoding", "MIME-Version"}
NOTICE = Notice("1", "keeper", "", "", "新消息", "有新消息", "http://x.test/")
NOON = now().replace(hour=4, minute=0)
UNQUIET = replace(DEFAULT, quiet_from=0, quiet_until=0)


@ON_SQLITE
class TestTyped:
    """Where a member types it."""

    @pytest.fixture
    def config(self, config: Config) -> Config:
        """Texts carry the digits of a lost password."""
        ways = {"notify_sms": "http://127.0.0.1:9/sms", "smtp_url": "smtp://127.0.0.1:9"}
        return Config(**config.model_dump() | ways)

    @pytest.mark.parametrize("address", ODD)
    def test_it_is_refused(self, house: House, keeper: Person, address: str) -> None:
        keeper.get("/account")
        reply = keeper.post("/account/told", {"address": address, "by_email": "y", "language": "en"})
        assert reply.status_code == 422
        with house.database.reading() as session:
            assert session.exec(select(MailAddress)).all() == []

    @pytest.mark.parametrize("address", ["o'neil+shop_1@mail.example.org", "店.a-b@example.org"])
    def test_what_people_have_is_kept(self, house: House, keeper: Person, address: str) -> None:
        keeper.get("/account")
        assert keeper.post("/account/told", {"address": address, "language": "en"}).status_code == 303
        with house.database.reading() as session:
            assert session.exec(select(MailAddress.address)).one() == address


@pytest.mark.parametrize("address", ODD[:-1])
def test_a_letter_to_it_is_not_sent(address: str) -> None:
    with pytest.raises(Undelivered, match="the address is none"):
        Email("smtp://127.0.0.1:9").send(replace(NOTICE, mail=address))


def _told(session: Session, member: Member, address: str) -> None:
    session.add(MailAddress(member_id=member.id, address=address, since=NOON))
    words = Wanted(member.id, "keeper", "order", "1", "新订单", "/console", NOON - timedelta(minutes=1))
    note_news(session, [words], at=NOON)


@ON_SQLITE
def test_one_that_stands_holds_nobody_up(database: Database) -> None:
    with database.transaction() as session:
        _told(session, make_member(session), ODD[0])
        _told(session, make_member(session), "alin@example.org")
    with post_office() as (url, got):
        assert tell_news(database, [Email(url)], where="http://x.test", rules=UNQUIET, at=NOON) == 1
    assert any("alin@example.org" in line for line in got)
    with database.reading() as session:
        tried = session.exec(select(Dispatch).order_by(col(Dispatch.id))).all()
    bad, good = [(one.tries, one.trouble, one.done) for one in tried]
    assert bad == (1, "email: the address is none", []) and good == (1, "", ["email"])


@pytest.mark.parametrize(
    "title",
    [
        "=?utf-8?q?x=0d=0aBcc=3Aevil=40z.com?=",
        "茶 =?utf-8?q?=0d=0a=0d=0ahttp=3A//evil.test?=",
        "=?utf-8?b?eA0KDQpodHRwOi8vZXZpbC50ZXN0?=",
        "茶=?UTF-8?Q?=0D=0AX-Evil=3A_1?= 白茶",
    ],
)
def test_a_title_is_one_line_of_a_letters_head(title: str) -> None:
    with post_office() as (url, got):
        Email(url).send(replace(NOTICE, mail="alin@example.org", subject=f"新消息 New message：{title}"))
    head = got[got.index("From: shop@example.org") : got.index("")]
    assert {line.partition(":")[0] for line in head if not line.startswith(" ")} == HEAD
    letter = message_from_string("\n".join(head), policy=policy.default)
    assert str(letter["Subject"]) == untapped(f"新消息 New message：{title}".replace("=?", "=？"))
    assert got[got.index("") + 1 :] == ["有新消息", "", "http://x.test/"]
