"""Operators read conversations: from a dispute, an order or goods, with a reason on record, and nothing but read."""

import pytest
from flask import Flask
from sqlmodel import col, select

from models.account.audit import Audit
from models.catalogue.goods.goods import Goods
from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.database import Database
from models.kernel.rules import DEFAULT
from models.shop.shop import Shop
from models.stories.talk.oversee import OPEN_FOR, may_read, open_for_operator
from models.talk.conversation import Conversation, Message, MessagePicture
from models.talk.pictures import keep_picture
from models.talk.talking import MessageDraft, say
from models.talk.talking import open_talk as begin_talk
from models.trade.order.order import Order
from tests.given.after_sales import Sold, sell
from tests.given.factories import make_member, picture_bytes
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person
from tests.given.talks import ask, place
from views.kit.house import House

SECRET = "13912345678"


@pytest.fixture
def sold(app: Flask, house: House) -> Sold:
    """A dispute whose buyer wrote to the supplier, with a phone number and a picture."""
    made = sell(app, house)
    made.ask()
    made.act("staff", "refusal", why="签收时是好的")
    made.act("buyer", "dispute", words="箱子外面就是湿的")
    kept = keep_picture(house.media, picture_bytes())
    with house.database.transaction() as session:
        order = session.exec(select(Order)).one()
        talk = begin_talk(
            session,
            visitor=order.visitor,
            goods=session.exec(select(Goods)).one(),
            shop=session.exec(select(Shop)).one(),
            at=now(),
        )
        words = MessageDraft(f"盒子湿了，打我电话 {SECRET}", "a" * 32, [kept])
        say(session, talk, words, Act.buyer(now()), rules=DEFAULT)
    return made


def talk_of(house: House) -> Conversation:
    with house.database.reading() as session:
        return session.exec(select(Conversation)).one()


def reads(house: House) -> list[tuple[str, str, int | None]]:
    """Every row of a reading: which, why, who."""
    with house.database.reading() as session:
        rows = session.exec(select(Audit).where(Audit.what == "talk.read").order_by(col(Audit.id)))
        return [(row.subject, row.why, row.who) for row in rows]


@ON_SQLITE
def test_a_conversation_opens_with_a_reason_that_is_kept(house: House, sold: Sold, operator: Person) -> None:
    code, asked = talk_of(house).code, sold.asked().code
    dispute = operator.get(f"/desk/disputes/{asked}").text
    assert f"/desk/talks/{code}" in dispute and "盒子湿了" not in dispute
    door = operator.get(f"/desk/talks/{code}?why=纠纷 {asked}").text
    assert "盒子湿了" not in door and f"纠纷 {asked}" in door and reads(house) == []
    for why in ("", "  ", "长" * 101):
        reply = operator.post(f"/desk/talks/{code}/opening", {"why": why})
        assert reply.status_code == 422 and "盒子湿了" not in reply.text
    for _ in range(2):
        assert operator.post(f"/desk/talks/{code}/opening", {"why": f"纠纷 {asked}"}).status_code == 303
    [(subject, why, who)] = reads(house)
    assert (subject, why) == (code, f"纠纷 {asked}") and who is not None
    shown = operator.get(f"/desk/talks/{code}")
    assert shown.headers["Cache-Control"] == "no-store"
    assert "盒子湿了" in shown.text and "联系方式和站外链接已隐去" in shown.text
    assert SECRET not in shown.text and "王小明" not in shown.text and "文三路" not in shown.text
    # Nothing can be said there, and to the parties it stays unread.
    assert "<textarea" not in shown.text and operator.post(f"/desk/talks/{code}/messages").status_code == 404
    assert (talk_of(house).supplier_unread, talk_of(house).keeper_unread) == (1, 1)
    trail = operator.get("/desk/audit").text
    assert "看对话" in trail and f"/desk/talks/{code}" in trail


@ON_SQLITE
def test_found_by_order_and_by_goods_without_what_was_said(house: House, sold: Sold, operator: Person) -> None:
    code = talk_of(house).code
    with house.database.reading() as session:
        number, goods = session.exec(select(Order.number)).one(), session.exec(select(Goods.code)).one()
    for address in (f"/desk/talks?order={number}", f"/desk/talks?goods={goods}"):
        found = operator.get(address).text
        assert f"/desk/talks/{code}" in found and "盒子湿了" not in found
    assert f"/desk/talks?goods={goods}" in operator.get(f"/desk/goods/{goods}").text
    assert "没有这个订单" in operator.get("/desk/talks?order=0000").text
    assert operator.get("/desk/talks").status_code == 200
    for address in ("/desk/talks?goods=NOWHERE1", "/desk/talks/NOWHERE1"):
        assert operator.get(address).status_code == 404


@ON_SQLITE
def test_pictures_are_behind_the_same_door(house: House, sold: Sold, operator: Person) -> None:
    code = talk_of(house).code
    with house.database.reading() as session:
        key = session.exec(select(MessagePicture.key)).one()
    picture = f"/desk/talks/{code}/pictures/{key}.jpg"
    assert operator.get(picture).status_code == 404
    operator.get(f"/desk/talks/{code}")
    operator.post(f"/desk/talks/{code}/opening", {"why": "查投诉"})
    reply = operator.get(picture)
    assert (reply.mimetype, reply.headers["Cache-Control"]) == ("image/jpeg", "no-store")
    assert operator.get(f"/desk/talks/{code}/pictures/{'x' * 20}.jpg").status_code == 404


@ON_SQLITE
def test_to_others_there_is_nothing(house: House, sold: Sold, stranger: Person, staff: Person) -> None:
    code = talk_of(house).code
    for person in (stranger, staff, sold.staff, sold.keeper):
        for address in ("/desk/talks", f"/desk/talks/{code}"):
            assert person.get(address).status_code == 404
        assert person.post(f"/desk/talks/{code}/opening", {"why": "我想看"}).status_code == 404
    assert reads(house) == []


def test_open_to_one_operator_and_for_a_while(database: Database) -> None:
    ask(database, place(database), "能放多久？")
    at = now()
    with database.transaction() as session:
        talk, one, other = session.exec(select(Conversation)).one(), make_member(session), make_member(session)
        open_for_operator(session, talk, Act.operator(one, at, "查投诉"))
        assert may_read(session, talk, by=one, at=at + OPEN_FOR / 2)
        assert not may_read(session, talk, by=one, at=at + OPEN_FOR)
        assert not may_read(session, talk, by=other, at=at)
        open_for_operator(session, talk, Act.operator(one, at + OPEN_FOR, "又有投诉"))
        assert len(session.exec(select(Audit).where(Audit.what == "talk.read")).all()) == 2
        assert session.exec(select(Message)).one().text == "能放多久？"
