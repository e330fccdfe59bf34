"""/console/own: from the first photo to on sale, on one screen; strangers, other shops and double taps."""

import io
import re
from typing import Any

import pytest
from flask import Flask
from sqlmodel import select

from models.catalogue.barcode.loading import GtinRow, GtinTable, replace_gtins
from models.catalogue.category.category import Attribute, Category
from models.catalogue.goods.goods import Goods
from models.catalogue.supplier.supplier import Supplier
from models.gate.checklist import ChecklistItem
from models.payment.deposit_payment import DepositPayment
from models.pick.pick import Pick
from models.shop.shop import Shop
from tests.given.factories import make_category, make_goods, make_supplier, picture_bytes
from tests.given.own import BOND, asking, certify, own_goods, own_shop
from tests.given.people import Person
from views.kit.house import House

ONCE = "0123456789abcdef"
CODE = "6900000000014"


def form(**other: Any) -> dict[str, Any]:
    return {"once": ONCE, "title": "吊晒柿饼 流心", "price": "36", "stock": "40", "category": "tea"} | other


def photo() -> tuple[Any, str]:
    return (io.BytesIO(picture_bytes()), "a.jpg")


@pytest.fixture
def certified(house: House, keeper: Person) -> Person:
    with house.database.transaction() as session:
        shop = session.exec(select(Shop).where(Shop.number == keeper.shop_number)).one()
        certify(session, shop)
        make_category(session)
    return keeper


def test_who_is_not_certified_reads_what_is_missing_and_makes_nothing(house: House, keeper: Person) -> None:
    shown = keeper.get("/console/own/new")
    assert (shown.status_code, "/console/own/papers" in shown.text, "认证" in shown.text) == (200, True, True)
    refused = keeper.post("/console/own/new", form(do="publish", pictures=photo()))
    assert refused.status_code == 422
    with house.database.reading() as session:
        assert session.exec(select(Supplier).where(Supplier.kind == "self_run")).first() is None


def test_a_double_click_publishes_once_and_picks_once(house: House, certified: Person) -> None:
    certified.get("/console/own/new")
    for _ in range(2):
        sent = certified.post("/console/own/new", form(do="publish", pictures=photo(), words="廊下吊了四十天"))
        assert (sent.status_code, "/console/own?done=" in sent.headers["Location"]) == (303, True)
    with house.database.reading() as session:
        goods = session.exec(select(Goods)).one()
        assert (goods.state, goods.handle, goods.stock) == ("submitted", f"own-{ONCE}", 40)
        assert session.exec(select(Pick)).one().reason == "廊下吊了四十天"
    listed = certified.get("/console/own?done=" + goods.code)
    assert "交上去了" in listed.text
    for path in ("/supply", "/supply/parcels", "/supply/money", "/supply/freight", "/supply/after-sales"):
        page = certified.get(path)
        assert (page.status_code, 'class="tabs"' in page.text) == (200, True), path


def test_what_a_phone_types_is_cleaned_and_then_read(house: House, certified: Person) -> None:
    typed = form(do="publish", pictures=photo(), title="\u202e柿饼\u200b", price="１，２８０．５０", stock="４０")
    certified.get("/console/own/new")
    assert certified.post("/console/own/new", typed).status_code == 303
    with house.database.reading() as session:
        goods = session.exec(select(Goods)).one()
        assert (goods.title, goods.skus[0].listed_price, goods.stock) == ("柿饼", 128050, 40)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"price": "0"}, "大于 0"),
        ({"price": "9999999"}, "多打了几位"),
        ({"stock": "0"}, "至少有 1 件"),
        ({"stock": "99999"}, "多打了几位"),
        ({"title": ""}, "写一下叫什么"),
        ({"title": "\u3164\u2800\u00ad"}, "写一下叫什么"),
        ({"price": "36,5"}, "price-error"),
        ({"price": "129，90"}, "price-error"),
        ({"stock": "4,0"}, "请填一个数字"),
        ({"title": "加微信 abc12345"}, "不能写联系方式"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_the_draft_stays(
    certified: Person, typed: dict[str, str], said: str
) -> None:
    certified.get("/console/own/new")
    back = certified.post("/console/own/new", form(do="publish", pictures=photo(), **typed))
    assert (back.status_code, said in back.text, 'name="kept"' in back.text) == (422, True, True)


def test_an_answer_that_the_category_asks_for_is_missed_beside_its_field(house: House, certified: Person) -> None:
    with house.database.transaction() as session:
        tea = session.exec(select(Category).where(Category.slug == "tea")).one()
        session.add(Attribute(category_id=tea.id, name="产地", required=True))
    certified.get("/console/own/new")
    back = certified.post("/console/own/new", form(do="publish", pictures=photo()))
    said = re.findall(r'<p class="error"[^>]*id="answer-1-note">([^<]*)<', back.text)
    assert (back.status_code, said, "form-error" in back.text) == (422, ["还没有填“产地”"], False)
    done = form(do="publish", pictures=photo()) | {"attribute:产地": "福鼎"}
    assert certified.post("/console/own/new", done).status_code == 303


def test_a_keeper_whom_nobody_asked_for_papers_asks_for_certification(house: House, keeper: Person) -> None:
    shown = keeper.get("/console/own/new").text
    assert "/console/own/papers" in shown
    for _ in range(2):
        assert keeper.post("/console/own/papers").location == "/console/opening"
    assert "手持身份证" in keeper.get("/console/opening").text
    assert "/console/own/papers" not in keeper.get("/console/own/new").text
    with house.database.reading() as session:
        [item] = session.exec(select(ChecklistItem).where(ChecklistItem.name == "certification"))
        assert (item.state, item.asked) == ("yours", "payout")


def test_a_barcode_of_anothers_goods_under_a_false_title_is_shown_to_the_desk(
    house: House, certified: Person, operator: Person
) -> None:
    with house.database.transaction() as session:
        known = make_goods(session, make_supplier(session), title="高山茶 罐装")
        known.barcode = CODE
    certified.get("/console/own/new")
    sent = certified.post("/console/own/new", form(title="祖传神茶", barcode=CODE, do="publish", pictures=photo()))
    assert sent.status_code == 303
    with house.database.reading() as session:
        goods = session.exec(select(Goods).where(Goods.title == "祖传神茶")).one()
        assert (goods.state, goods.barcode) == ("submitted", CODE)
    seen = operator.get(f"/desk/waiting/goods/{goods.code}").text
    assert "祖传神茶" in seen and "高山茶 罐装" in seen


def test_what_a_barcode_says_of_the_brand_stays_with_the_goods(house: House, certified: Person) -> None:
    with house.database.transaction() as session:
        gtin = CODE.zfill(14)
        row: GtinRow = {"gtin": gtin, "title": "高山茶 罐装", "brand": "云岭", "category": "tea", "attributes": {}}
        replace_gtins(session, GtinTable({gtin: row}))
    certified.get("/console/own/new")
    assert 'value="云岭"' in certified.post("/console/own/new", {"once": ONCE, "more": "scan", "barcode": CODE}).text
    sent = certified.post("/console/own/new", form(barcode=CODE, brand="云岭", do="publish", pictures=photo()))
    assert sent.status_code == 303
    with house.database.reading() as session:
        assert session.exec(select(Goods)).one().brand == "云岭"


def test_the_draft_keeps_itself_and_guesses_its_category(house: House, certified: Person) -> None:
    certified.get("/console/own/new")
    half = {"once": ONCE, "title": "高山茶", "barcode": "69000"}
    kept = certified.post("/console/own/new", half | {"pictures": photo()}, htmx=True)
    assert (kept.status_code, "自动存好" in kept.text) == (200, True)
    assert 'value="tea"' in kept.text
    with house.database.reading() as session:
        goods = session.exec(select(Goods)).one()
        has = goods.category is not None
        assert (goods.state, goods.title, len(goods.pictures), has) == (
            "draft",
            "高山茶",
            1,
            True,
        )
        assert goods.barcode == ""
    again = certified.get(f"/console/own/{goods.code}").text
    assert "高山茶" in again
    mark = re.findall(r'name="kept"\s+value="([^"]+)"', again)
    assert len(mark) == 1
    sent = certified.post("/console/own/new", form(kept=mark[0], do="publish", barcode="69000"))
    assert (sent.status_code, "条码要是" in sent.text) == (422, True)
    assert certified.post("/console/own/new", form(kept=mark[0], do="publish", barcode=CODE)).status_code == 303
    with house.database.reading() as session:
        goods = session.exec(select(Goods)).one()
        assert (goods.state, goods.barcode, len(goods.pictures)) == ("submitted", CODE, 1)


def test_a_barcode_fills_what_is_empty_keeps_nothing_and_pictures_are_the_shops_own(
    house: House, certified: Person, app: Flask
) -> None:
    with house.database.transaction() as session:
        gtin = CODE.zfill(14)
        row: GtinRow = {"gtin": gtin, "title": "高山茶 罐装", "brand": "", "category": "tea", "attributes": {}}
        replace_gtins(session, GtinTable({gtin: row}))
        other = own_shop(session, name="隔壁店")
        phone = other.keeper.phone
    assert "camera=(self)" in certified.get("/console/own/new").headers["Permissions-Policy"]
    assert "camera=()" in certified.get("/console/own").headers["Permissions-Policy"]
    one = certified.post("/console/own/pictures", {"picture": photo()})
    assert one.status_code == 200 and one.json
    typed = {"once": ONCE, "more": "scan", "barcode": CODE, "kept": one.json["mark"]}
    scanned = certified.post("/console/own/new", typed)
    assert (scanned.status_code, 'value="高山茶 罐装"' in scanned.text) == (200, True)
    assert one.json["digest"] in scanned.text and "按条码填的" in scanned.text
    assert 'value="我写的"' in certified.post("/console/own/new", typed | {"title": "我写的"}).text
    assert "校验位不对" in certified.post("/console/own/new", typed | {"barcode": CODE[:-1] + "9"}).text
    with house.database.reading() as session:
        assert session.exec(select(Goods)).first() is None
    neighbour = Person(app)
    neighbour.sign_in(phone)
    neighbour.get("/console/own/new")
    assert one.json["digest"] not in neighbour.post("/console/own/new", typed).text


def test_the_deposit_is_said_first_paid_by_a_gateway_and_then_the_goods_go_up(house: House, certified: Person) -> None:
    with house.database.transaction() as session:
        asking(session)
    before = certified.get("/console/own/new").text
    assert "deposit-first" in before
    assert "1,000" in before or "1000" in before
    back = certified.post("/console/own/new", form(do="publish", category="jade", pictures=photo()))
    assert (back.status_code, "保证金" in back.text) == (422, True)
    with house.database.reading() as session:
        goods = session.exec(select(Goods)).one()
        assert goods.state == "draft"
    sent = [certified.post("/console/own/deposit", {"gateway": "test", "goods": goods.code}) for _ in range(2)]
    assert {reply.status_code for reply in sent} == {303}
    assert len({reply.headers["Location"] for reply in sent}) == 1
    for _ in range(2):
        assert certified.post(sent[0].headers["Location"]).status_code == 303
    with house.database.reading() as session:
        assert session.exec(select(DepositPayment)).one().state == "paid"
    assert "保证金够了" in certified.get(f"/console/own/deposit?goods={goods.code}").text
    up = certified.post("/console/own/new", form(do="publish", category="jade", pictures=photo()))
    assert up.status_code == 303
    with house.database.reading() as session:
        assert session.exec(select(Supplier).where(Supplier.kind == "self_run")).one().deposit_required == BOND


def test_strangers_other_shops_and_forged_picks_get_nowhere(
    house: House, certified: Person, keeper: Person, buyer: Person
) -> None:
    with house.database.transaction() as session:
        shop = session.exec(select(Shop).where(Shop.number == keeper.shop_number)).one()
        foreign = own_shop(session, name="别家")
        goods = own_goods(session, foreign, title="别家的柿饼")
        code, number = goods.code, foreign.number
        assert shop.id != foreign.id
    assert certified.post("/console/picks", {"goods": code}).status_code == 404
    assert certified.get(f"/console/goods/{code}").status_code == 404
    assert certified.get(f"/console/own/{code}").status_code == 404
    assert certified.post(f"/console/own/{code}/end").status_code == 404
    assert "别家的柿饼" not in certified.get("/console/goods").text
    assert buyer.get(f"/{keeper.shop_number}/{code}").status_code == 404
    seen = buyer.get(f"/{number}/{code}").text
    assert "自营" in seen
    assert buyer.post("/console/own/new", form(do="publish")).status_code in (303, 401, 400)
