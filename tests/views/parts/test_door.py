"""What the door says, by state, where kept pages fetch it and on the page of one's own."""

from datetime import timedelta

from flask import Flask
from sqlmodel import select

from models.gate.beginning import begin_checklist
from models.gate.checklist import Checklist
from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.rules import DEFAULT
from models.shop.opening import Door, begin_shop
from tests.given.factories import make_member
from tests.given.people import Person
from views.kit.house import House

MARKS = "/mine/marks"


def door(person: Person) -> tuple[str, str, str] | None:
    """State, words and where they lead, as scripts get them."""
    reply = person.get(MARKS)
    assert reply.json is not None and "no-store" in reply.headers["Cache-Control"]
    said = reply.json.get("door")
    return (said["state"], said["words"], said["href"]) if said else None


def member(app: Flask, house: House) -> Person:
    with house.database.transaction() as session:
        phone = make_member(session).phone
    return Person(app).sign_in(phone)


def applicant(app: Flask, house: House) -> Person:
    """Somebody whose shop has begun, under the strict rules."""
    with house.database.transaction() as session:
        who = make_member(session)
        who.phone_proven_at = now()
        shop = begin_shop(session, who, Door("林间"), rules=DEFAULT, at=now())
        begin_checklist(session, who, shop, Act.keeper(who, now()), rules=DEFAULT)
        phone = who.phone
    return Person(app).sign_in(phone)


def test_to_strangers_it_says_nothing_of_its_own_and_the_first_page_is_the_same_for_all(
    app: Flask, house: House, buyer: Person, keeper: Person
) -> None:
    assert door(buyer) is None
    assert "凭邀请码开店" in buyer.get("/").text and "凭邀请码开店" in buyer.get("/mine").text
    assert buyer.get("/").data == keeper.get("/").data == applicant(app, house).get("/").data


def test_it_says_how_far_somebody_has_come(app: Flask, house: House, keeper: Person, operator: Person) -> None:
    assert door(member(app, house)) == ("nothing", "开一间小铺", "/console/opening")
    assert door(keeper) == ("open", "我的小铺", "/console")
    assert door(operator) == ("desk", "我的工作台", "/desk")
    began = applicant(app, house)
    state, words, href = door(began) or ("", "", "")
    assert (state, href) == ("yours", "/console/opening")
    assert words.startswith("开店：第 3 步，共 5 步")
    assert words in began.get("/mine").text


def test_it_says_until_when_we_promised(app: Flask, house: House) -> None:
    began = applicant(app, house)
    with house.database.transaction() as session:
        checklist = session.exec(select(Checklist)).one()
        for item in checklist.items:
            if item.state == "yours" and item.asked == "door":
                item.state, item.given_at, item.due_at = "waiting", now(), now() + timedelta(minutes=1)
    state, words, href = door(began) or ("", "", "")
    assert state == "waiting" and words.startswith("开店：等我们到 ") and href == "/console/opening"


def test_signing_out_leaves_nothing_behind(keeper: Person) -> None:
    keeper.get("/console")
    assert door(keeper) is not None
    keeper.post("/sign-out")
    assert door(keeper) is None
    assert keeper.client.get_cookie("door") is None
