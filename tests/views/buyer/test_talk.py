"""Asking over HTTP: without an account, once however often it is sent, at an address that only the buyer has."""

import io
import re

import pytest
from flask import Flask
from sqlmodel import select
from werkzeug.test import TestResponse

from models.account.member import Member
from models.catalogue.goods.goods import Goods
from models.catalogue.supplier.supplier import SupplierStaff
from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.rules import DEFAULT
from models.shop.shop import Shop
from models.talk.answering import answer
from models.talk.conversation import Conversation, Message, MessagePicture, Side
from models.talk.pictures import media_key
from models.talk.talking import MessageDraft
from tests.given.factories import picture_bytes
from tests.given.people import Person
from tests.given.stall import Stall, buy, close, cookie, hidden, open_stall
from views.kit.house import House


@pytest.fixture
def stall(house: House) -> Stall:
    """A shop with goods."""
    return open_stall(house)


def ask(person: Person, stall: Stall, words: str = "能放多久？", **form: object) -> TestResponse:
    """Writes on the page that the goods' button leads to."""
    page = person.get(f"{stall.page}/talk", follow_redirects=True)
    action = re.search(r'class="talk-form"[^>]*action="([^"]+)"', page.text)
    assert action, page.text
    once = hidden(page.text, "once")
    return person.post(action[1], {"text": words, "once": once} | form, content_type="multipart/form-data")


def talks(house: House) -> list[Conversation]:
    """Every conversation."""
    with house.database.reading() as session:
        return list(session.exec(select(Conversation)))


def messages(house: House) -> list[Message]:
    """Everything said."""
    with house.database.reading() as session:
        messages = session.exec(select(Message).order_by(Message.number)).all()  # type: ignore[arg-type]
        assert all(message.pictures is not None for message in messages)
        return list(messages)


def replied(house: House, words: str, side: Side = "keeper") -> None:
    """The keeper's or the supplier's answer, behind everybody's back."""
    with house.database.transaction() as session:
        talk = session.exec(select(Conversation)).one()
        by = talk.shop.keeper
        if side == "supplier":
            staff = select(SupplierStaff.member_id).where(SupplierStaff.supplier_id == talk.supplier_id)
            by = session.get_one(Member, session.exec(staff).one())
        answer(session, talk, MessageDraft(words, ""), Act(side, by, now()), remember=False, rules=DEFAULT)


def test_the_goods_page_leads_to_the_form_and_holds_nobodys_bytes(buyer: Person, stall: Stall) -> None:
    page = buyer.get(stall.page)
    assert f'href="{stall.page}/talk"' in page.text
    # The cookie comes beside the page: the bytes are the same for all.
    assert buyer.client.get_cookie("visitor") is not None
    assert page.data == Person(buyer.client.application).get(stall.page).data
    form = buyer.get(f"{stall.page}/talk")
    assert form.headers["Cache-Control"] == "no-store"
    assert "阿林小铺回答，24 小时内" in form.text
    assert "HttpOnly" in cookie(form, "visitor")


def test_a_question_needs_no_account_and_leads_to_its_own_address(buyer: Person, stall: Stall, house: House) -> None:
    reply = ask(buyer, stall)
    [talk] = talks(house)
    assert reply.status_code == 303
    assert reply.location == f"/talks/{talk.token}#end"
    page = buyer.get(f"/talks/{talk.token}")
    assert "能放多久？" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert "前回答" in page.text


def test_asking_again_goes_on_in_the_same_conversation(buyer: Person, stall: Stall, house: House) -> None:
    ask(buyer, stall)
    assert buyer.get(f"{stall.page}/talk").status_code == 303
    assert ask(buyer, stall, "在吗").status_code == 303
    assert len(talks(house)) == 1
    assert [message.text for message in messages(house)] == ["能放多久？", "在吗"]


def test_two_visitors_have_two_conversations(app: Flask, buyer: Person, stall: Stall, house: House) -> None:
    ask(buyer, stall)
    ask(Person(app), stall)
    assert len({talk.visitor for talk in talks(house)}) == 2


def test_the_same_form_twice_is_one_message(buyer: Person, stall: Stall, house: House) -> None:
    once = hidden(buyer.get(f"{stall.page}/talk").text, "once")
    for _ in range(2):
        assert buyer.post(f"{stall.page}/talk", {"text": "能放多久？", "once": once}).status_code == 303
    assert len(messages(house)) == 1


@pytest.mark.parametrize(("words", "said"), [("", "写点什么"), ("  \n", "写点什么"), ("问" * 501, "最多 500 个字")])
def test_nothing_or_too_much_is_refused_beside_the_field(
    buyer: Person, stall: Stall, house: House, words: str, said: str
) -> None:
    reply = ask(buyer, stall, words)
    assert reply.status_code == 422
    assert said in reply.text
    assert f">{words.strip()}</textarea>" in reply.text.replace(words, words.strip())
    assert talks(house) == []


def test_a_form_whose_mark_was_lost_can_be_sent_again(buyer: Person, stall: Stall, house: House) -> None:
    reply = buyer.post(f"{stall.page}/talk", {"text": "能放多久？"})
    assert reply.status_code == 422
    assert "能放多久？</textarea>" in reply.text
    assert len(hidden(reply.text, "once")) >= 16


def test_words_are_escaped(buyer: Person, stall: Stall, house: House) -> None:
    page = buyer.get(ask(buyer, stall, "<script>alert(1)</script>").location)
    assert "<script>alert(1)" not in page.text
    assert "&lt;script&gt;alert(1)" in page.text


def test_another_sites_form_is_refused(buyer: Person, stall: Stall, house: House) -> None:
    once = hidden(buyer.get(f"{stall.page}/talk").text, "once")
    headers = {"Sec-Fetch-Site": "cross-site"}
    form = {"text": "x", "once": once}
    assert buyer.client.post(f"{stall.page}/talk", data=form, headers=headers).status_code == 403
    assert talks(house) == []


@pytest.mark.parametrize(
    "path", ["/talks/nobody", "/talks/nobody/new", "/talks/nobody/pictures/x.jpg", "/100000/ABCDEFGH/talk"]
)
def test_a_stranger_finds_nothing(buyer: Person, path: str) -> None:
    assert buyer.get(path).status_code == 404


def test_the_others_code_is_no_address_of_the_buyers(buyer: Person, stall: Stall, house: House) -> None:
    ask(buyer, stall)
    assert buyer.get(f"/talks/{talks(house)[0].code}").status_code == 404


def test_a_closed_shop_begins_no_conversation_and_goes_on_with_those_that_stand(
    app: Flask, buyer: Person, stall: Stall, house: House
) -> None:
    ask(buyer, stall)
    close(house, stall.number, "歇一歇")
    assert Person(app).get(f"{stall.page}/talk").status_code == 404
    assert ask(buyer, stall, "还在吗").status_code == 303


def test_pictures_are_made_anew_and_given_to_the_parties_only(
    app: Flask, buyer: Person, stall: Stall, house: House
) -> None:
    uploads = [(io.BytesIO(picture_bytes(side=300, kind="PNG")), f"{n}.png") for n in range(2)]
    assert ask(buyer, stall, "", pictures=uploads).status_code == 303
    [talk], [message] = talks(house), messages(house)
    keys = [picture.key for picture in message.pictures]
    assert len(set(keys)) == 2
    shown = buyer.get(f"/talks/{talk.token}/pictures/{keys[0]}.jpg")
    assert shown.data[:3] == b"\xff\xd8\xff"
    assert shown.headers["Cache-Control"].startswith("private")
    other = Person(app)
    ask(other, stall)
    theirs = next(one for one in talks(house) if one.id != talk.id)
    assert other.get(f"/talks/{theirs.token}/pictures/{keys[0]}.jpg").status_code == 404
    assert other.get(f"/media/{keys[0]}-540.jpg").status_code == 404


def test_pictures_that_are_none_and_too_many_are_refused_and_leave_nothing(
    buyer: Person, stall: Stall, house: House
) -> None:
    mixed = [_good(), (io.BytesIO(b"no picture"), "b.jpg")]
    reply = ask(buyer, stall, "看图", pictures=mixed)
    assert reply.status_code == 422
    assert "这不是能用的图片" in reply.text and "看图</textarea>" in reply.text
    reply = ask(buyer, stall, "看图", pictures=[_good() for _ in range(4)])
    assert reply.status_code == 422 and "一次最多 3 张图片" in reply.text
    assert talks(house) == []
    assert [key for key in house.media.every_key() if key.startswith("talks/")] == []


def _good() -> tuple[io.BytesIO, str]:
    return io.BytesIO(picture_bytes(side=300)), "a.jpg"


def test_a_retry_with_pictures_stores_them_once(buyer: Person, stall: Stall, house: House) -> None:
    once = hidden(buyer.get(f"{stall.page}/talk").text, "once")
    for _ in range(2):
        form = {"text": "看图", "once": once, "pictures": [(io.BytesIO(picture_bytes(side=300)), "a.jpg")]}
        assert buyer.post(f"{stall.page}/talk", form, content_type="multipart/form-data").status_code == 303
    with house.database.reading() as session:
        key = session.exec(select(MessagePicture.key)).one()
    assert [one for one in house.media.every_key() if one.startswith("talks/")] == [media_key(key)]


def test_a_poll_is_empty_until_there_is_something_new(buyer: Person, stall: Stall, house: House) -> None:
    address = ask(buyer, stall).location.partition("#")[0]
    reply = buyer.get(f"{address}/new?after=1")
    assert (reply.status_code, reply.data, reply.headers["Cache-Control"]) == (204, b"", "no-store")
    replied(house, "干燥避光，越放越醇。")
    reply = buyer.get(f"{address}/new?after=1")
    assert "干燥避光" in reply.text and "能放多久" not in reply.text
    assert f"{address}/new?after=2" in reply.text
    assert "<html" not in reply.text
    assert buyer.get(f"{address}/new?after=2").status_code == 204
    assert buyer.get(f"{address}/new?after=nonsense").status_code == 200


def test_reading_is_told_and_the_list_shows_what_is_unread(
    app: Flask, buyer: Person, stall: Stall, house: House
) -> None:
    address = ask(buyer, stall).location.partition("#")[0]
    replied(house, "干燥避光，越放越醇。")
    listed = buyer.get("/talks")
    assert 'class="tally">1<' in listed.text and "干燥避光" in listed.text
    assert buyer.post(f"{address}/reading", {"upto": "2"}).status_code == 303
    assert "tally" not in buyer.get("/talks").text
    assert "干燥避光" not in Person(app).get("/talks").text


def test_the_sender_is_told_that_a_contact_is_masked(buyer: Person, stall: Stall, house: House) -> None:
    page = buyer.get(ask(buyer, stall, "加我微信 alin_tea88").location)
    assert "alin_tea88" in page.text
    assert "对方看到的是 ●●●" in page.text


def test_after_the_order_the_supplier_answers_and_the_order_leads_there(
    app: Flask, buyer: Person, stall: Stall, house: House
) -> None:
    ask(buyer, stall)
    order = buy(buyer, stall)
    [talk] = talks(house)
    assert talk.answerer == "supplier"
    page = Person(app).get(order)
    assert f"/talks/{talk.token}" in page.text
    shown = Person(app).get(f"/talks/{talk.token}")
    assert "已下单。接下来由供货商回答" in shown.text and "48 小时" not in shown.text
    with house.database.reading() as session:
        supplier = session.exec(select(Goods)).one().supplier.name
        keeper = session.exec(select(Shop)).one().keeper.name
    assert supplier in shown.text and keeper not in shown.text
    assert Person(app).post(f"/talks/{talk.token}/messages", {"text": "发了吗", "once": "z" * 20}).status_code == 303


def test_an_order_without_a_question_leads_to_an_empty_conversation(app: Flask, buyer: Person, stall: Stall) -> None:
    order = buy(buyer, stall)
    address = re.search(r'href="(/talks/[^"#]+)', Person(app).get(order).text)
    assert address
    assert "不用注册" in Person(app).get(address[1]).text
    assert Person(app).get("/talks").status_code == 200


def test_writing_is_limited(house: House, app: Flask, stall: Stall) -> None:
    object.__setattr__(house.config, "message_limit", "2 per minute")
    person = Person(app)
    assert [ask(person, stall, f"问 {n}").status_code for n in range(3)] == [303, 303, 429]
