"""A fall of the commission by form: said before saving and after, refused below the floor, seen by keepers."""

from sqlmodel import select

from models.catalogue.category.category import Category
from models.catalogue.goods.price import announced_of, rate_of
from tests.given.people import Person
from tests.views.supply.conftest import Shelf, goods_of
from tests.views.supply.goods.test_editing import edit_form
from views.kit.house import House


def test_the_form_says_from_when_on_a_fall_holds(
    staff: Person, keeper: Person, shelf: Shelf, house: House, category: str
) -> None:
    page = f"/supply/goods/{shelf.mine}"
    assert "下调要先预告 7 天" in staff.get(page).text
    reply = staff.post(page, edit_form(house, shelf.mine, **{"sku0-commission": "12"}))
    assert reply.status_code == 303
    shown = staff.get(page).text
    assert "才降到 12%" in shown and "写回 15% 就取消下调" in shown and 'value="12"' in shown
    sku = goods_of(house, shelf.mine).skus[0]
    announced = announced_of(sku)
    assert rate_of(sku) == 1500 and announced is not None and announced.rate_bp == 1200
    for seen in (f"/console/goods/{shelf.mine}", "/console/goods"):
        assert "起佣金降到 12%" in keeper.get(seen).text, "before picking"
    keeper.post("/console/picks", {"goods": shelf.mine})
    assert "起佣金降到 12%" in keeper.get("/console/picks").text
    # The form as it stands changes nothing.
    staff.post(page, edit_form(house, shelf.mine, **{"sku0-commission": "12"}))
    assert announced_of(goods_of(house, shelf.mine).skus[0]) == announced


def test_a_fall_below_the_floor_is_refused_beside_the_table(
    staff: Person, shelf: Shelf, house: House, category: str
) -> None:
    with house.database.transaction() as session:
        session.exec(select(Category).where(Category.slug == category)).one().commission_floor_bp = 1300
    reply = staff.post(f"/supply/goods/{shelf.mine}", edit_form(house, shelf.mine, **{"sku0-commission": "12"}))
    assert reply.status_code == 422 and "低于类目下限 13%" in reply.text and 'value="12"' in reply.text
    goods = goods_of(house, shelf.mine)
    assert announced_of(goods.skus[0]) is None and goods.state == "on_sale"
