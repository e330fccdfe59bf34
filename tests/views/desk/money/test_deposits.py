"""A supplier's deposit at the desk, and what the supplier sees of it."""

import re

import pytest
from sqlmodel import select

from models.catalogue.goods.goods import Goods
from models.catalogue.supplier.supplier import Supplier
from models.ledger.deposit import deposit_of
from models.ledger.transaction import Transaction
from tests.given.factories import make_goods, make_supplier
from tests.given.people import Person
from views.kit.house import House


@pytest.fixture
def code(staff: Person, house: House) -> str:
    """The staff's supplier, with goods on sale."""
    with house.database.transaction() as session:
        supplier = session.exec(select(Supplier)).one()
        make_goods(session, supplier, digest="ab" * 16)
        return supplier.code


def held(house: House) -> int:
    with house.database.reading() as session:
        return int(deposit_of(session, session.exec(select(Supplier)).one()))


def state_of_goods(house: House) -> str:
    with house.database.reading() as session:
        return session.exec(select(Goods.state)).one()


def once(page: str) -> str:
    found = re.search(r'name="deduct-once"[^>]*value="([^"]+)"', page)
    assert found
    return found[1]


def test_from_asking_to_giving_back(operator: Person, staff: Person, house: House, code: str) -> None:
    here = f"/desk/suppliers/{code}"
    operator.get(here)
    reply = operator.post(f"{here}/deposit/requirement", {"require-required": "10000"})
    assert (reply.status_code, reply.location) == (303, f"{here}#deposit")
    assert state_of_goods(house) == "off_sale"
    assert "还差 10000 元" in staff.get("/supply/deposit").text
    assert "/supply/deposit" in staff.get("/supply").text
    for _ in range(2):
        operator.post(f"{here}/deposit/payments", {"pay-amount": "10,000", "pay-reference": "ICBC 0001"})
    assert (held(house), state_of_goods(house)) == (1_000_000, "on_sale")
    form = {"deduct-amount": "500.50", "deduct-why": "发了假货", "deduct-once": once(operator.get(here).text)}
    for _ in range(2):
        assert operator.post(f"{here}/deposit/deductions", form).status_code == 303
    assert (held(house), state_of_goods(house)) == (949_950, "off_sale")
    page = staff.get("/supply/deposit").text
    assert "发了假货" in page and "ICBC0001" in page and "还差 500.5 元" in page
    assert operator.post(f"{here}/deposit/returns", {"return-reference": "OUT-1"}).status_code == 303
    assert held(house) == 0
    assert '<td class="keep" data-label="做了什么">退保证金</td>' in operator.get("/desk/audit").text


WRONG = (
    ("payments", {"pay-amount": "", "pay-reference": "A"}, "pay-amount", "请填金额"),
    ("payments", {"pay-amount": "0", "pay-reference": "A"}, "pay-amount", "金额要大于 0"),
    ("payments", {"pay-amount": "5", "pay-reference": ""}, "pay-reference", "写下转账单号"),
    ("deductions", {"deduct-amount": "1", "deduct-why": "", "deduct-once": "o" * 16}, "deduct-why", "写一句为什么扣"),
    ("deductions", {"deduct-amount": "1", "deduct-why": "x", "deduct-once": "o" * 16}, "deduct-amount", "最多扣这么多"),
    ("requirement", {"require-required": "一万"}, "require-required", "不是金额"),
)


def test_what_is_wrong_is_said_beside_its_field(operator: Person, house: House, code: str) -> None:
    operator.get(f"/desk/suppliers/{code}")
    for path, form, field, words in WRONG:
        reply = operator.post(f"/desk/suppliers/{code}/deposit/{path}", form)
        assert reply.status_code == 422, (path, field)
        assert f'id="{field}-error">' in reply.text, (path, field)
        assert words in reply.text
    with house.database.transaction() as session:
        other = make_supplier(session).code
    pay = {"pay-amount": "5", "pay-reference": "A"}
    assert operator.post(f"/desk/suppliers/{other}/deposit/payments", pay).status_code == 303
    reply = operator.post(f"/desk/suppliers/{code}/deposit/payments", pay)
    assert reply.status_code == 422 and "这一笔记过了" in reply.text
    with house.database.reading() as session:
        assert len(session.exec(select(Transaction)).all()) == 1


def test_it_does_not_go_back_while_goods_are_on_sale(operator: Person, house: House, code: str) -> None:
    here = f"/desk/suppliers/{code}"
    operator.get(here)
    operator.post(f"{here}/deposit/payments", {"pay-amount": "5", "pay-reference": "A"})
    assert "还有 1 件商品在售或在审核" in operator.get(here).text
    assert operator.post(f"{here}/deposit/returns", {"return-reference": "B"}).status_code == 422
    assert held(house) == 500


def test_to_others_there_is_nothing_here(staff: Person, keeper: Person, stranger: Person, code: str) -> None:
    paths = [f"/desk/suppliers/{code}/deposit/{verb}" for verb in ("payments", "deductions", "returns", "requirement")]
    for somebody in (staff, keeper, stranger):
        somebody.get("/")
        for path in (*paths, "/desk/levels/elite", "/desk/settlement/runs", "/desk/settlement/resumption"):
            assert somebody.post(path, {"pay-amount": "5", "pay-reference": "A"}).status_code == 404, path
    for somebody in (keeper, stranger):
        assert somebody.get("/supply/deposit").status_code == 404


def test_a_supplier_sees_its_own(staff: Person, operator: Person, house: House, code: str) -> None:
    with house.database.transaction() as session:
        other = make_supplier(session).code
    operator.get("/desk")
    operator.post(f"/desk/suppliers/{other}/deposit/payments", {"pay-amount": "5", "pay-reference": "SECRET-1"})
    page = staff.get("/supply/deposit")
    assert "SECRET-1" not in page.text and "没有要你交保证金" in page.text
    assert page.headers["Cache-Control"] == "no-store"
