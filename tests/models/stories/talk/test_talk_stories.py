"""What an order does to conversations, and how nudges go out: once a conversation until it is read, retried, and never
twice by a way that took them."""

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from sqlmodel import Session, select

from models.catalogue.goods.goods import SKU
from models.checks.check import check
from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.media import MediaStore
from models.kernel.rules import DEFAULT
from models.notify import Notice, Undelivered
from models.notify.news import NoticeChoice
from models.payment.gateways import PaymentNotice
from models.payment.payment import Payment
from models.stories.order.confirm_payment import confirm_payment
from models.stories.talk.nudge import send_nudges
from models.talk import finding
from models.talk.conversation import Conversation, MailAddress, Message, MessagePicture, Nudge
from models.talk.talking import MessageDraft, call_in, mark_read, say
from models.trade.order.order import Order
from tests.given.baskets import COD, NOON, TEST, Carried, carried, order_all, put
from tests.given.processes import in_processes
from tests.given.talks import NOON as THEN
from tests.given.talks import VISITOR, ask, place, reply, talk_at

MINUTE = timedelta(minutes=1)
WHERE = "https://xiaopu.example"


@dataclass
class Told:
    """A way that takes down what it was given, and fails while told to."""

    name: str = "told"
    fails: bool = False
    got: list[Notice] = field(default_factory=list)

    def send(self, notice: Notice) -> None:
        """Keeps it."""
        if self.fails:
            raise Undelivered("not now")
        self.got.append(notice)


def _talks(session: Session) -> list[tuple[str, str]]:
    return [(talk.answerer, talk.buyer) for talk in session.exec(select(Conversation))]


def _order(database: Database, at: Carried, *, prepaid: bool) -> int:
    with database.transaction() as session:
        put(session, VISITOR, at)
        return order_all(session, VISITOR, gateway=TEST if prepaid else COD).id


def test_an_order_to_be_paid_on_delivery_hands_over_at_once(database: Database) -> None:
    at = carried(database)
    _order(database, at, prepaid=False)
    with database.reading() as session:
        assert _talks(session) == [("supplier", "王＊＊")]
        goods = session.get_one(SKU, at.sku).goods_id
        assert list(finding.tokens(session, VISITOR, [(goods, at.shop)])) == [(goods, at.shop)]


def test_an_unpaid_order_hands_over_only_once_it_is_paid(database: Database) -> None:
    at = carried(database)
    order_id = _order(database, at, prepaid=True)
    with database.reading() as session:
        assert _talks(session) == []
        payment = session.exec(select(Payment).where(Payment.order_id == order_id)).one()
        notice = PaymentNotice(payment.code, payment.amount, "ref-1")
    for _ in range(2):
        with database.transaction() as session:
            confirm_payment(session, "test", notice, at=NOON)
    with database.reading() as session:
        assert _talks(session) == [("supplier", "王＊＊")]


def test_a_nudge_waits_a_minute_and_goes_out_once(database: Database) -> None:
    at, way = place(database), Told()
    ask(database, at, "一", when=THEN)
    assert send_nudges(database, [way], where=WHERE, rules=DEFAULT, at=THEN) == 0
    assert send_nudges(database, [way], where=WHERE, rules=DEFAULT, at=THEN + MINUTE) == 1
    ask(database, at, "二", when=THEN + 2 * MINUTE)
    assert send_nudges(database, [way], where=WHERE, rules=DEFAULT, at=THEN + 9 * MINUTE) == 0
    [notice] = way.got
    assert notice.audience == "keeper"
    assert notice.url.startswith(f"{WHERE}/console/talks/")
    assert "一" not in notice.text + notice.subject


def test_who_has_read_meanwhile_is_not_nudged_and_may_be_again(database: Database) -> None:
    at, way = place(database), Told()
    ask(database, at, "一", when=THEN)
    with database.transaction() as session:
        mark_read(session, talk_at(session, at), "keeper", upto=1)
    assert send_nudges(database, [way], where=WHERE, rules=DEFAULT, at=THEN + MINUTE) == 0
    ask(database, at, "二", when=THEN + 2 * MINUTE)
    assert send_nudges(database, [way], where=WHERE, rules=DEFAULT, at=THEN + 3 * MINUTE) == 1


def test_a_way_that_fails_is_tried_again_alone_and_given_up_at_last(database: Database) -> None:
    at, good, bad = place(database), Told("good"), Told("bad", fails=True)
    ask(database, at, "一", when=THEN)
    for hours in range(0, 60, 7):
        send_nudges(database, [good, bad], where=WHERE, rules=DEFAULT, at=THEN + MINUTE + timedelta(hours=hours))
    assert (len(good.got), bad.got) == (1, [])
    with database.reading() as session:
        nudge = session.exec(select(Nudge)).one()
        assert (nudge.next_at, nudge.tries) == (None, 5)


def test_a_way_that_recovers_delivers(database: Database) -> None:
    at, way = place(database), Told(fails=True)
    ask(database, at, "一", when=THEN)
    send_nudges(database, [way], where=WHERE, rules=DEFAULT, at=THEN + MINUTE)
    way.fails = False
    assert send_nudges(database, [way], where=WHERE, rules=DEFAULT, at=THEN + 2 * MINUTE) == 0
    assert send_nudges(database, [way], where=WHERE, rules=DEFAULT, at=THEN + 3 * MINUTE) == 1


def test_without_any_way_nothing_is_left_waiting(database: Database) -> None:
    at = place(database)
    ask(database, at, "一", when=THEN)
    assert send_nudges(database, [], where=WHERE, rules=DEFAULT, at=THEN + MINUTE) == 0
    with database.reading() as session:
        assert session.exec(select(Nudge.next_at)).one() is None


def test_staff_and_keeper_are_reached_by_phone_and_mail(database: Database) -> None:
    at, way = place(database), Told()
    ask(database, at, "一", when=THEN)
    with database.transaction() as session:
        talk = talk_at(session, at)
        keeper = talk.shop.keeper
        session.add(MailAddress(member_id=keeper.id, address="alin@example.org", since=THEN))
        phone = keeper.phone
        call_in(session, talk, at=THEN)
    send_nudges(database, [way], where=WHERE, rules=DEFAULT, at=THEN + MINUTE)
    told = {notice.audience: (notice.phone, notice.mail) for notice in way.got}
    assert told["keeper"] == (phone, "alin@example.org")
    assert told["supplier"][0] and told["supplier"][1] == ""


def test_who_chose_not_to_be_told_that_way_is_not(database: Database) -> None:
    at, way = place(database), Told()
    ask(database, at, "一", when=THEN)
    with database.transaction() as session:
        keeper = talk_at(session, at).shop.keeper
        session.add(MailAddress(member_id=keeper.id, address="alin@example.org", since=THEN))
        session.add(NoticeChoice(member_id=keeper.id, by_sms=False, by_email=True, since=THEN))
    send_nudges(database, [way], where=WHERE, rules=DEFAULT, at=THEN + MINUTE)
    assert [(notice.phone, notice.mail) for notice in way.got] == [("", "alin@example.org")]


def test_at_night_a_keeper_is_left_in_peace_until_the_morning(database: Database) -> None:
    at, way = place(database), Told()
    night = THEN + timedelta(hours=11)
    ask(database, at, "一", when=night)
    for hours in range(9):
        assert send_nudges(database, [way], where=WHERE, rules=DEFAULT, at=night + timedelta(hours=hours)) == 0
    assert send_nudges(database, [way], where=WHERE, rules=DEFAULT, at=night + timedelta(hours=9)) == 1


def test_a_buyer_is_reached_by_the_phone_on_the_order(database: Database) -> None:
    at, way = carried(database), Told()
    _order(database, at, prepaid=False)
    with database.transaction() as session:
        talk = session.exec(select(Conversation)).one()
        say(session, talk, MessageDraft("今天下午发出", ""), Act.supplier(None, NOON), rules=DEFAULT)
        token = talk.token
    send_nudges(database, [way], where=WHERE, rules=DEFAULT, at=NOON + MINUTE)
    [buyer] = [notice for notice in way.got if notice.audience == "buyer"]
    assert (buyer.phone, buyer.url) == ("13800138000", f"{WHERE}/talks/{token}")
    with database.reading() as session:
        assert session.exec(select(Order.phone)).one() == buyer.phone


def test_a_buyer_without_an_order_has_no_phone(database: Database) -> None:
    at, way = place(database), Told()
    ask(database, at, "一", when=THEN)
    reply(database, at, "二三四五六七八", when=THEN)
    send_nudges(database, [way], where=WHERE, rules=DEFAULT, at=THEN + MINUTE)
    assert [(notice.audience, notice.phone) for notice in way.got] == [("buyer", "")]


def test_two_workers_send_one_notice(database: Database, database_url: str) -> None:
    at = place(database)
    ask(database, at, "一", when=THEN)
    assert sorted(in_processes(_send_once, [(database_url,)] * 3)) == [0, 0, 1]


def _send_once(url: str) -> int:
    opened = Database(url)
    try:
        return send_nudges(opened, [Told()], where=WHERE, rules=DEFAULT, at=THEN + MINUTE)
    finally:
        opened.engine.dispose()


def test_check_counts_what_was_said_and_looks_for_the_pictures(database: Database, tmp_path: Path) -> None:
    at, media = place(database), MediaStore(f"file://{tmp_path}/media")
    ask(database, at, "一", when=THEN)
    assert _found(database, media) == []
    with database.transaction() as session:
        message = session.exec(select(Message)).one()
        message.pictures = [MessagePicture(key="k" * 22, width=1, height=1)]
        session.exec(select(Conversation)).one().last_number = 3
    assert _found(database, media) == ["talk.numbers", "talk.picture"]


def _found(database: Database, media: MediaStore) -> list[str]:
    return [fault.kind for fault in check(database, media) if fault.kind.startswith("talk.")]
