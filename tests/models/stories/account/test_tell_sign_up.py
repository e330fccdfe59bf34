"""What came of a sign-up that the desk decided is told once, by a text and by mail, and tried again where it failed."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from sqlmodel import select

from models.account.joining import newcomer
from models.account.signing_up.confirming import AnswerTo, ask_to_join, confirm_phone, refuse_sign_up
from models.account.signing_up.sign_up import SignUp
from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.kernel.rules import DEFAULT
from models.notify import Notice, Undelivered
from models.stories.account.tell_sign_up import tell_sign_ups
from tests.given.baskets import NOON
from tests.given.factories import make_member

SHOP, MAIL, NOWHERE = "https://shop.example", "alin@example.org", AnswerTo()


@dataclass
class Way:
    """Takes down what it was given; `fails` so many times first."""

    name: str
    fails: int = 0
    got: list[Notice] = field(default_factory=list)

    def send(self, notice: Notice) -> None:
        """Keeps it."""
        if self.fails:
            self.fails -= 1
            raise Undelivered("silent")
        self.got.append(notice)


def _asked(database: Database, *, verdict: str, answer: AnswerTo = NOWHERE) -> None:
    who = newcomer(phone="13800138000", name="阿林", password="茶壶 火车 海鸥 七")
    with database.transaction() as session:
        desk = make_member(session)
        asked = ask_to_join(session, who, "", once="a form", act=Act.owner(None, NOON), answer=answer)
        act = Act.operator(desk, NOON, "打了几次都没有接")
        assert confirm_phone(session, asked, act) if verdict == "confirm" else refuse_sign_up(session, asked, act)


def _tell(database: Database, *ways: Way, minutes: int = 0) -> int:
    return tell_sign_ups(database, ways, where=SHOP, rules=DEFAULT, at=NOON + timedelta(minutes=minutes))


def test_a_refusal_goes_to_the_phone_and_to_the_address_once_and_the_address_is_forgotten(database: Database) -> None:
    _asked(database, verdict="refuse", answer=AnswerTo(MAIL, "en"))
    sms, email, hook = Way("sms"), Way("email"), Way("webhook")
    assert [_tell(database, email, sms, hook, minutes=minutes) for minutes in (0, 10)] == [1, 0]
    assert (len(sms.got), len(email.got), len(hook.got)) == (1, 1, 0)
    [told] = sms.got
    assert (told.phone, told.mail, told.url) == ("13800138000", MAIL, f"{SHOP}/sign-up")
    assert "打了几次都没有接" in told.text and told.text.startswith("You could not be signed up")
    with database.reading() as session:
        row = session.exec(select(SignUp)).one()
        assert (row.mail, row.answer_at) == ("", None)


def test_what_failed_is_tried_again_by_the_same_key_and_given_up_after_a_day(database: Database) -> None:
    _asked(database, verdict="refuse")
    sms = Way("sms", fails=1)
    assert [_tell(database, sms, minutes=minutes) for minutes in (0, 1, 6)] == [0, 0, 1]
    assert [one.key for one in sms.got] == [f"sign-up-{_code(database)}"]


def test_nobody_is_told_for_ever(database: Database) -> None:
    _asked(database, verdict="refuse", answer=AnswerTo(MAIL))
    assert _tell(database, Way("email", fails=99), minutes=24 * 60 + 30) == 0
    assert _tell(database, Way("email"), minutes=24 * 60 + 60) == 0


def test_who_was_confirmed_reads_it_in_a_letter_and_has_the_text_by_their_news(database: Database) -> None:
    _asked(database, verdict="confirm", answer=AnswerTo(MAIL))
    sms, email = Way("sms"), Way("email")
    assert _tell(database, sms, email) == 1
    assert (sms.got[0].phone, email.got[0].mail, email.got[0].url) == ("", MAIL, f"{SHOP}/sign-in")


def test_it_waits_while_people_sleep_and_while_nothing_was_decided(database: Database) -> None:
    _asked(database, verdict="refuse")
    sms = Way("sms")
    assert tell_sign_ups(database, [sms], where=SHOP, rules=DEFAULT, at=NOON + timedelta(hours=12)) == 0
    assert sms.got == []


def test_what_is_no_address_is_refused() -> None:
    with pytest.raises(Refused, match="不像邮箱"):
        AnswerTo("not an address")


def _code(database: Database) -> str:
    with database.reading() as session:
        return session.exec(select(SignUp.code)).one()
