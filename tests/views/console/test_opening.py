"""Opening a shop, and what a keeper is greeted with."""

import re

import pytest
from sqlmodel import select

from models.account.audit import Audit
from models.account.member import Member
from models.kernel.clock import now
from models.shop.shop import Shop
from tests.given.people import Person
from tests.given.rules import change_rules
from views.kit.house import House


def shops_of(house: House, name: str) -> list[Shop]:
    with house.database.reading() as session:
        return list(session.exec(select(Shop).join(Member).where(Member.name == name)))


def test_a_member_names_the_shop_and_gets_its_number_and_its_checklist(stranger: Person, house: House) -> None:
    assert stranger.get("/console").location == "/console/opening"
    asked = stranger.get("/console/opening")
    assert asked.status_code == 200
    assert "手持身份证的照片" in asked.text.replace("<wbr>", "")
    reply = stranger.post("/console/opening", {"name": "林间小铺", "introduction": "山里的东西"})
    assert (reply.status_code, reply.location) == (303, "/console/opening")
    (shop,) = shops_of(house, "路人")
    assert (shop.name, shop.introduction, shop.door) == ("林间", "山里的东西", "soon")
    shown = stranger.get("/console/opening").text
    assert str(shop.number) in shown
    assert re.findall(r'data-item="(\w+)"\s+data-state="(\w+)"', shown) == [
        ("words", "done"),
        ("phone", "yours"),
        ("identity", "yours"),
        ("certification", "yours"),
        ("credit", "yours"),
        ("payee", "yours"),
    ]
    assert shown.count("btn-go") <= 1, "one red button"
    for elsewhere in ("/console", "/console/welcome"):
        assert stranger.get(elsewhere).location == "/console/opening"


def test_a_double_tap_begins_one_shop(stranger: Person, house: House) -> None:
    stranger.get("/console/opening")
    for name in ("林间", "竹里"):
        assert stranger.post("/console/opening", {"name": name}).location == "/console/opening"
    (shop,) = shops_of(house, "路人")
    assert shop.name == "林间"
    with house.database.reading() as session:
        (row,) = session.exec(select(Audit).where(Audit.what == "shop.begin"))
        assert (row.thing, row.who) == (str(shop.number), shop.keeper_id)
        assert ("店名", "", "林间") in [(one.what, one.was, one.now) for one in row.changes]
        assert session.exec(select(Audit).where(Audit.what == "shop.open")).all() == []


def test_where_a_name_and_a_phone_are_asked_the_door_opens_at_once(stranger: Person, house: House) -> None:
    change_rules(house, gate_identity="off", gate_certification="off", gate_credit="off")
    with house.database.transaction() as session:
        session.exec(select(Member).where(Member.name == "路人")).one().phone_proven_at = now()
    assert "别的不问" in stranger.get("/console/opening").text.replace("<wbr>", "")
    assert stranger.post("/console/opening", {"name": "林间"}).location == "/console/welcome"
    (shop,) = shops_of(house, "路人")
    assert shop.door == "open"
    assert str(shop.number) in stranger.get("/console/welcome").text
    assert stranger.get("/console/opening").status_code == 200, "the payee account is still asked for"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("", "给小铺起个名字吧"),
        ("茶叶旗舰", "名字里不能有“旗舰”"),
        ("专 卖", "名字里不能有“专卖”"),
        ("长" * 13, "名字最多 12 个字"),
    ],
)
def test_names_that_are_refused_come_back(stranger: Person, house: House, name: str, words: str) -> None:
    stranger.get("/console/opening")
    reply = stranger.post("/console/opening", {"name": name, "introduction": "我写了半天的介绍"})
    assert reply.status_code == 422
    assert words in reply.text
    assert "我写了半天的介绍" in reply.text
    assert shops_of(house, "路人") == []


def test_only_members_open_shops(buyer: Person, stranger: Person, house: House) -> None:
    assert buyer.get("/console/opening").location == "/sign-in?next=%2Fconsole%2Fopening"
    assert stranger.client.post("/console/opening", data={"name": "林间"}).status_code == 400
    assert shops_of(house, "路人") == []
