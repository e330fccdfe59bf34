"""Writing goods by form."""

import re

from itsdangerous import URLSafeTimedSerializer
from sqlmodel import select

from models.catalogue.goods.by_operator import take_goods_off
from models.catalogue.goods.description import as_typed
from models.catalogue.goods.goods import Goods, GoodsEvent
from models.catalogue.goods.price import least_price
from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.money import Money
from tests.given.baskets import sell
from tests.given.factories import at_desk, make_category, make_member, make_question, picture_bytes
from tests.given.people import Person
from tests.given.supply_forms import goods_form, upload
from tests.views.supply.conftest import Shelf, goods_of, waiting_of
from views.kit.house import House

CODE = re.compile(r"/supply/goods/([0-9A-Z]{8})$")


def edit_form(house: House, code: str, **facts: str) -> dict[str, str]:
    """The form of standing goods as their page shows it, with these facts changed."""
    goods = goods_of(house, code)
    sku = goods.skus[0]
    standing = {
        "rows": "1", "title": goods.title, "category": "tea",
        "description": as_typed(goods.description),
        "sku0-kept": sku.code, "sku0-code": sku.code, "sku0-seen": str(sku.stock), "sku0-stock": str(sku.stock),
        "sku0-price": sku.listed_price.short, "sku0-commission": "15",
    }  # fmt: skip
    return standing | facts


def test_new_goods_are_a_draft_with_pictures(staff: Person, house: House, category: str) -> None:
    assert staff.get("/supply/goods/new").status_code == 200
    pictures = [upload("a.jpg"), upload("b.png", picture_bytes("#aa0000", 400, "PNG"))]
    reply = staff.post("/supply/goods/new", goods_form(pictures=pictures))

    assert reply.status_code == 303
    found = CODE.search(reply.location)
    assert found
    goods = goods_of(house, found[1])
    assert (goods.title, goods.state, goods.description) == ("福鼎白茶", "draft", "<p>第一段</p>\n<p>第二段</p>")
    assert [(sku.listed_price, sku.stock, sku.listed_rate) for sku in goods.skus] == [(Money(12800), 10, 1500)]
    assert len(goods.pictures) == 2 and goods.category and goods.category.slug == "tea"
    assert house.media.has(f"pictures/{goods.cover[:2]}/{goods.cover}-270.jpg")  # type: ignore[index]
    page = staff.get(reply.location)
    assert page.status_code == 200 and "第一段\n\n第二段" in page.text


def test_the_form_sent_twice_makes_one_goods(staff: Person, house: House, category: str) -> None:
    staff.get("/supply/goods/new")
    first, second = (staff.post("/supply/goods/new", goods_form()) for _ in range(2))
    assert first.location == second.location
    with house.database.reading() as session:
        assert len(session.exec(select(Goods)).all()) == 1
        assert len(session.exec(select(GoodsEvent)).all()) == 1


def test_errors_keep_what_was_typed(staff: Person, house: House, category: str) -> None:
    staff.get("/supply/goods/new")
    form = goods_form(title="", barcode="6901234567890", **{"sku0-price": "白送", "sku0-stock": "很多"})
    reply = staff.post("/supply/goods/new", form)

    assert reply.status_code == 422
    for kept in ("6901234567890", "白送", "很多", "第二段", "0123456789abcdef"):
        assert kept in reply.text
    assert "校验位" in reply.text and "请写标题" in reply.text and "规格表第 1 行" in reply.text
    with house.database.reading() as session:
        assert session.exec(select(Goods)).first() is None


def test_a_file_that_is_no_picture_is_told_by_name(staff: Person, house: House, category: str) -> None:
    staff.get("/supply/goods/new")
    reply = staff.post("/supply/goods/new", goods_form(pictures=[upload("notes.txt", b"hello")]))
    assert reply.status_code == 422 and "notes.txt" in reply.text and "福鼎白茶" in reply.text
    with house.database.reading() as session:
        assert session.exec(select(Goods)).first() is None


def test_options_make_skus_and_more_rows_keep_what_was_typed(staff: Person, house: House, category: str) -> None:
    staff.get("/supply/goods/new")
    rows = {"rows": "2", "option1_name": "颜色", "sku0-option1": "红", "sku1-option1": "蓝", "sku1-price": "99"}
    more = staff.post("/supply/goods/new", goods_form(**rows, more="rows"))
    assert more.status_code == 200 and "sku4-price" in more.text and 'value="蓝"' in more.text

    doubled = staff.post("/supply/goods/new", goods_form(**rows | {"sku1-option1": "红"}))
    assert doubled.status_code == 422 and "重复" in doubled.text

    made = staff.post("/supply/goods/new", goods_form(**rows | {"rows": "5"}))
    goods = goods_of(house, made.location[-8:])
    assert [(sku.label, sku.listed_price, sku.stock, sku.listed_rate) for sku in goods.skus] == [
        ("红", 12800, 10, 1500),
        ("蓝", 9900, 0, 1000),
    ]
    assert len({sku.code for sku in goods.skus}) == 2


def test_the_questions_follow_the_category(staff: Person, house: House) -> None:
    with house.database.transaction() as session:
        make_question(session, make_category(session).id)
    fragment = staff.get("/supply/goods/new?category=tea", headers={"HX-Request": "true"})
    assert "attribute:茶类" in fragment.text and "<html" not in fragment.text

    without = staff.post("/supply/goods/new", goods_form())
    page = staff.get(without.location)
    assert "还没有填“茶类”" in page.text
    staff.post(without.location, edit_form(house, without.location[-8:], **{"attribute:茶类": "白茶"}))
    assert goods_of(house, without.location[-8:]).attributes == {"茶类": "白茶"}


def test_a_small_price_move_and_stock_of_goods_on_sale_work_at_once(staff: Person, house: House, shelf: Shelf) -> None:
    staff.get(f"/supply/goods/{shelf.mine}")
    form = edit_form(house, shelf.mine, **{"sku0-price": "118.5", "sku0-stock": "25"})
    reply = staff.post(f"/supply/goods/{shelf.mine}", form)

    assert reply.status_code == 303
    goods = goods_of(house, shelf.mine)
    assert (goods.state, least_price(goods), goods.stock) == ("on_sale", 11850, 25)
    assert waiting_of(house, shelf.mine) is None


def test_a_broken_rule_takes_goods_down_with_the_reason(staff: Person, house: House, shelf: Shelf) -> None:
    staff.get(f"/supply/goods/{shelf.mine}")
    reply = staff.post(f"/supply/goods/{shelf.mine}", edit_form(house, shelf.mine, declared_price="99"))
    assert reply.status_code == 303
    goods = goods_of(house, shelf.mine)
    assert goods.state == "refused" and "高于站外价" in goods.state_why
    assert "高于站外价" in staff.get(reply.location).text


def test_the_staff_read_that_the_network_decided_and_not_who(staff: Person, house: House, shelf: Shelf) -> None:
    with house.database.transaction() as session:
        reviewer = make_member(session, name="审核员老周")
        at_desk(session, reviewer.id, "approval")
        take_goods_off(session, shelf.mine, Act.operator(reviewer, now(), "图不对"))
    page = staff.get(f"/supply/goods/{shelf.mine}").text
    assert "图不对" in page and '<span class="faint">平台</span>' in page
    assert "审核员老周" not in page


def test_goods_on_sale_cannot_come_to_lack_anything(staff: Person, house: House, shelf: Shelf) -> None:
    staff.get(f"/supply/goods/{shelf.mine}")
    reply = staff.post(f"/supply/goods/{shelf.mine}", edit_form(house, shelf.mine, category="", title="改了"))
    assert reply.status_code == 422 and "先选一个类目" in reply.text and "改了" in reply.text
    assert goods_of(house, shelf.mine).title != "改了"


def test_stock_sold_meanwhile_is_not_overwritten(staff: Person, house: House, shelf: Shelf) -> None:
    staff.get(f"/supply/goods/{shelf.mine}")
    stale = edit_form(house, shelf.mine, **{"sku0-price": "120", "sku0-stock": "50"})
    with house.database.transaction() as session:
        sell(session, goods_of(house, shelf.mine).skus[0].id, 3)

    reply = staff.post(f"/supply/goods/{shelf.mine}", stale)
    assert reply.status_code == 422 and "现在库存 7 件" in reply.text
    assert (goods_of(house, shelf.mine).stock, least_price(goods_of(house, shelf.mine))) == (7, 12800)

    untouched = edit_form(house, shelf.mine, **{"sku0-price": "120"}) | {"sku0-seen": "10", "sku0-stock": "10"}
    assert staff.post(f"/supply/goods/{shelf.mine}", untouched).status_code == 303
    assert (goods_of(house, shelf.mine).stock, least_price(goods_of(house, shelf.mine))) == (7, 12000)


def test_a_row_that_is_removed_is_withdrawn(staff: Person, house: House, shelf: Shelf) -> None:
    staff.get(f"/supply/goods/{shelf.mine}")
    form = edit_form(house, shelf.mine, rows="2", **{"sku0-remove": "y", "sku1-price": "120", "sku1-code": "NEW"})
    assert staff.post(f"/supply/goods/{shelf.mine}", form).status_code == 303
    goods = goods_of(house, shelf.mine)
    assert [sku.code for sku in goods.on_offer] == ["NEW"]
    assert {sku.code for sku in goods.skus} == {"NEW", shelf.sku}


def test_html_is_cleaned_and_stays_editable(staff: Person, house: House, shelf: Shelf) -> None:
    with house.database.transaction() as session:
        goods = session.exec(select(Goods).where(Goods.code == shelf.mine)).one()
        goods.state, goods.version = "draft", None
    staff.get(f"/supply/goods/{shelf.mine}")
    typed = '<p>好 <b onclick="x()">茶</b></p><script>alert(1)</script>'
    staff.post(f"/supply/goods/{shelf.mine}", edit_form(house, shelf.mine, description=typed))
    assert goods_of(house, shelf.mine).description == "<p>好 <b>茶</b></p>"
    assert "&lt;b&gt;茶&lt;/b&gt;" in staff.get(f"/supply/goods/{shelf.mine}").text


def test_others_goods_are_not_there(
    staff: Person, keeper: Person, stranger: Person, house: House, shelf: Shelf
) -> None:
    for person, code in ((staff, shelf.theirs), (keeper, shelf.mine), (stranger, shelf.mine)):
        person.get("/supply/goods/new")
        assert person.get(f"/supply/goods/{code}").status_code == 404
        assert person.post(f"/supply/goods/{code}", edit_form(house, code, title="偷改")).status_code == 404
        assert goods_of(house, code).title != "偷改"


def test_pictures_stay_with_a_form_that_comes_back(staff: Person, house: House, category: str) -> None:
    staff.get("/supply/goods/new")
    chosen = [upload("a.jpg"), upload("notes.txt", b"hello")]
    wrong = staff.post("/supply/goods/new", goods_form(barcode="6901234567890", pictures=chosen))
    assert wrong.status_code == 422 and "notes.txt" in wrong.text and "选过的图片还在" in wrong.text
    kept = re.findall(r'name="kept"\s+value="([^"]+)"', wrong.text)
    assert len(kept) == 1
    more = staff.post("/supply/goods/new", goods_form(more="rows", kept=kept))
    assert re.findall(r'name="kept"\s+value="([^"]+)"', more.text)
    reply = staff.post("/supply/goods/new", goods_form(kept=kept, pictures=[upload("a.jpg")]))
    assert reply.status_code == 303
    with house.database.reading() as session:
        # The same picture chosen again is the same picture.
        assert len(session.exec(select(Goods)).one().pictures) == 1


def test_a_mark_that_is_forged_or_anothers_is_no_picture(staff: Person, house: House, category: str) -> None:
    staff.get("/supply/goods/new")
    others = URLSafeTimedSerializer(house.config.secret, salt="goods-picture").dumps([0, "0" * 32])
    reply = staff.post("/supply/goods/new", goods_form(kept=["forged", others]))
    assert reply.status_code == 303
    with house.database.reading() as session:
        assert session.exec(select(Goods)).one().pictures == []
