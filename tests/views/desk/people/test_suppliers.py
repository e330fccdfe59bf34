"""Suppliers at the desk: taking one on, the list, the page of one."""

from datetime import timedelta

from flask import Flask
from sqlmodel import col, select

from models.account.audit import Audit
from models.account.member import Member
from models.catalogue.supplier.supplier import Supplier
from models.gate.finding import checklist_of_supplier
from models.gate.paying import missing_for_payout
from models.gate.supplying import Candidacy, apply_to_supply
from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.rules import DEFAULT
from tests.given.factories import make_goods, make_member, make_supplier
from tests.given.people import Person
from views.kit.house import House

FORM = {
    "name": "福鼎云岭茶业",
    "kind": "factory",
    "ships_from": "福建福鼎",
    "story": "做了三代的白茶。",
    "freight": "6",
    "free_over": "69",
    "staff": "小王",
    "phone": "138 0000 1111",
    "password": "first-password",
}

WRONG = (
    ("name", " ", "请填供货商的名字"),
    ("kind", "charity", ""),
    ("ships_from", "远" * 41, "最多 40 个字"),
    ("freight", "六块", "不是金额"),
    ("staff", "", "请填对接人的称呼"),
    ("phone", "12345", "请填 11 位手机号"),
    ("password", "short", "密码至少 8 位"),
)


def suppliers(house: House) -> list[Supplier]:
    with house.database.reading() as session:
        return list(session.exec(select(Supplier)))


class TestTakingOn:
    def test_a_supplier_and_somebody_who_works_for_it(self, app: Flask, operator: Person, house: House) -> None:
        operator.get("/desk/suppliers/new")
        reply = operator.post("/desk/suppliers", FORM)
        (supplier,) = suppliers(house)
        assert (reply.status_code, reply.location) == (303, f"/desk/suppliers/{supplier.code}")
        assert (supplier.freight, supplier.free_over, supplier.ships_from) == (600, 6900, "福建福鼎")
        page = operator.get(reply.location).text
        assert "做了三代的白茶。" in page
        assert "13800001111" in page
        assert Person(app).sign_in_by_form("13800001111", "first-password").get("/supply").status_code == 200
        with house.database.reading() as session:
            row = session.exec(select(Audit).where(col(Audit.what).like("supplier.%"))).one()
            assert (row.what, row.subject) == ("supplier.enrol", f"{supplier.code} 福鼎云岭茶业")
            assert "first-password" not in row.why

    def test_twice_is_once(self, operator: Person, house: House) -> None:
        operator.get("/desk/suppliers/new")
        first, second = (operator.post("/desk/suppliers", FORM).location for _ in "ab")
        assert first == second
        assert len(suppliers(house)) == 1

    def test_without_freight_it_is_free(self, operator: Person, house: House) -> None:
        operator.get("/desk/suppliers/new")
        operator.post("/desk/suppliers", FORM | {"freight": "", "free_over": ""})
        (supplier,) = suppliers(house)
        assert (supplier.freight, supplier.free_over) == (0, None)
        assert "包邮" in operator.get(f"/desk/suppliers/{supplier.code}").text

    def test_what_is_wrong_is_said_beside_its_field(self, operator: Person, house: House) -> None:
        operator.get("/desk/suppliers/new")
        for field, value, words in WRONG:
            reply = operator.post("/desk/suppliers", FORM | {field: value})
            assert reply.status_code == 422, field
            assert f'id="{field}-error">' in reply.text, field
            assert words in reply.text
        assert suppliers(house) == []
        with house.database.reading() as session:
            assert session.exec(select(Member).where(Member.phone == "13800001111")).first() is None

    def test_a_name_or_a_phone_that_is_taken(self, operator: Person, house: House) -> None:
        with house.database.transaction() as session:
            make_supplier(session, name=FORM["name"])
            phone = make_member(session).phone
        operator.get("/desk/suppliers/new")
        assert "已经有叫这个名字的供货商了" in operator.post("/desk/suppliers", FORM).text
        reply = operator.post("/desk/suppliers", FORM | {"name": "另一家", "phone": phone})
        assert reply.status_code == 422
        assert "已经有账号了" in reply.text


class TestLooking:
    def test_the_list_counts_goods(self, operator: Person, house: House) -> None:
        with house.database.transaction() as session:
            supplier = make_supplier(session, name="福鼎茶厂")
            code = supplier.code
            for state in ("submitted", "on_sale", "on_sale"):
                make_goods(session, supplier, state=state)
        page = operator.get("/desk/suppliers").text
        assert "福鼎茶厂" in page
        assert f"/desk/goods?supplier={code}" in page
        one = operator.get(f"/desk/suppliers/{code}").text
        assert f"/desk/goods?state=on_sale&amp;supplier={code}" in one

    def test_words_find_some(self, operator: Person, house: House) -> None:
        with house.database.transaction() as session:
            make_supplier(session, name="福鼎茶厂")
            make_supplier(session, name="临安山货")
        page = operator.get("/desk/suppliers?q=临安").text
        assert "临安山货" in page
        assert "找到 1 条" in page and "找到" not in operator.get("/desk/suppliers").text
        assert "找到 1 条" in page and "找到" not in operator.get("/desk/suppliers").text
        assert "没有叫“_”的供货商" in operator.get("/desk/suppliers?q=_").text

    def test_who_applies_or_leaves_stands_apart(self, operator: Person, house: House) -> None:
        with house.database.transaction() as session:
            make_supplier(session, name="福鼎茶厂")
            make_supplier(session, name="临安山货").leaving_at = now()
            asks = make_member(session)
            apply_to_supply(session, asks, Candidacy("连江海味", "factory"), Act.supplier(asks, now()), rules=DEFAULT)
            code = session.exec(select(Supplier.code).where(Supplier.name == "连江海味")).one()
        assert "连江海味" in operator.get("/desk/suppliers").text
        applying, leaving = (operator.get(f"/desk/suppliers?state={one}").text for one in ("applying", "leaving"))
        assert "连江海味" in applying and "临安山货" not in applying
        assert "临安山货" in leaving and "福鼎茶厂" not in leaving
        assert "入驻清单" in operator.get(f"/desk/suppliers/{code}").text

    def test_without_any_it_says_what_to_do(self, operator: Person) -> None:
        assert "还没有供货商" in operator.get("/desk/suppliers").text

    def test_one_that_is_not_there(self, operator: Person) -> None:
        assert operator.get("/desk/suppliers/NOSUCH").status_code == 404


def test_taken_on_by_hand_it_shows_the_rest_within_a_time(operator: Person, house: House) -> None:
    """It sells at once; after the time only payouts wait."""
    for _ in range(2):
        assert operator.post("/desk/suppliers", FORM | {"deposit": "0"}).status_code == 303
    with house.database.reading() as session:
        supplier = session.exec(select(Supplier)).one()
        checklist = checklist_of_supplier(session, supplier.id)
        assert checklist is not None and checklist.by_hand and not supplier.applying
        assert {item.name: item.state for item in checklist.items} == {
            "company": "yours", "capital": "yours", "brands": "yours", "returns": "yours", "deposit": "done",
        }  # fmt: skip
        assert missing_for_payout(session, supplier, now()) == []
        after = now() + timedelta(days=DEFAULT.gate_grace_days, minutes=1)
        assert len(missing_for_payout(session, supplier, after)) == 4
