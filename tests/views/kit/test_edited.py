"""Two tabs on one thing: fields left alone keep what the other wrote; a clash is shown, and nothing is lost."""

import io
import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlmodel import select

from models.catalogue.category.category import Category
from models.catalogue.goods.deciding_proposals import approve_proposal
from models.catalogue.goods.goods import Goods
from models.catalogue.goods.proposal import Proposal
from models.catalogue.supplier.freight import ZoneTerms, add_zone
from models.catalogue.supplier.supplier import Supplier
from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.money import Money
from models.kernel.rules import DEFAULT
from tests.given.factories import make_category, make_goods, make_member, picture_bytes, store_picture
from tests.given.forms import form_of
from tests.given.people import Person
from views.kit.house import House

CLASH = "你改的时候，别人也改了这一项"


def two_tabs(person: Person, page: str, action: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The same form, open twice."""
    text = person.get(page).text
    return form_of(text, action), form_of(text, action)


def standing(person: Person, page: str, action: str) -> dict[str, list[str]]:
    """The form as it stands now, without its token and its version."""
    hidden = ("csrf_token", "door")
    fields = form_of(person.get(page).text, action)
    return {name: value for name, value in fields.items() if name not in hidden and not name.endswith("version")}


@pytest.fixture
def goods(staff: Person, house: House) -> str:
    """The address of goods with two SKUs."""
    with house.database.transaction() as session:
        category = make_category(session, floor_bp=500)
        own = session.exec(select(Supplier).where(Supplier.code == staff.supplier_code)).one()
        add_zone(session, own, ZoneTerms(("65",), Money(2_100), None))
        made = make_goods(session, own, title="岩茶", digest=store_picture(house.media))
        made.category_id = category.id
        code = made.code
    page = f"/supply/goods/{code}"
    form: dict[str, Any] = dict(form_of(staff.get(page).text, page))
    form |= {"option1_name": ["分量"], "sku0-option1": ["一两"], "rows": ["2"]}
    form |= {"sku1-option1": ["三两"], "sku1-price": ["233"], "sku1-stock": ["4"], "sku1-commission": ["11"]}
    reply = staff.post(page, form)
    assert reply.status_code == 303, reply.text
    with house.database.transaction() as session:
        waiting = session.exec(select(Proposal)).one().code
        approve_proposal(session, waiting, Act.operator(make_member(session), now()), DEFAULT)
    return page


def test_what_one_left_alone_stays_as_the_other_wrote_it(staff: Person, goods: str) -> None:
    first, second = two_tabs(staff, goods, goods)
    assert staff.post(goods, first | {"sku1-price": "251.5", "barcode": "6901234567892"}).status_code == 303
    assert staff.post(goods, second | {"description": "只改这一段", "sku0-commission": "13"}).status_code == 303
    now = standing(staff, goods, goods)
    assert now["sku1-price"] == ["251.5"] and now["barcode"] == ["6901234567892"]
    assert now["description"] == ["只改这一段"] and now["sku0-commission"] == ["13"]


def test_both_touched_one_field(staff: Person, goods: str) -> None:
    first, second = two_tabs(staff, goods, goods)
    assert staff.post(goods, first | {"sku0-price": "77", "title": "岩茶 春"}).status_code == 303
    reply = staff.post(goods, second | {"sku0-price": "66", "description": "留着"})
    assert reply.status_code == 422 and reply.text.count(CLASH) >= 1
    again = form_of(reply.text, goods)
    assert "77" in reply.text and again["sku0-price"] == ["66"] and again["description"] == ["留着"]
    assert again["title"] == ["岩茶 春"]
    assert standing(staff, goods, goods)["sku0-price"] == ["77"]
    assert staff.post(goods, again).status_code == 303
    now = standing(staff, goods, goods)
    assert (now["sku0-price"], now["title"], now["description"]) == (["66"], ["岩茶 春"], ["留着"])


def test_a_sku_that_the_other_added_or_withdrew(staff: Person, goods: str) -> None:
    first, second = two_tabs(staff, goods, goods)
    added = {"rows": "3", "sku2-option1": "半斤", "sku2-price": "399", "sku2-stock": "2", "sku2-commission": "11"}
    assert staff.post(goods, first | added | {"sku1-remove": "y"}).status_code == 303
    assert staff.post(goods, second | {"title": "岩茶 秋"}).status_code == 303
    now = standing(staff, goods, goods)
    assert now["title"] == ["岩茶 秋"] and now["sku1-option1"] == ["半斤"] and now["sku0-option1"] == ["一两"]
    reply = staff.post(goods, second | {"sku1-price": "240"})
    assert reply.status_code == 422 and "撤掉了" in reply.text
    assert staff.post(goods, form_of(reply.text, goods)).status_code == 303
    now = standing(staff, goods, goods)
    assert {"一两", "三两", "半斤"} == {now[f"sku{at}-option1"][0] for at in range(3)}
    assert "240" in {now[f"sku{at}-price"][0] for at in range(3)}


def test_a_refused_save_keeps_the_other_s_words_too(staff: Person, goods: str) -> None:
    first, second = two_tabs(staff, goods, goods)
    staff.post(goods, first | {"title": "岩茶 夏"})
    reply = staff.post(goods, second | {"sku0-price": "不知道"})
    again = form_of(reply.text, goods)
    assert reply.status_code == 422 and again["title"] == ["岩茶 夏"]
    assert staff.post(goods, again | {"sku0-price": "55"}).status_code == 303
    assert standing(staff, goods, goods)["title"] == ["岩茶 夏"]


def test_stock_sold_meanwhile_is_not_put_back(staff: Person, goods: str, house: House) -> None:
    _first, second = two_tabs(staff, goods, goods)
    with house.database.transaction() as session:
        session.exec(select(Goods).where(Goods.code == goods[-8:])).one().skus[1].stock = 3
    assert staff.post(goods, second | {"title": "岩茶 冬"}).status_code == 303
    assert standing(staff, goods, goods)["sku1-stock"] == ["3"]
    reply = staff.post(goods, second | {"sku1-stock": "9"})
    assert reply.status_code == 422 and CLASH in reply.text
    assert staff.post(goods, form_of(reply.text, goods)).status_code == 303
    assert standing(staff, goods, goods)["sku1-stock"] == ["9"]


def test_who_saves_while_another_is_saving_waits_and_keeps_that_too(staff: Person, goods: str, house: House) -> None:
    first, second = two_tabs(staff, goods, goods)
    assert staff.post(goods, first | {"description": "先来的"}).status_code == 303
    with ThreadPoolExecutor(1) as others, house.database.transaction() as session:
        # Somebody's save that is under way: held, written, not kept yet.
        standing_goods = session.exec(select(Goods).with_for_update()).one()
        standing_goods.title = "岩茶 秋"
        session.flush()
        saved = others.submit(staff.post, goods, second | {"sku0-commission": "13"})
        with pytest.raises(TimeoutError):
            saved.result(timeout=0.5)
        session.commit()
        assert saved.result().status_code == 303
    now = standing(staff, goods, goods)
    assert (now["title"], now["description"], now["sku0-commission"]) == (["岩茶 秋"], ["先来的"], ["13"])


def agree(person: Person, page: str, action: str, mine: dict[str, Any], theirs: dict[str, Any]) -> None:
    """Two people change different fields, then the same one."""
    first, second = two_tabs(person, page, action)
    assert person.post(action, first | theirs).status_code == 303
    assert person.post(action, second | mine).status_code == 303
    now = standing(person, page, action)
    for name, value in (mine | theirs).items():
        assert now[name] == ([value] if isinstance(value, str) else value), name
    name, value = next(iter(theirs.items()))
    reply = person.post(action, second | {name: mine_too(value)})
    assert reply.status_code == 422 and CLASH in reply.text and 'class="clash"' in reply.text
    assert person.post(action, form_of(reply.text, action)).status_code == 303
    assert standing(person, page, action)[name] == [mine_too(value)]


def mine_too(value: str) -> str:
    """Something else of the same kind."""
    return str(int(value) + 1) if value.isdecimal() else f"{value}又"


def test_profile_and_freight(staff: Person, goods: str) -> None:
    agree(staff, "/supply/profile", "/supply/profile", {"story": "山里做茶\r\n\r\n三代"}, {"ships_from": "武夷山"})
    staff.post("/supply/freight", {"kind": "over", "fee": "7", "free_over": "88"})
    agree(staff, "/supply/freight", "/supply/freight", {"free_over": "129"}, {"fee": "9"})
    zone = re.findall(r"/supply/freight/zones/(?!new)([0-9A-Za-z]+)", staff.get("/supply/freight").text)[0]
    address = f"/supply/freight/zones/{zone}"
    agree(staff, address, address, {"provinces": ["54", "65"]}, {"fee": "23"})


def test_a_shop_s_door(keeper: Person) -> None:
    agree(keeper, "/console/me", "/console/me/shop", {"introduction": "慢慢喝"}, {"name": "山间"})


def test_a_post_and_its_pictures(keeper: Person, house: House) -> None:
    once = form_of(keeper.get("/console/posts/new").text, "/console/posts/new")["once"]
    keeper.post("/console/posts/new", {"once": once, "words": "晒柿子", "do": "keep"})
    [page] = set(re.findall(r"/console/posts/[0-9A-Z]{8}", keeper.get("/console/posts").text))
    first, second = two_tabs(keeper, page, page)
    picture = (io.BytesIO(picture_bytes("#AA3300")), "柿.jpg")
    data = first | {"pictures": picture, "csrf_token": keeper.token, "do": "keep"}
    assert keeper.client.post(page, data=data, content_type="multipart/form-data").status_code == 303
    assert keeper.post(page, second | {"words": "晒柿子，第二天", "do": "keep"}).status_code == 303
    now = standing(keeper, page, page)
    assert now["words"] == ["晒柿子，第二天"] and len([mark for mark in now["kept"] if mark]) == 1
    agree(keeper, page, page, {}, {"words": "第三天"})


def test_levels(operator: Person) -> None:
    mine, theirs = {"elite-bonus_bp": "1.5%"}, {"elite-orders": "31"}
    agree(operator, "/desk/levels", "/desk/levels/elite", mine, theirs)


def test_lessons(operator: Person) -> None:
    page = "/desk/lessons/reason/zh_CN"
    agree(operator, page, page, {"summary": "新的一句"}, {"title": "怎么开口"})
    first, second = two_tabs(operator, page, f"{page}/places")
    operator.post(f"{page}/places", first | {"featured": "y"})
    topics = {"start", "share", "sell", "money"} - set(second["topic"])
    operator.post(f"{page}/places", second | {"topic": min(topics)})
    assert standing(operator, page, f"{page}/places").get("featured") == ["y"]


def test_categories_and_their_attributes(operator: Person, house: House) -> None:
    with house.database.transaction() as session:
        slug = make_category(session).slug
    page = f"/desk/categories/{slug}"
    agree(operator, page, page, {"deposit": "1234"}, {"name": "茶水"})
    rows = f"{page}/attributes"
    form: dict[str, Any] = dict(form_of(operator.get(page).text, rows))
    form |= {
        "attribute0-name": "产地",
        "attribute0-name_en": "Origin",
        "attribute1-name": "年份",
        "attribute1-name_en": "Year",
    }
    assert operator.post(rows, form).status_code == 303
    first, second = two_tabs(operator, page, rows)
    added = {"attribute2-name": "工艺", "attribute2-name_en": "Craft"}
    assert operator.post(rows, first | added | {"attribute1-choices": "2021\r\n2022"}).status_code == 303
    assert operator.post(rows, second | {"attribute0-required": "y"}).status_code == 303
    now = standing(operator, page, rows)
    assert now["attribute1-choices"] == ["2021\r\n2022"] and now["attribute2-name"] == ["工艺"]
    assert now["attribute0-required"] == ["y"]
    reply = operator.post(rows, second | {"attribute1-choices": "2019"})
    assert reply.status_code == 422 and CLASH in reply.text
    assert operator.post(rows, form_of(reply.text, rows)).status_code == 303
    now = standing(operator, page, rows)
    assert (now["attribute1-choices"], now["attribute0-required"]) == (["2019"], ["y"])
    with house.database.reading() as session:
        assert session.exec(select(Category).where(Category.slug == slug)).one().name == "茶水又"
