"""Mine over HTTP: what this browser has, what waits first, nobody else's, and letting go of it."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlmodel import select

from models.account.member import Member
from models.catalogue.goods.goods import Goods
from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.rules import DEFAULT
from models.shop.shop import Shop
from models.talk.answering import answer
from models.talk.conversation import Conversation
from models.talk.talking import MessageDraft, open_talk, say
from models.trade.order.order import Order
from tests.given.coupons import given_by_shop
from tests.given.people import Person
from tests.given.stall import Stall, buy, close, cookie, open_stall
from views.kit.house import House

PRIVATE = ("/mine", "/mine/orders", "/mine/marks")

NOTHING = {"cart": 0, "unpaid": 0, "lying": 0, "due": False, "unread": 0, "said": []}


@pytest.fixture
def stall(house: House) -> Stall:
    """A shop with goods, cheap enough for many orders."""
    return open_stall(house, stock=5_000)


def orders_of(house: House) -> list[Order]:
    """Every order, oldest first."""
    with house.database.reading() as session:
        return list(session.exec(select(Order).order_by(Order.id)))  # type: ignore[arg-type]


def asked(house: House, stall: Stall, visitor: str, words: str, *, reply: str = "") -> None:
    """A question of a visitor, and the keeper's answer."""
    with house.database.transaction() as session:
        goods, shop = session.exec(select(Goods)).one(), session.exec(select(Shop)).one()
        talk = open_talk(session, visitor=visitor, goods=goods, shop=shop, at=now())
        say(session, talk, MessageDraft(words, "q" * 32), Act.buyer(now()), rules=DEFAULT)
        if reply:
            keeper = session.exec(select(Member).where(Member.id == shop.keeper_id)).one()
            answer(
                session, talk, MessageDraft(reply, "a" * 32), Act.keeper(keeper, now()), remember=False, rules=DEFAULT
            )


def visitor_of(house: House) -> str:
    """Who made the only order."""
    return orders_of(house)[-1].visitor


def test_a_browser_that_has_nothing_is_told_how_things_come_here(buyer: Person) -> None:
    reply = buyer.get("/mine")
    assert reply.status_code == 200
    assert "这个浏览器里还没有东西" in reply.text
    assert 'href="/"' in reply.text
    assert "都清掉" not in reply.text
    assert not cookie(reply, "visitor"), "reading makes nobody known"


@pytest.mark.parametrize("path", PRIVATE)
def test_no_store_keeps_it_and_no_machine_lists_it(buyer: Person, stall: Stall, path: str) -> None:
    buy(buyer, stall)
    reply = buyer.get(path)
    assert reply.headers["Cache-Control"] == "no-store"
    assert "noindex" in reply.headers["X-Robots-Tag"]


def test_the_state_is_said_first_and_what_costs_money_has_the_button(buyer: Person, house: House, stall: Stall) -> None:
    buy(buyer, stall, payment="test")
    buy(buyer, stall)
    unpaid, placed = orders_of(house)
    text = buyer.get("/mine").text
    assert text.index("等你付款") < text.index("等发货"), "the older one waits for the buyer, so it stands first"
    assert text.count("btn-go") == 1
    assert f'action="/orders/{unpaid.token}/payment"' in text
    assert f'href="/orders/{placed.token}"' in text
    assert "给你留到" in text
    assert "全部" not in text, "both are shown already"


def test_an_order_past_its_time_has_no_button_any_more(buyer: Person, house: House, stall: Stall) -> None:
    buy(buyer, stall, payment="test")
    with house.database.transaction() as session:
        order = session.exec(select(Order)).one()
        assert order.pay_by == order.placed_at + timedelta(minutes=DEFAULT.unpaid_minutes)
        order.placed_at, order.pay_by = order.placed_at - timedelta(hours=2), now() - timedelta(minutes=1)
    text = buyer.get("/mine").text
    assert "过了付款时间" in text
    assert "btn-go" not in text


def test_a_thousand_orders_have_pages(buyer: Person, house: House, stall: Stall) -> None:
    buy(buyer, stall)
    with house.database.transaction() as session:
        first = session.exec(select(Order)).one()
        for n in range(999):
            copy = Order(
                **first.model_dump(exclude={"id", "number", "token", "once"}),
                number=f"2611220{n:05d}",
                token=f"token{n:05d}",
                once=f"{n:032d}",
            )
            copy.parcels = [
                type(parcel)(
                    **parcel.model_dump(exclude={"id", "order_id", "code"}),
                    code=f"P{n:07d}",
                    lines=[type(line)(**line.model_dump(exclude={"id", "parcel_id"})) for line in parcel.lines],
                )
                for parcel in first.parcels
            ]
            session.add(copy)
    assert "全部 1000 个" in buyer.get("/mine").text
    seen = [buyer.get(f"/mine/orders?page={page}").text.count("/orders/token") for page in (1, 2, 50, 51)]
    assert seen[0] == seen[1] == 20
    assert seen[2] in (19, 20), "the first order has a token of its own"
    assert seen[3] == seen[2], "past the end the last page is shown"
    assert "第 50 页，共 50 页" in buyer.get("/mine/orders?page=50").text


def test_questions_say_the_question_and_the_answer_and_what_is_unread(
    buyer: Person, house: House, stall: Stall
) -> None:
    buy(buyer, stall)
    who = visitor_of(house)
    asked(house, stall, who, "能放多久？", reply="放到明年也行。")
    text = buyer.get("/mine").text
    assert "能放多久？" in text
    assert "阿林小铺：放到明年也行。" in text
    assert "未读" in text
    with house.database.transaction() as session:
        session.exec(select(Conversation)).one().buyer_unread = 0
    assert "未读" not in buyer.get("/mine").text


def test_a_question_that_waits_says_who_answers_until_when(buyer: Person, house: House, stall: Stall) -> None:
    buyer.post("/cart", stall.form)
    buyer.get(f"{stall.page}/talk")
    buy(buyer, stall)
    asked(house, stall, visitor_of(house), "煮着喝吗？")
    text = buyer.get("/mine").text
    assert "煮着喝吗？" in text
    assert "最晚 " in text


def test_coupons_that_can_be_used_and_shops_are_there(buyer: Person, house: House, stall: Stall) -> None:
    with house.database.transaction() as session:
        coupon = given_by_shop(
            session,
            session.exec(select(Shop)).one(),
            begins_at=now() - timedelta(hours=1),
            ends_at=now() + timedelta(days=3),
        )
        code = coupon.code
    assert buyer.post(f"/coupons/{code}/claim").status_code == 303
    text = buyer.get("/mine").text
    assert "见面礼" in text
    assert f'href="/{stall.number}"' in text
    assert "领过券" in text
    close(house, stall.number, "回老家了")
    assert f'href="/{stall.number}"' not in buyer.get("/mine").text, "a closed door is no way"


def test_a_shop_that_was_opened_is_remembered_by_number_and_by_link(app: Flask, house: House, stall: Stall) -> None:
    walker, scanner = Person(app), Person(app)
    walker.get(f"/{stall.number}")
    scanner.get(f"/Q/{stall.link()}")
    for person in (walker, scanner):
        text = person.get("/mine").text
        assert f'href="/{stall.number}"' in text
        assert "逛过" in text
    assert f'href="/{stall.number}"' not in Person(app).get("/mine").text


@pytest.mark.parametrize("value", ["", "zzzz", "hkq3b.0123456789abcdef", "hkq3b.", "AAAAAAA.hkq3b", "…"])
def test_a_written_cookie_shows_no_door(app: Flask, stall: Stall, value: str) -> None:
    """Else this page would be a way to walk through numbers."""
    forger = Person(app)
    for name in (f"been{stall.number}", f"via{stall.number}"):
        forger.client.set_cookie(name, value)
    assert str(stall.number) not in forger.get("/mine").text


def test_a_seal_counts_for_its_own_number_alone(app: Flask, house: House, stall: Stall) -> None:
    other = open_stall(house, name="慢半拍")
    forger = Person(app)
    seal = cookie(forger.get(f"/{stall.number}"), f"been{stall.number}").partition("=")[2].partition(";")[0]
    forger.client.set_cookie(f"been{other.number}", seal)
    text = forger.get("/mine").text
    assert str(stall.number) in text
    assert str(other.number) not in text
    forger.client.set_cookie(f"via{other.number}", f"{stall.link()}.{seal.partition('.')[0]}")
    assert str(other.number) not in forger.get("/mine").text, "a link leads to its own shop"


def test_one_browsers_things_are_never_shown_to_another(app: Flask, buyer: Person, house: House, stall: Stall) -> None:
    buy(buyer, stall, payment="test")
    order = orders_of(house)[0]
    asked(house, stall, order.visitor, "能放多久？", reply="放到明年也行。")
    forged = Person(app)
    for value in (order.visitor, f"{order.visitor}.", f"{order.visitor}.AAAA", f".{order.visitor}"):
        forged.client.set_cookie("visitor", value)
        for path in PRIVATE:
            text = forged.get(path).text
            assert order.token not in text
            assert "放到明年" not in text
        assert forged.get("/mine/marks").json == NOTHING


def test_the_marks_count_what_waits(buyer: Person, house: House, stall: Stall) -> None:
    assert buyer.get("/mine/marks").json == NOTHING
    buy(buyer, stall, payment="test")
    asked(house, stall, visitor_of(house), "能放多久？", reply="放到明年也行。")
    buyer.post("/cart", stall.form | {"quantity": "3"})
    assert buyer.get("/mine/marks").json == {
        "cart": 3,
        "unpaid": 1,
        "lying": 0,
        "due": True,
        "unread": 1,
        "said": ["1 个订单等你付款", "1 个问题有新回答"],
    }
    said = buyer.get("/mine/marks", headers={"Accept-Language": "en"}).json
    assert said and said["said"] == ["1 order waits to be paid.", "1 question has a new answer."]


def test_every_buyers_page_leads_there_with_the_same_bytes_for_all(app: Flask, buyer: Person, stall: Stall) -> None:
    for path in ("/", f"/{stall.number}", stall.page, "/cart", "/orders", "/coupons"):
        assert 'href="/mine"' in buyer.get(path).text, path
    strangers = buyer.get(stall.page).data
    buy(buyer, stall, payment="test")
    assert buyer.get(stall.page).data.replace(b"4999", b"5000") == strangers.replace(b"4999", b"5000")


def test_letting_go_takes_everything_off_the_device(buyer: Person, house: House, stall: Stall) -> None:
    buyer.get(f"/{stall.number}")
    buyer.get(f"/Q/{stall.link()}")
    buy(buyer, stall)
    buyer.post("/cart", stall.form)
    assert orders_of(house)[0].token in buyer.get("/mine").text
    reply = buyer.post("/mine/forgetting")
    assert (reply.status_code, reply.location) == (303, "/mine")
    text = buyer.get("/mine").text
    assert "这个浏览器里还没有东西" in text
    assert str(stall.number) not in text
    assert "王小明" not in buyer.get("/checkout", follow_redirects=True).text
    assert buyer.get("/mine/marks").json == NOTHING
    assert len(orders_of(house)) == 1, "nothing is deleted: the order is found again by number and phone"


def test_another_sites_form_lets_go_of_nothing(buyer: Person, house: House, stall: Stall) -> None:
    buy(buyer, stall)
    for header in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        assert buyer.client.post("/mine/forgetting", headers=header).status_code == 403
    assert orders_of(house)[0].token in buyer.get("/mine").text
    assert buyer.get("/mine/forgetting").status_code == 405
