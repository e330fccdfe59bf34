"""One-time codes on their way: to whom a number belongs, by a text or else by e-mail; to nobody's number none goes."""

from dataclasses import dataclass, field

import pytest

from models.account.one_time_code import CodeFor, Purpose
from models.kernel.clock import now
from models.kernel.database import Database
from models.kernel.ring import Ring
from models.kernel.rules import DEFAULT
from models.kernel.sealing import Unreadable
from models.notify import Notice
from models.stories.account.send_code import opened_code, sealed_code, send_one_time_code
from models.talk.conversation import MailAddress
from tests.given.baskets import COD, carried, order_all, put
from tests.given.factories import make_member
from tests.given.kinds import ON_SQLITE

RING = Ring.of("a secret of the network")


@dataclass
class Way:
    """Takes down what it was given."""

    name: str
    got: list[Notice] = field(default_factory=list)

    def send(self, notice: Notice) -> None:
        """Keeps it."""
        self.got.append(notice)


def _send(database: Database, purpose: Purpose, phone: str, *names: str) -> dict[str, list[Notice]]:
    ways = [Way(name) for name in names]
    code = opened_code(sealed_code(CodeFor(purpose, phone, "a browser"), "407162", RING), RING)
    send_one_time_code(database, ways, code, rules=DEFAULT)
    return {way.name: way.got for way in ways}


def test_a_member_is_sent_a_text_or_else_a_letter(database: Database) -> None:
    with database.transaction() as session:
        member = make_member(session)
        session.add(MailAddress(member_id=member.id, address="alin@example.org", since=now()))
        phone = member.phone
    got = _send(database, "password", phone, "webhook", "sms", "email")
    assert [len(got[name]) for name in ("webhook", "sms", "email")] == [0, 1, 0]
    [letter] = _send(database, "password", phone, "webhook", "email")["email"]
    assert (letter.phone, letter.mail, letter.event) == (phone, "alin@example.org", "account.code")
    assert "407162" in letter.text and "10 分钟" in letter.text


def test_a_number_that_is_nobodys_is_sent_nothing(database: Database) -> None:
    assert _send(database, "password", "13900139000", "sms", "email") == {"sms": [], "email": []}
    assert _send(database, "orders", "13900139000", "sms") == {"sms": []}


def test_a_buyer_is_sent_the_code_for_orders_and_none_for_a_password(database: Database) -> None:
    at = carried(database)
    with database.transaction() as session:
        put(session, "somebody", at)
        phone = order_all(session, "somebody", gateway=COD).phone
    assert len(_send(database, "orders", phone, "sms")["sms"]) == 1
    assert _send(database, "password", phone, "sms") == {"sms": []}


def test_who_proves_a_phone_is_sent_a_text_whosever_it_is_and_never_a_letter(database: Database) -> None:
    with database.transaction() as session:
        member = make_member(session)
        session.add(MailAddress(member_id=member.id, address="alin@example.org", since=now()))
        phone = member.phone
    for number in (phone, "13900139000"):
        [text] = _send(database, "phone", number, "sms", "email")["sms"]
        assert (text.phone, text.mail) == (number, "")


@ON_SQLITE
def test_without_a_way_the_code_stands_in_the_log(database: Database, caplog: pytest.LogCaptureFixture) -> None:
    _send(database, "password", "13900139000", "webhook")
    assert "the code for 13900139000 is 407162" in caplog.text


def test_the_queue_does_not_tell_the_digits() -> None:
    sealed = sealed_code(CodeFor("password", "13900139000", "a browser"), "407162", RING)
    assert "407162" not in sealed and "13900139000" not in sealed
    assert opened_code(sealed, RING).key == opened_code(sealed, RING).key
    with pytest.raises(Unreadable):
        opened_code(sealed, Ring.of("another"))
