"""Stopping at the desk: what happens is said before, a reason is asked for, and who is stopped reads kind words."""

from flask import Flask
from sqlmodel import select

from models.account.member import Member
from models.account.role import DeskRole
from models.catalogue.goods.goods import Goods
from models.catalogue.supplier.supplier import Supplier
from models.trade.order.order import Order
from tests.given.factories import PASSWORD, at_desk, make_member
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person
from tests.given.stall import checkout_form, open_stall
from views.kit.house import House


def test_a_supplier_is_stopped_with_what_happens_said_before_and_let_back(house: House, operator: Person) -> None:
    open_stall(house, digest="ab" * 16)
    with house.database.reading() as session:
        code = session.exec(select(Supplier.code)).one()
    page = operator.get(f"/desk/suppliers/{code}").text
    assert "1 件在售商品马上下架" in page and "照常要发" in page
    refused = operator.post(f"/desk/suppliers/{code}/stops", {"stop-why": " ", "stop-days": "3"})
    assert refused.status_code == 422 and 'value="3"' in refused.text
    assert operator.post(f"/desk/suppliers/{code}/stops", {"stop-why": "假货", "stop-days": "x"}).status_code == 422
    assert operator.post(f"/desk/suppliers/{code}/stops", {"stop-why": "假货"}).status_code == 303
    page = operator.get(f"/desk/suppliers/{code}").text
    assert "停用着" in page and "还停着" in page
    operator.post(f"/desk/suppliers/{code}/stops", {"stop-why": "又一次"})
    assert "已经是这样了" in operator.get(f"/desk/suppliers/{code}").text
    with house.database.reading() as session:
        assert session.exec(select(Goods.state)).one() == "off_sale"
    assert operator.post(f"/desk/suppliers/{code}/stops/end", {"back-why": "查清了"}).status_code == 303
    with house.database.reading() as session:
        assert session.exec(select(Goods.state)).one() == "on_sale"
        assert not session.exec(select(Supplier)).one().stopped
    trail = operator.get("/desk/audit").text
    assert "停用供货商" in trail and "恢复供货商" in trail


def test_its_goods_cannot_be_bought_and_the_checkout_says_which(house: House, buyer: Person, operator: Person) -> None:
    stall = open_stall(house)
    buyer.post("/cart", stall.form | {"quantity": "1"})
    form = checkout_form(buyer)
    with house.database.reading() as session:
        goods = session.exec(select(Goods)).one()
        code, title = goods.supplier.code, goods.title
    operator.get(f"/desk/suppliers/{code}")
    operator.post(f"/desk/suppliers/{code}/stops", {"stop-why": "假货"})
    reply = buyer.post("/checkout", form)
    assert reply.status_code == 303 and reply.location.endswith("/cart")
    cart = buyer.get("/cart").text
    assert title in cart and "下架" in cart
    with house.database.reading() as session:
        assert session.exec(select(Order)).all() == []
    assert buyer.get(stall.page).status_code == 200
    assert buyer.post("/cart", stall.form | {"quantity": "1"}).status_code == 404


def test_a_member_is_out_at_once_and_the_shop_is_closed_for_now(
    app: Flask, house: House, keeper: Person, buyer: Person, operator: Person
) -> None:
    with house.database.reading() as session:
        who = session.exec(select(Member).where(Member.name == "阿林")).one()
        code, phone = who.code, who.phone
    assert "1 家店暂停营业" in operator.get(f"/desk/members/{code}").text
    assert operator.post(f"/desk/members/{code}/stops", {"stop-why": "冒用别人的图"}).status_code == 303
    assert keeper.get("/console").status_code == 303
    again = Person(app)
    again.get("/sign-in")
    reply = again.post("/sign-in", {"phone": phone, "password": "正确的马 电池 订书钉"})
    assert reply.status_code == 422
    door = buyer.get(f"/{keeper.shop_number}")
    assert door.status_code == 410 and "暂时不营业" in door.text
    assert operator.post(f"/desk/members/{code}/stops/end", {}).status_code == 303
    assert buyer.get(f"/{keeper.shop_number}").status_code == 200
    assert again.sign_in_by_form(phone)


def test_who_is_stopped_reads_so_only_with_the_right_password(
    app: Flask, house: House, keeper: Person, operator: Person
) -> None:
    with house.database.reading() as session:
        who = session.exec(select(Member).where(Member.name == "阿林")).one()
        code, phone = who.code, who.phone
    operator.get(f"/desk/members/{code}")
    operator.post(f"/desk/members/{code}/stops", {"stop-why": "冒用别人的图"})
    somebody = Person(app)
    somebody.get("/sign-in")
    assert "暂时停用" in somebody.post("/sign-in", {"phone": phone, "password": PASSWORD}).text
    wrong = somebody.post("/sign-in", {"phone": phone, "password": "wrong password"}).text
    assert "暂时停用" not in wrong and "冒用" not in wrong


@ON_SQLITE
def test_strangers_and_oneself(house: House, keeper: Person, stranger: Person, staff: Person, operator: Person) -> None:
    with house.database.reading() as session:
        code = session.exec(select(Member.code).where(Member.name == "阿林")).one()
    for person in (keeper, stranger, staff):
        for url in (f"/desk/members/{code}/stops", f"/desk/suppliers/{staff.supplier_code}/stops"):
            assert person.post(url, {"stop-why": "试试"}).status_code == 404
            assert person.post(f"{url}/end").status_code == 404
    for url in ("/desk/members/NOBODY/stops", "/desk/suppliers/NOBODY/stops/end"):
        assert operator.post(url, {"stop-why": "试试"}).status_code == 404


def test_roles_decide_who_may_stop_whom(app: Flask, house: House, keeper: Person, staff: Person) -> None:
    with house.database.transaction() as session:
        code = session.exec(select(Member.code).where(Member.name == "阿林")).one()
        roles: list[DeskRole] = ["admin", "people", "service", "finance"]
        desk = {role: make_member(session) for role in roles}
        for role, member in desk.items():
            at_desk(session, member.id, role)
        phones = {role: member.phone for role, member in desk.items()}
    for role, phone in phones.items():
        reader = Person(app).sign_in(phone)
        allowed = role in ("admin", "people")
        assert reader.get(f"/desk/members/{code}").status_code == (200 if allowed else 403)
        assert reader.post(f"/desk/members/{code}/stops", {"stop-why": ""}).status_code == (422 if allowed else 403)
        url = f"/desk/suppliers/{staff.supplier_code}/stops"
        assert reader.post(url, {"stop-why": ""}).status_code == (422 if role == "people" else 403)
