"""The table of goods: filters, stock, steps for one and for many."""

import pytest
from sqlmodel import select

from models.catalogue.goods.goods import SKU, Goods, GoodsEvent, MissingPicture
from models.catalogue.supplier.supplier import Supplier
from tests.given.baskets import sell
from tests.given.factories import make_goods, store_picture
from tests.given.people import Person
from tests.views.supply.conftest import Shelf, goods_of
from views.kit.house import House


def _make(house: House, staff: Person, number: int, **facts: object) -> list[str]:
    with house.database.transaction() as session:
        own = session.exec(select(Supplier).where(Supplier.code == staff.supplier_code)).one()
        digest = store_picture(house.media)
        return [make_goods(session, own, digest=digest, **facts).code for _ in range(number)]  # type: ignore[arg-type]


def test_an_empty_table_offers_the_next_step(staff: Person) -> None:
    assert "写第一件商品" in staff.get("/supply/goods").text
    assert "从文件装入" in staff.get("/supply").text


def test_filters_live_in_the_url(staff: Person, house: House, shelf: Shelf) -> None:
    _make(house, staff, 2, title="草稿 100% 棉", state="draft")
    with house.database.transaction() as session:
        mine = session.exec(select(Goods).where(Goods.code == shelf.mine)).one()
        session.add(MissingPicture(goods_id=mine.id, source="https://x.example/1.jpg"))
        mine.skus[0].stock = 2

    everything = staff.get("/supply/goods").text
    assert "老寿眉" in everything and "草稿 100%" in everything and "别家的茶" not in everything
    assert "老寿眉" not in staff.get("/supply/goods?state=draft").text
    assert "老寿眉" not in staff.get("/supply/goods?q=100%25").text
    assert "草稿" not in staff.get("/supply/goods?q=寿眉").text.split("<tbody>")[1]
    assert "老寿眉" in staff.get(f"/supply/goods?q={shelf.sku}").text
    for narrowed in ("missing", "low"):
        rows = staff.get(f"/supply/goods?state={narrowed}").text.split("<tbody>")[1]
        assert "老寿眉" in rows and "草稿 100%" not in rows
    assert "没有符合的商品" in staff.get("/supply/goods?q=nothing").text
    assert staff.get("/supply/goods?category=nowhere&page=99").status_code == 200


def test_pages(staff: Person, house: House) -> None:
    _make(house, staff, 60)
    assert "page=2" in staff.get("/supply/goods").text
    assert staff.get("/supply/goods?page=2").text.count('name="goods"') == 10


def test_stock_is_counted_anew(staff: Person, house: House, shelf: Shelf) -> None:
    staff.get("/supply/goods")
    form = {"sku": shelf.sku, "seen": "10", "stock": "30", "at_state": "on_sale", "at_page": "1"}
    reply = staff.post(f"/supply/goods/{shelf.mine}/stock", form)
    assert (reply.status_code, reply.location) == (303, "/supply/goods?state=on_sale&page=1")
    assert goods_of(house, shelf.mine).stock == 30
    assert staff.post(f"/supply/goods/{shelf.mine}/stock", form).status_code == 303
    assert goods_of(house, shelf.mine).stock == 30


def test_stock_that_was_sold_meanwhile_is_told(staff: Person, house: House, shelf: Shelf) -> None:
    staff.get("/supply/goods")
    with house.database.transaction() as session:
        sell(session, session.exec(select(SKU.id).where(SKU.code == shelf.sku)).one(), 4)
    reply = staff.post(f"/supply/goods/{shelf.mine}/stock", {"sku": shelf.sku, "seen": "10", "stock": "30"})
    assert reply.status_code == 422 and "现在库存 6 件" in reply.text and 'value="30"' in reply.text
    assert goods_of(house, shelf.mine).stock == 6


@pytest.mark.parametrize("typed", ["", "-1", "三", "99999999"])
def test_stock_must_be_a_number(staff: Person, house: House, shelf: Shelf, typed: str) -> None:
    staff.get("/supply/goods")
    reply = staff.post(f"/supply/goods/{shelf.mine}/stock", {"sku": shelf.sku, "seen": "10", "stock": typed})
    assert reply.status_code == 422
    assert goods_of(house, shelf.mine).stock == 10


def test_submitting_a_draft_twice_is_once(staff: Person, house: House) -> None:
    (code,) = _make(house, staff, 1, state="draft")
    staff.get("/supply/goods")
    for _ in range(2):
        assert staff.post(f"/supply/goods/{code}/submission").status_code == 303
    assert goods_of(house, code).state == "submitted"
    with house.database.reading() as session:
        assert [event.state for event in session.exec(select(GoodsEvent))] == ["submitted"]


def test_a_draft_that_lacks_something_says_what(staff: Person, house: House) -> None:
    with house.database.transaction() as session:
        own = session.exec(select(Supplier).where(Supplier.code == staff.supplier_code)).one()
        code = make_goods(session, own, state="draft").code
    staff.get("/supply/goods")
    reply = staff.post(f"/supply/goods/{code}/submission", follow_redirects=True)
    assert "至少要有一张图片" in reply.text
    assert goods_of(house, code).state == "draft"


def test_off_sale_and_back(staff: Person, house: House, shelf: Shelf) -> None:
    staff.get("/supply/goods")
    staff.post(f"/supply/goods/{shelf.mine}/withdrawal")
    assert goods_of(house, shelf.mine).state == "off_sale"
    staff.post(f"/supply/goods/{shelf.mine}/return")
    assert goods_of(house, shelf.mine).state == "on_sale"
    page = staff.get(f"/supply/goods/{shelf.mine}").text
    assert "已下架" in page and "茶厂小王" in page


def test_goods_that_break_a_rule_do_not_come_back(staff: Person, house: House) -> None:
    (code,) = _make(house, staff, 1, state="off_sale")
    with house.database.transaction() as session:
        session.exec(select(Goods).where(Goods.code == code)).one().declared_commission_bp = 5000
    staff.get("/supply/goods")
    assert "低于站外" in staff.post(f"/supply/goods/{code}/return", follow_redirects=True).text
    assert goods_of(house, code).state == "off_sale"


def test_bulk_steps_do_what_can_be_done_and_tell_the_rest(staff: Person, house: House, shelf: Shelf) -> None:
    good = _make(house, staff, 2, state="draft")
    with house.database.transaction() as session:
        own = session.exec(select(Supplier).where(Supplier.code == staff.supplier_code)).one()
        bare = make_goods(session, own, title="没图的", state="draft").code
    staff.get("/supply/goods")
    ticked = {"goods": [*good, bare, shelf.theirs, "NOWHERE1"], "at_q": "寿眉"}
    reply = staff.post("/supply/goods/submissions", ticked)
    assert reply.location == "/supply/goods?q=%E5%AF%BF%E7%9C%89"
    page = staff.get(reply.location).text
    assert "2 件已提交审核" in page and "没图的：至少要有一张图片" in page
    assert [goods_of(house, code).state for code in [*good, bare, shelf.theirs]] == [
        "submitted", "submitted", "draft", "on_sale",
    ]  # fmt: skip

    staff.post("/supply/goods/withdrawals", {"goods": [shelf.mine, shelf.theirs]})
    assert (goods_of(house, shelf.mine).state, goods_of(house, shelf.theirs).state) == ("off_sale", "on_sale")
    staff.post("/supply/goods/returns", {"goods": [shelf.mine]})
    assert goods_of(house, shelf.mine).state == "on_sale"
    assert "先勾选" in staff.post("/supply/goods/submissions", {}, follow_redirects=True).text


def test_others_goods_cannot_be_touched(staff: Person, keeper: Person, house: House, shelf: Shelf) -> None:
    for person, code in ((staff, shelf.theirs), (keeper, shelf.mine)):
        person.get("/supply/goods")
        for step in ("submission", "withdrawal", "return", "stock", "pictures", "missing/removal"):
            assert person.post(f"/supply/goods/{code}/{step}", {"seen": "10", "stock": "0"}).status_code == 404, step
        assert goods_of(house, code).state == "on_sale"
    for page in ("", "/goods", "/imports", "/parcels", "/profile"):
        assert keeper.get(f"/supply{page}").status_code == 404


def test_without_the_forms_token_nothing_happens(staff: Person, house: House, shelf: Shelf) -> None:
    assert staff.client.post(f"/supply/goods/{shelf.mine}/withdrawal").status_code == 400
    assert goods_of(house, shelf.mine).state == "on_sale"
