"""Becoming a supplier: from the form over the checklist, with the desk's side between, to goods on sale; and who may
not."""

import io
from datetime import timedelta

from flask import Flask
from sqlmodel import select

from models.catalogue.goods.goods import Goods
from models.catalogue.supplier.brand_right import BrandRight
from models.catalogue.supplier.supplier import Supplier
from models.gate.checklist import ChecklistItem
from models.kernel.clock import local, now
from models.kernel.rules import DEFAULT
from models.stories.brand.watch import watch_papers
from tests.given.documents import drawn_photo
from tests.given.factories import at_desk, make_goods, make_member
from tests.given.people import Person
from views.kit.house import House

CODE = "91110000600037341L"
NEXT_YEAR = (local(now()) + timedelta(days=365)).date().isoformat()


def photo(seed: int = 1) -> tuple[io.BytesIO, str]:
    return io.BytesIO(drawn_photo(seed=seed)), "photo.jpg"


def newcomer(app: Flask, house: House, *, name: str = "阿禾") -> Person:
    with house.database.transaction() as session:
        phone = make_member(session, name=name).phone
    return Person(app).sign_in(phone)


def apply(person: Person, name: str = "太姥山茶厂") -> None:
    person.get("/supply/apply")
    assert person.post("/supply/apply", {"name": name, "kind": "factory"}).status_code == 303


def items(house: House) -> dict[str, tuple[str, str]]:
    with house.database.reading() as session:
        return {item.name: (item.state, item.code) for item in session.exec(select(ChecklistItem))}


def supplier_of(house: House, name: str = "太姥山茶厂") -> Supplier:
    with house.database.reading() as session:
        return session.exec(select(Supplier).where(Supplier.name == name)).one()


def brand(**facts: object) -> dict[str, object]:
    paper = {"granted_by": "绿雪芽茶业", "granted_to": "太姥山茶厂", "ends_on": NEXT_YEAR, "photo": photo(3)}
    return {"brand": "绿雪芽", "basis": "chain"} | {f"paper1-{name}": value for name, value in paper.items()} | facts


def test_from_the_form_to_goods_on_sale(app: Flask, house: House, operator: Person) -> None:
    person = newcomer(app, house)
    assert "统一社会信用代码" in person.get("/supply/apply").text
    apply(person)
    page = person.get("/supply/apply").text
    assert 'data-item="company"' in page and 'data-state="yours"' in page and "还差 5 件事" in page
    assert person.get("/supply/goods").status_code == 200

    person.get("/supply/apply/company")
    sent = {"company": "太姥山茶业有限公司", "credit_code": CODE.lower(), "photo": photo()}
    assert person.post("/supply/apply/company", sent).status_code == 303
    assert (
        person.post("/supply/apply/capital", {"capital": "200 万", "taxpayer": "y", "photo": photo(2)}).status_code
        == 422
    )
    assert (
        person.post("/supply/apply/capital", {"capital": "2000000", "taxpayer": "y", "photo": photo(2)}).status_code
        == 303
    )
    assert person.post("/supply/apply/returns", {"returns_to": "老王，福鼎市 1 号"}).status_code == 303
    assert person.post("/supply/brands", brand()).status_code == 303
    stands = items(house)
    assert {name: state for name, (state, _) in stands.items()} == {
        "company": "waiting", "capital": "waiting", "brands": "waiting", "returns": "done", "deposit": "yours",
    }  # fmt: skip

    for name in ("company", "capital"):
        assert operator.post(f"/desk/waiting/checklist/{stands[name][1]}/verdict", {"do": "approve"}).status_code == 303
    with house.database.reading() as session:
        right = session.exec(select(BrandRight.code)).one()
    assert "绿雪芽茶业 → 太姥山茶厂" in operator.get(f"/desk/waiting/brand/{right}").text
    assert "data:image" in operator.post(f"/desk/waiting/brand/{right}/look").text
    assert operator.post(f"/desk/waiting/brand/{right}/verdict", {"do": "grant"}).status_code == 303
    assert supplier_of(house).applying

    code = supplier_of(house).code
    paid = {"pay-amount": "10000", "pay-reference": "BANK-1"}
    assert operator.post(f"/desk/suppliers/{code}/deposit/payments", paid).status_code == 303
    assert not supplier_of(house).applying and {state for state, _ in items(house).values()} == {"done"}
    assert person.get("/supply/apply").status_code == 303


def test_who_applies_sells_nothing(app: Flask, house: House, operator: Person) -> None:
    person = newcomer(app, house)
    apply(person)
    with house.database.transaction() as session:
        own = session.exec(select(Supplier)).one()
        code = make_goods(session, own, digest="ab" * 16, state="draft").code
    person.get(f"/supply/goods/{code}")
    reply = person.post(f"/supply/goods/{code}/submission")
    with house.database.reading() as session:
        assert session.exec(select(Goods.state)).one() == "draft", reply.status_code


def test_bad_input_is_said_beside_its_field(app: Flask, house: House) -> None:
    person = newcomer(app, house)
    assert person.get("/supply/apply").status_code == 200
    assert "请填供货商的名字" in person.post("/supply/apply", {"name": "​", "kind": "factory"}).text
    assert person.post("/supply/apply", {"name": "茶厂", "kind": "nonsense"}).status_code == 422
    apply(person)
    person.get("/supply/apply/company")
    reply = person.post("/supply/apply/company", {"company": "茶业", "credit_code": CODE[:-1] + "0", "photo": photo()})
    assert reply.status_code == 422 and "校验码" in reply.text and 'value="茶业"' in reply.text
    assert (
        person.post("/supply/apply/capital", {"capital": "5000", "taxpayer": "y", "photo": photo()}).status_code == 422
    )
    assert person.post("/supply/apply/nonsense").status_code == 404
    late = brand(**{"paper1-ends_on": "2020-01-01"})
    assert "过期" in person.post("/supply/brands", late).text
    assert person.post("/supply/brands", brand(**{"paper1-photo": (io.BytesIO(b""), "")})).status_code == 422


def test_an_operator_who_applies_is_decided_on_by_another(app: Flask, house: House, operator: Person) -> None:
    with house.database.transaction() as session:
        member = make_member(session, name="另一位")
        at_desk(session, member.id)
        phone = member.phone
    apply(operator, "自己的茶厂")
    sent = {"company": "太姥山茶业有限公司", "credit_code": CODE, "photo": photo()}
    assert operator.post("/supply/apply/company", sent).status_code == 303
    verdict = f"/desk/waiting/checklist/{items(house)['company'][1]}/verdict"
    assert operator.post(verdict, {"do": "approve"}).status_code == 422
    assert items(house)["company"][0] == "waiting"
    assert Person(app).sign_in(phone).post(verdict, {"do": "approve"}).status_code == 303
    assert items(house)["company"][0] == "done"


def test_a_keeper_who_supplies_too_has_both_rooms_and_one_account(keeper: Person, house: House) -> None:
    apply(keeper, "林间茶厂")
    assert "林间茶厂" in keeper.get("/supply/apply").text
    assert keeper.get("/console").status_code == keeper.get("/supply/goods").status_code == 200
    keeper.post("/supply/apply", {"name": "第二家", "kind": "factory"})
    with house.database.reading() as session:
        assert [one.name for one in session.exec(select(Supplier))] == ["林间茶厂"]


def test_one_company_is_one_supplier_and_a_refusal_frees_it(app: Flask, house: House, operator: Person) -> None:
    first, second = newcomer(app, house, name="冒名"), newcomer(app, house, name="本人")
    apply(first, "冒名茶厂")
    apply(second)
    sent = {"company": "太姥山茶业有限公司", "credit_code": CODE}
    assert first.post("/supply/apply/company", sent | {"photo": photo()}).status_code == 303
    taken = second.post("/supply/apply/company", sent | {"photo": photo(2)})
    assert taken.status_code == 422 and "一家公司只能是一家供货商" in taken.text
    with house.database.reading() as session:
        code = session.exec(
            select(ChecklistItem.code).where(ChecklistItem.name == "company", ChecklistItem.state == "waiting")
        ).one()
    refused = {"do": "refuse", "why": "执照不是你的"}
    assert operator.post(f"/desk/waiting/checklist/{code}/verdict", refused).status_code == 303
    assert second.post("/supply/apply/company", sent | {"photo": photo(2)}).status_code == 303
    assert (supplier_of(house).credit_code, supplier_of(house, "冒名茶厂").credit_code) == (CODE, None)


def test_strangers_and_other_suppliers_see_nothing(app: Flask, house: House, operator: Person) -> None:
    person, other = newcomer(app, house), newcomer(app, house, name="别人")
    apply(person)
    person.post("/supply/brands", brand())
    with house.database.reading() as session:
        right = session.exec(select(BrandRight)).one()
    assert other.get("/supply/brands").status_code == 404
    assert Person(app).get("/supply/apply").status_code == 303
    for who in (person, other, Person(app)):
        assert who.post(f"/desk/waiting/brand/{right.code}/look").status_code in (303, 400, 404)
    assert other.post("/supply/apply/company", {"company": "x"}).status_code == 404


def test_papers_that_run_out_take_goods_off_and_a_renewal_brings_them_back(
    app: Flask, house: House, operator: Person
) -> None:
    person = newcomer(app, house)
    apply(person)
    with house.database.transaction() as session:
        own = session.exec(select(Supplier)).one()
        own.applying, own.deposit_short = False, False
        make_goods(session, own, digest="ab" * 16).brand = "绿雪芽"
    person.post("/supply/brands", brand())
    grant = {"do": "grant"}
    with house.database.reading() as session:
        first = session.exec(select(BrandRight)).one()
    assert operator.post(f"/desk/waiting/brand/{first.code}/verdict", grant).status_code == 303
    soon, over = now() + timedelta(days=340), now() + timedelta(days=367)
    assert [watch_papers(house.database, rules=DEFAULT, at=at) for at in (now(), soon, soon, over, over)] == [
        0,
        1,
        0,
        1,
        0,
    ]
    with house.database.reading() as session:
        assert session.exec(select(Goods.state)).one() == "off_sale"
    later = (local(over) + timedelta(days=365)).date().isoformat()
    assert (
        person.post("/supply/brands", brand(**{"paper1-ends_on": later, "paper1-photo": photo(4)})).status_code == 303
    )
    with house.database.reading() as session:
        second = session.exec(select(BrandRight.code).where(BrandRight.state == "waiting")).one()
    assert operator.post(f"/desk/waiting/brand/{second}/verdict", grant).status_code == 303
    with house.database.reading() as session:
        assert session.exec(select(Goods.state)).one() == "on_sale"


def test_a_supplier_leaves_and_may_stay_after_all(app: Flask, house: House, operator: Person) -> None:
    person = newcomer(app, house)
    apply(person)
    with house.database.transaction() as session:
        own = session.exec(select(Supplier)).one()
        own.applying, own.deposit_short, code = False, False, own.code
        make_goods(session, own, digest="ab" * 16)
        make_goods(session, own, digest="ab" * 16, state="submitted")
    paid = {"pay-amount": "10000", "pay-reference": "BANK-1"}
    assert operator.post(f"/desk/suppliers/{code}/deposit/payments", paid).status_code == 303
    for _ in range(2):
        assert person.post("/supply/leaving").status_code == 303
    with house.database.reading() as session:
        assert sorted(session.exec(select(Goods.state))) == ["off_sale", "refused"]
    assert "不退出了" in person.get("/supply/deposit").text
    with house.database.reading() as session:
        words = dict(session.exec(select(Goods.state, Goods.state_why)).all())
    assert "自动恢复" in words["off_sale"] and "再提交" in words["refused"]
    person.post("/supply/staying")
    with house.database.reading() as session:
        assert sorted(session.exec(select(Goods.state))) == ["on_sale", "refused"]
    person.post("/supply/leaving")
    assert operator.get(f"/desk/waiting/leaving/{code}").status_code == 200
    done = {"do": "return", "reference": "BANK-2"}
    assert operator.post(f"/desk/waiting/leaving/{code}/verdict", done).status_code == 303
    assert supplier_of(house).deposit_short
