"""The keeper and the supplier answer: each sees its own conversations, in the order in which they wait; what was
answered helps again."""

import io
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlmodel import col, select

from models.account.audit import Audit
from models.account.member import Member
from models.catalogue.goods.goods import Goods
from models.catalogue.supplier.supplier import Supplier, SupplierStaff
from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.rules import DEFAULT
from models.shop.shop import Shop
from models.talk.answer import Answer
from models.talk.conversation import Conversation, Message, MessagePicture
from models.talk.handing import hand_over, handover
from models.talk.pictures import Kept, keep_picture
from models.talk.talking import MessageDraft, open_talk, say
from tests.given.factories import make_goods, make_member, make_pick, make_shop, make_supplier, picture_bytes
from tests.given.people import Person
from tests.given.stall import hidden
from views.kit.house import House

VISITOR = "d" * 32


@dataclass
class Counter:
    """A keeper's shop and a supplier's goods in it, with both people signed in."""

    house: House
    keeper: Person
    staff: Person
    goods: str
    shop: int

    def ask(self, words: str, *, visitor: str = VISITOR, hours_ago: int = 0, pictures: list[Kept] | None = None) -> str:
        """A buyer's question; the conversation's code."""
        with self.house.database.transaction() as session:
            goods = session.exec(select(Goods).where(Goods.code == self.goods)).one()
            shop = session.exec(select(Shop).where(Shop.number == self.shop)).one()
            at = now() - timedelta(hours=hours_ago)
            talk = open_talk(session, visitor=visitor, goods=goods, shop=shop, at=at)
            say(session, talk, MessageDraft(words, "", pictures or []), Act.buyer(at), rules=DEFAULT)
            return talk.code

    def buy(self, visitor: str = VISITOR) -> None:
        """The sale, as far as conversations are concerned."""
        with self.house.database.transaction() as session:
            talk = session.exec(select(Conversation).where(Conversation.visitor == visitor)).one()
            assert talk.goods_id is not None and talk.supplier_id is not None
            bought = [(talk.goods_id, talk.shop_id, talk.supplier_id)]
            hand_over(session, handover(visitor, "王小明", bought, at=now()))

    def talk(self, visitor: str = VISITOR) -> Conversation:
        """As it stands."""
        with self.house.database.reading() as session:
            return session.exec(select(Conversation).where(Conversation.visitor == visitor)).one()


@pytest.fixture
def counter(house: House, keeper: Person, staff: Person) -> Counter:
    """The usual."""
    with house.database.transaction() as session:
        supplier = session.exec(select(Supplier).where(Supplier.code == staff.supplier_code)).one()
        shop = session.exec(select(Shop).where(Shop.number == keeper.shop_number)).one()
        goods = make_goods(session, supplier)
        make_pick(session, shop, goods)
        return Counter(house, keeper, staff, goods.code, shop.number)


def answer(person: Person, address: str, words: str, **form: object) -> int:
    """By the form on the page; the reply's status."""
    once = hidden(person.get(address).text, "once")
    return person.post(f"{address}/messages", {"text": words, "once": once} | form).status_code


def test_the_keeper_sees_who_waits_longest_first_with_the_clock(counter: Counter) -> None:
    counter.ask("刚问的")
    counter.ask("等久了", visitor="1" * 32, hours_ago=30)
    counter.ask("快到了", visitor="2" * 32, hours_ago=21)
    page = counter.keeper.get("/console/talks").text
    assert page.index("等久了") < page.index("快到了") < page.index("刚问的")
    assert "超时 6 小时" in page and "2 小时内要答" in page
    today = counter.keeper.get("/console").text
    assert "3 位买家在等你回答" in today and "tab-tally" in today


def test_the_keeper_answers_and_the_clock_stops(counter: Counter) -> None:
    code = counter.ask("能放多久？")
    address = f"/console/talks/{code}"
    page = counter.keeper.get(address).text
    assert "能放多久" in page and f"访客 {code[:4].lower()}" in page and VISITOR not in page
    assert counter.talk().token not in page
    assert answer(counter.keeper, address, "干燥避光，越放越醇。") == 303
    talk = counter.talk()
    assert (talk.waiting_since, talk.buyer_unread, talk.keeper_unread) == (None, 1, 0)
    assert "tab-tally" not in counter.keeper.get("/console").text


def test_the_same_answer_twice_is_one_message(counter: Counter) -> None:
    address = f"/console/talks/{counter.ask('能放多久？')}"
    once = hidden(counter.keeper.get(address).text, "once")
    for _ in range(2):
        assert counter.keeper.post(f"{address}/messages", {"text": "放三年没问题", "once": once}).status_code == 303
    with counter.house.database.reading() as session:
        assert len(session.exec(select(Message)).all()) == 2


def test_an_empty_answer_is_refused(counter: Counter) -> None:
    address = f"/console/talks/{counter.ask('能放多久？')}"
    assert answer(counter.keeper, address, " ") == 422
    assert counter.talk().waiting_since is not None


def test_nobody_else_finds_it(app: Flask, counter: Counter, stranger: Person) -> None:
    code = counter.ask("能放多久？")
    with counter.house.database.transaction() as session:
        other = make_shop(session, name="海边", keeper="阿海").keeper.phone
    neighbour = Person(app).sign_in(other)
    for person in (neighbour, stranger, Person(app)):
        assert person.get(f"/console/talks/{code}").status_code in (303, 404)
        assert person.post(f"/console/talks/{code}/messages", {"text": "x", "once": "x" * 20}).status_code in (
            303,
            400,
            404,
        )
    assert neighbour.get(f"/console/talks/{code}").status_code == 404
    assert neighbour.get(f"/console/talks/{code}/new").status_code == 404
    assert "能放多久" not in neighbour.get("/console/talks").text
    with counter.house.database.reading() as session:
        assert len(session.exec(select(Message)).all()) == 1


def test_the_supplier_sees_it_only_after_the_sale_and_a_masked_name(counter: Counter) -> None:
    code = counter.ask("什么时候发货？")
    assert counter.staff.get(f"/supply/talks/{code}").status_code == 404
    assert "什么时候发货" not in counter.staff.get("/supply/talks").text
    counter.buy()
    page = counter.staff.get(f"/supply/talks/{code}").text
    assert "什么时候发货" in page and "买家 王＊＊" in page and "王小明" not in page
    assert "47 小时内要答" in counter.staff.get("/supply/talks").text
    assert "1 位买家在等你回答" in counter.staff.get("/supply").text
    assert answer(counter.staff, f"/supply/talks/{code}", "今天下午发出") == 303
    keeper = counter.keeper.get(f"/console/talks/{code}").text
    assert "今天下午发出" in keeper and "买家 王＊＊" in keeper and "王小明" not in keeper
    assert answer(counter.keeper, f"/console/talks/{code}", "我也盯着") == 303


def test_another_supplier_finds_nothing(counter: Counter, app: Flask) -> None:
    code = counter.ask("什么时候发货？")
    counter.buy()
    with counter.house.database.transaction() as session:
        member = make_member(session)
        make_supplier(session, name="别家", staff=member)
        phone = member.phone
    other = Person(app).sign_in(phone)
    assert other.get(f"/supply/talks/{code}").status_code == 404
    assert other.get("/supply/talks").status_code == 200


def test_the_keeper_calls_the_supplier_in(counter: Counter) -> None:
    code = counter.ask("有检测报告吗？")
    counter.keeper.get(f"/console/talks/{code}")
    assert counter.keeper.post(f"/console/talks/{code}/handing").status_code == 303
    assert counter.talk().answerer == "supplier"
    assert "掌柜请供货商来回答" in counter.staff.get(f"/supply/talks/{code}").text


def test_a_remembered_answer_is_one_tap_away_for_another_keeper(app: Flask, counter: Counter) -> None:
    code = counter.ask("我叫王小明，这茶能放多久？")
    counter.buy()
    assert answer(counter.staff, f"/supply/talks/{code}", "干燥避光，越放越醇。", remember="y") == 303
    with counter.house.database.transaction() as session:
        shop = make_shop(session, name="海边", keeper="阿海")
        make_pick(session, shop, session.exec(select(Goods).where(Goods.code == counter.goods)).one())
        phone, number = shop.keeper.phone, shop.number
    there = replace(counter, keeper=Person(app).sign_in(phone), shop=number)
    address = f"/console/talks/{there.ask('放多久会坏', visitor='9' * 32)}"
    page = there.keeper.get(address).text
    assert "供货商答过的" in page and "干燥避光" in page and "王小明" not in page
    assert answer(there.keeper, address, "干燥避光，越放越醇。") == 303
    assert there.talk("9" * 32).buyer_unread == 1


def test_the_supplier_chooses_what_the_goods_page_shows(counter: Counter, buyer: Person) -> None:
    code = counter.ask("我是王小明，能放多久？")
    counter.buy()
    answer(counter.staff, f"/supply/talks/{code}", "干燥避光，越放越醇。", remember="y")
    goods = f"/{counter.shop}/{counter.goods}"
    assert "大家问过" not in buyer.get(goods).text
    listed = counter.staff.get("/supply/answers").text
    assert "干燥避光" in listed and "王小明，能放多久？</textarea>" not in listed
    with counter.house.database.reading() as session:
        pair = session.exec(select(Answer.code)).one()
    refused = counter.staff.post(f"/supply/answers/{pair}/approval", {"question": "", "answer": "x"})
    assert refused.status_code == 422 and "这里不能空着" in refused.text
    words = {"question": "能放多久？<b>", "answer": "放得住"}
    assert counter.staff.post(f"/supply/answers/{pair}/approval", words).status_code == 303
    page = buyer.get(goods).text
    assert "能放多久？&lt;b&gt;" in page and "放得住" in page and "王小明" not in page
    assert "放得住" in buyer.get(f"{goods}/asked").text
    assert counter.staff.post(f"/supply/answers/{pair}/withdrawal", {}).status_code == 303
    assert "放得住" not in buyer.get(goods).text
    assert counter.staff.post(f"/supply/answers/{pair}/removal", {}).status_code == 303
    assert counter.staff.post(f"/supply/answers/{pair}/removal", {}).status_code == 404


def test_what_the_supplier_does_to_answers_is_on_record_without_the_buyers_words(counter: Counter) -> None:
    code = counter.ask("我是王小明，能放多久？")
    counter.buy()
    answer(counter.staff, f"/supply/talks/{code}", "干燥避光，越放越醇。", remember="y")
    counter.staff.get("/supply/answers")
    with counter.house.database.reading() as session:
        pair = session.exec(select(Answer.code)).one()
    words = {"question": "能放多久？", "answer": "放得住"}
    for address, sent in (
        (f"/supply/answers/{pair}/approval", words),
        (f"/supply/answers/{pair}/approval", words),
        (f"/supply/answers/{pair}/withdrawal", {}),
        (f"/supply/answers/{pair}/removal", {}),
        (f"/supply/goods/{counter.goods}/answers", words),
    ):
        assert counter.staff.post(address, sent).status_code == 303
    with counter.house.database.reading() as session:
        rows = session.exec(select(Audit).where(Audit.what == "goods.answer").order_by(col(Audit.id))).all()
    assert {row.thing for row in rows} == {counter.goods}
    told = [{one.what: (one.was, one.now) for one in row.changes} for row in rows]
    answered = [one.get("回答") for one in told]
    assert answered == [("干燥避光，越放越醇。", "放得住"), None, ("放得住", ""), ("", "放得住")]
    assert told[1]["展示在商品页"][1] == ""
    assert "王小明" not in str(told)


def test_five_stand_on_the_goods_page_and_all_on_their_own(counter: Counter, buyer: Person) -> None:
    counter.staff.get("/supply/answers")
    for number in range(7):
        words = {"question": f"第 {number} 问", "answer": f"第 {number} 答"}
        assert counter.staff.post(f"/supply/goods/{counter.goods}/answers", words).status_code == 303
    goods = f"/{counter.shop}/{counter.goods}"
    assert buyer.get(goods).text.count("<dt><b>") == 5
    assert f'href="{goods}/asked"' in buyer.get(goods).text
    assert buyer.get(f"{goods}/asked").text.count("<dt><b>") == 7


def test_staff_poll_and_pictures_are_their_own(app: Flask, counter: Counter) -> None:
    kept = keep_picture(counter.house.media, picture_bytes(side=300))
    code = counter.ask("看图", pictures=[kept])
    for person, base in ((counter.keeper, "/console/talks"), (counter.staff, "/supply/talks")):
        if base == "/supply/talks":
            counter.buy()
        assert person.get(f"{base}/{code}/new?after=99").status_code == 204
        assert "看图" in person.get(f"{base}/{code}/new?after=0").text
        assert person.get(f"{base}/{code}/pictures/{kept.key}.jpg").mimetype == "image/jpeg"
        assert person.get(f"{base}/{code}/pictures/other.jpg").status_code == 404
        person.get(f"{base}/{code}")
        assert person.post(f"{base}/{code}/reading", {"upto": "99"}).status_code == 303
    assert (counter.talk().keeper_unread, counter.talk().supplier_unread) == (0, 0)
    with counter.house.database.reading() as session:
        assert session.exec(select(MessagePicture.key)).one() == kept.key


def test_an_answer_may_hold_a_picture(counter: Counter) -> None:
    address = f"/console/talks/{counter.ask('有实物图吗')}"
    once = hidden(counter.keeper.get(address).text, "once")
    form = {"text": "", "once": once, "pictures": (io.BytesIO(picture_bytes(side=300)), "a.jpg")}
    assert counter.keeper.post(f"{address}/messages", form, content_type="multipart/form-data").status_code == 303
    assert "［图片］" in counter.keeper.get("/console/talks").text


def test_a_form_without_its_token_is_refused(counter: Counter) -> None:
    code = counter.ask("能放多久？")
    counter.keeper.token = ""
    reply = counter.keeper.post(f"/console/talks/{code}/messages", {"text": "x", "once": "x" * 20})
    assert reply.status_code == 400


def test_many_conversations_come_in_pages(counter: Counter) -> None:
    for number in range(32):
        counter.ask(f"问题 {number}。", visitor=f"{number:032}", hours_ago=100 - number)
    assert "问题 0。" not in counter.staff.get("/supply/talks").text
    first, second = (counter.keeper.get(f"/console/talks?page={n}").text for n in (1, 2))
    assert "问题 0。" in first and "问题 31。" not in first
    assert "问题 31。" in second


def test_staff_of_the_supplier_are_members(counter: Counter) -> None:
    code = counter.ask("什么时候发货？")
    counter.buy()
    answer(counter.staff, f"/supply/talks/{code}", "今天下午发出")
    with counter.house.database.reading() as session:
        said = session.exec(select(Message).where(Message.side == "supplier")).one()
        works = select(Member.id).join(SupplierStaff)
        assert said.member_id in session.exec(works).all()
