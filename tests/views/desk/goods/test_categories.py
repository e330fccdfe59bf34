"""The tree of categories at the desk: adding, names, order, attributes, retiring; the supplier follows at once."""

import re

import pytest
from sqlmodel import Session, select

from models.account.audit import Audit
from models.catalogue.category.category import Category, attributes_of, category_called, tree
from models.catalogue.goods.change import as_wanted
from models.catalogue.goods.goods import Goods
from models.catalogue.goods.proposal import waiting_proposal
from models.catalogue.supplier.supplier import Supplier
from models.kernel.money import Money
from tests.given.factories import make_category, make_goods
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person
from views.kit.house import House

NEW = {"root": "food", "name": "咖啡", "name_en": "Coffee", "slug": "", "floor": "8%", "deposit": "1000"}
ROW = {"rows": "2", "attribute0-name": "产地", "attribute0-name_en": "Origin", "attribute0-required": "y"}
TEA = "/desk/categories/tea"
ACTIONS = [TEA, f"{TEA}/attributes", f"{TEA}/retirement", f"{TEA}/reopening", "/desk/categories/new"]


@pytest.fixture(autouse=True)
def standing(house: House) -> None:
    with house.database.transaction() as session:
        make_category(session)
        make_category(session, slug="cups").name = "杯"


def one(session: Session, slug: str) -> Category:
    category = category_called(session, slug)
    assert category is not None
    return category


def decisions(house: House) -> list[str]:
    with house.database.reading() as session:
        return [row.what for row in session.exec(select(Audit)).all()]


def mark(page: str) -> str:
    return re.findall(r'name="seen" value="(\w+)"', page)[0]


@ON_SQLITE
def test_adding_one_and_writing_its_attributes(operator: Person, staff: Person, house: House) -> None:
    page = operator.get("/desk/categories/new?root=food").text
    assert '<option selected value="food">' in page
    replies = [operator.post("/desk/categories/new", NEW) for _ in "ab"]
    assert [(reply.status_code, reply.location) for reply in replies] == [(303, "/desk/categories/coffee")] * 2
    assert "咖啡" in staff.get("/supply/goods/new").text
    seen = mark(operator.get("/desk/categories/coffee").text)
    for _ in "ab":
        reply = operator.post("/desk/categories/coffee/attributes", ROW | {"seen": seen})
        assert reply.status_code == 303, reply.text
    with house.database.reading() as session:
        coffee = one(session, "coffee")
        assert (coffee.name, coffee.commission_floor_bp, coffee.deposit) == ("咖啡", 800, Money(100_000))
        assert [(it.name, it.required) for it in attributes_of(session, coffee.id)] == [("产地", True)]
    assert decisions(house) == ["category.add", "category.attributes"]
    assert "产地" in staff.get("/supply/goods/new?category=coffee").text
    page = operator.get("/desk/audit").text
    assert "加类目" in page
    assert "改类目属性" in page


@ON_SQLITE
@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "杯"}, "name"),
        ({"name_en": "x" * 41}, "name_en"),
        ({"slug": "tea"}, "slug"),
        ({"slug": "两个"}, "slug"),
        ({"floor": "95"}, "floor"),
        ({"floor": "some"}, "floor"),
        ({"deposit": "-1"}, "deposit"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    operator: Person, house: House, change: dict[str, str], field: str
) -> None:
    operator.get("/desk/categories/new")
    reply = operator.post("/desk/categories/new", NEW | change)
    assert reply.status_code == 422
    assert f'id="{field}-error"' in reply.text
    assert 'value="Coffee"' in reply.text or field == "name_en"
    with house.database.reading() as session:
        assert category_called(session, "coffee") is None
    assert decisions(house) == []


@ON_SQLITE
def test_a_root_of_nowhere(operator: Person) -> None:
    operator.get("/desk/categories/new")
    assert operator.post("/desk/categories/new", NEW | {"root": "nowhere"}).status_code == 404
    assert operator.post("/desk/categories/new", NEW | {"root": "tea"}).status_code == 422


@ON_SQLITE
def test_names_and_deposit(operator: Person, house: House) -> None:
    operator.get(TEA)
    form = {"name": "茶叶", "name_en": "Teas", "deposit": "20", "slug": "other"}
    for _ in "ab":
        assert operator.post(TEA, form).location == TEA
    refused = operator.post(TEA, form | {"name": ""})
    assert refused.status_code == 422
    assert 'id="name-error"' in refused.text
    with house.database.reading() as session:
        tea = one(session, "tea")
        assert (tea.name, tea.names, tea.deposit) == ("茶叶", {"en": "Teas"}, Money(2_000))
    assert decisions(house) == ["category.change"]


@ON_SQLITE
def test_the_order_is_typed_and_a_form_sent_twice_means_the_same(operator: Person, house: House) -> None:
    operator.get("/desk/categories")
    form = {"floor_tea": "0%", "seen_tea": "0", "floor_cups": "0%", "seen_cups": "0", "place_food": "1"}
    places = {"place_tea": "1", "shown_tea": "1", "place_cups": "1", "shown_cups": "2", "shown_food": "1"}
    for _ in "ab":
        assert operator.post("/desk/categories", form | places).status_code == 303
        with house.database.reading() as session:
            assert [child.slug for child in tree(session)[0][1]] == ["cups", "tea"]
    refused = operator.post("/desk/categories", form | places | {"place_tea": "first"})
    assert refused.status_code == 422
    assert 'id="place_tea-error"' in refused.text
    assert decisions(house) == ["category.order"]


@ON_SQLITE
def test_a_retired_category_is_offered_no_more_and_its_goods_stay(
    operator: Person, staff: Person, house: House
) -> None:
    with house.database.transaction() as session:
        code = make_goods(session, session.exec(select(Supplier)).one(), digest="ab" * 16).code
    operator.get(TEA)
    for _ in "ab":
        assert operator.post(f"{TEA}/retirement").location == TEA
    assert "不再收新商品" in operator.get(TEA).text
    offered = '<option value="tea">'
    assert offered not in staff.get("/supply/goods/new").text
    assert offered not in staff.get("/supply/imports/new").text
    form = {"title": "福鼎白茶", "category": "tea", "rows": "1", "sku0-price": "58", "sku0-stock": "3"}
    staff.get("/supply/goods/new")
    refused = staff.post("/supply/goods/new", form | {"once": "0" * 16})
    assert refused.status_code == 422
    assert "停用了，换一个类目" in refused.text
    page = staff.get(f"/supply/goods/{code}").text
    assert re.search(r'<option selected value="tea">', page)
    kept = re.findall(r'name="sku0-kept"[^>]*value="([^"]+)"', page)[0]
    saved = staff.post(f"/supply/goods/{code}", form | {"title": "新的标题", "sku0-kept": kept, "sku0-seen": "10"})
    assert saved.status_code == 303, saved.text
    with house.database.reading() as session:
        goods = session.exec(select(Goods)).one()
        assert (goods.state, goods.category_id) == ("on_sale", one(session, "tea").id)
        assert as_wanted(goods, waiting_proposal(session, goods)).title == "新的标题"
    for _ in "ab":
        assert operator.post(f"{TEA}/reopening").location == TEA
    assert offered in staff.get("/supply/goods/new").text
    assert decisions(house) == ["category.retire", "goods.edit", "category.bring_back"]


@ON_SQLITE
def test_a_child_comes_back_after_its_root(operator: Person) -> None:
    operator.get(TEA)
    operator.post("/desk/categories/food/retirement")
    reply = operator.post(f"{TEA}/reopening")
    assert reply.status_code == 422
    assert "先恢复上面的大类" in reply.text


@ON_SQLITE
def test_attributes_that_are_refused_stand_as_typed(operator: Person, house: House) -> None:
    seen = mark(operator.get(TEA).text)
    typed = ROW | {"seen": seen, "attribute1-name": "产地", "attribute1-name_en": "Somewhere"}
    reply = operator.post(f"{TEA}/attributes", typed)
    assert reply.status_code == 422
    assert 'id="attribute1-name-error"' in reply.text
    assert "第 2 行：和另一个属性重名了" in reply.text
    assert 'value="Somewhere"' in reply.text
    far = operator.post(f"{TEA}/attributes", ROW | {"seen": seen, "attribute0-place": "much"})
    assert far.status_code == 422
    with house.database.reading() as session:
        assert attributes_of(session, one(session, "tea").id) == []


@ON_SQLITE
def test_who_was_overtaken_sees_both_and_may_save_once_more(operator: Person, house: House) -> None:
    seen = mark(operator.get(TEA).text)
    operator.post(f"{TEA}/attributes", ROW | {"seen": seen})
    late = ROW | {"seen": seen, "attribute0-name": "年份", "attribute0-name_en": "Year"}
    reply = operator.post(f"{TEA}/attributes", late)
    assert reply.status_code == 422
    assert "刚刚有人改过这些属性" in reply.text
    assert 'value="年份"' in reply.text
    assert 'value="产地"' in reply.text
    again = late | {
        "seen": mark(reply.text),
        "rows": "3",
        "attribute2-was": "产地",
        "attribute2-name": "产地",
        "attribute2-name_en": "Origin",
    }
    assert operator.post(f"{TEA}/attributes", again).status_code == 303
    with house.database.reading() as session:
        assert {it.name for it in attributes_of(session, one(session, "tea").id)} == {"年份", "产地"}


@ON_SQLITE
def test_what_is_not_there(operator: Person) -> None:
    operator.get(TEA)
    assert operator.get("/desk/categories/nothing").status_code == 404
    for action in ACTIONS[:4]:
        assert operator.post(action.replace("tea", "nothing"), NEW).status_code == 404
    # Roots ask nothing of goods.
    assert operator.post("/desk/categories/food/attributes", ROW).status_code == 404


@ON_SQLITE
def test_others_find_nothing_here(
    stranger: Person, staff: Person, buyer: Person, operator: Person, house: House
) -> None:
    stranger.get("/console/opening")
    staff.get("/supply/profile")
    buyer.get("/sign-in")
    operator.get(TEA)
    for person in (stranger, staff):
        assert person.get(TEA).status_code == 404
        assert person.get("/desk/categories/new").status_code == 404
    for action in ACTIONS:
        assert stranger.post(action, NEW).status_code == 404
        assert staff.post(action, NEW).status_code == 404
        assert buyer.post(action, NEW).location.startswith("/sign-in")
        assert operator.post(action, NEW | {"csrf_token": "forged"}).status_code == 400
    assert decisions(house) == []


@ON_SQLITE
def test_an_attribute_says_how_it_is_answered(operator: Person, house: House) -> None:
    page = operator.get(TEA).text
    assert '<option value="text">随便填</option>' in page
    chosen = ROW | {"attribute0-type": "choice", "seen": mark(page)}
    refused = operator.post(f"{TEA}/attributes", chosen)
    assert refused.status_code == 422
    assert "第 1 行：从选项里选的，要写几个选项" in refused.text
    assert '<option selected value="choice">从选项里选</option>' in refused.text
    saved = operator.post(f"{TEA}/attributes", chosen | {"attribute0-choices": "福建\n云南"})
    assert saved.status_code == 303
    with house.database.reading() as session:
        (made,) = attributes_of(session, one(session, "tea").id)
        assert (made.type, made.choices) == ("choice", ["福建", "云南"])
