"""Changes of goods on sale: what waits, until when, what buyers see meanwhile, and taking it back."""

from sqlmodel import select

from models.account.audit import Audit
from models.catalogue.goods.goods import Goods
from models.catalogue.goods.proposal import Proposal
from tests.given.factories import make_pick, make_shop
from tests.given.people import Person
from tests.views.supply.conftest import Shelf, goods_of, waiting_of, wanted_of
from tests.views.supply.goods.test_editing import edit_form
from views.kit.house import House


def _save(staff: Person, house: House, code: str, **facts: str) -> int:
    staff.get(f"/supply/goods/{code}")
    return staff.post(f"/supply/goods/{code}", edit_form(house, code, **facts)).status_code


def _shop_of(house: House, code: str) -> int:
    with house.database.transaction() as session:
        shop = make_shop(session)
        make_pick(session, shop, session.exec(select(Goods).where(Goods.code == code)).one())
        return shop.number


def test_buyers_go_on_with_what_was_approved_while_a_title_and_a_price_wait(
    staff: Person, buyer: Person, house: House, shelf: Shelf
) -> None:
    number = _shop_of(house, shelf.mine)
    assert _save(staff, house, shelf.mine, title="老寿眉 散茶", **{"sku0-price": "998", "sku0-stock": "3"}) == 303

    goods = goods_of(house, shelf.mine)
    assert (goods.title, goods.skus[0].listed_price, goods.skus[0].stock) == ("福鼎白茶 老寿眉 2019", 12800, 3)
    page = buyer.get(f"/{number}/{shelf.mine}").text
    assert "福鼎白茶" in page and "散茶" not in page and "998" not in page
    own = staff.get(f"/supply/goods/{shelf.mine}").text
    assert "改动等着审核" in own and 'value="老寿眉 散茶"' in own and 'value="998"' in own and "涨 679%" in own
    with house.database.reading() as session:
        row = session.exec(select(Audit).where(Audit.what == "goods.edit")).one()
        assert {change.what: change.now for change in row.changes}["标题（待审核）"] == "老寿眉 散茶"


def test_the_form_edits_what_waits_and_the_later_takes_the_place_of_the_earlier(
    staff: Person, house: House, shelf: Shelf
) -> None:
    _save(staff, house, shelf.mine, title="第一稿")
    first = waiting_of(house, shelf.mine)
    _save(staff, house, shelf.mine, title="第二稿")
    second = waiting_of(house, shelf.mine)
    assert first and second and second.code != first.code and second.since == first.since
    _save(staff, house, shelf.mine, title="第二稿")
    again = waiting_of(house, shelf.mine)
    assert again and again.code == second.code
    with house.database.reading() as session:
        states = sorted(one.state for one in session.exec(select(Proposal)))
    assert states == ["replaced", "waiting"]
    _save(staff, house, shelf.mine, title="福鼎白茶 老寿眉 2019")
    assert waiting_of(house, shelf.mine) is None


def test_a_change_is_taken_back_once_and_only_by_its_own_supplier(
    staff: Person, keeper: Person, house: House, shelf: Shelf
) -> None:
    _save(staff, house, shelf.mine, title="第一稿")
    url = f"/supply/goods/{shelf.mine}/proposal/withdrawal"
    keeper.get("/console")
    assert keeper.post(url).status_code == 404
    assert staff.post(f"/supply/goods/{shelf.theirs}/proposal/withdrawal").status_code == 404
    assert waiting_of(house, shelf.mine)
    assert "改动撤回了" in staff.post(url, follow_redirects=True).text
    assert "已经没有等着审核的改动" in staff.post(url, follow_redirects=True).text
    assert waiting_of(house, shelf.mine) is None and wanted_of(house, shelf.mine).title == "福鼎白茶 老寿眉 2019"


def test_goods_that_were_taken_off_come_back_as_they_were_approved(staff: Person, house: House, shelf: Shelf) -> None:
    staff.get(f"/supply/goods/{shelf.mine}")
    staff.post(f"/supply/goods/{shelf.mine}/withdrawal")
    _save(staff, house, shelf.mine, title="换了一件")
    staff.post(f"/supply/goods/{shelf.mine}/return")
    assert (goods_of(house, shelf.mine).state, goods_of(house, shelf.mine).title) == ("on_sale", "福鼎白茶 老寿眉 2019")


def test_forbidden_words_are_named_beside_their_fields_and_nothing_typed_is_lost(
    staff: Person, house: House, shelf: Shelf
) -> None:
    staff.get(f"/supply/goods/{shelf.mine}")
    form = edit_form(house, shelf.mine, title="根-治失眠的茶", description="加 微 信 问价", brand="全网.最香")
    reply = staff.post(f"/supply/goods/{shelf.mine}", form)
    assert reply.status_code == 422
    for words in ("不能写疗效：“根治”", "不能写联系方式：“加微信”", "不能说得太绝对：“全网最”", "根-治失眠的茶"):
        assert words in reply.text
    assert waiting_of(house, shelf.mine) is None


def test_words_that_were_approved_do_not_stand_in_the_way_of_a_price(staff: Person, house: House, shelf: Shelf) -> None:
    with house.database.transaction() as session:
        session.exec(select(Goods).where(Goods.code == shelf.mine)).one().title = "顶级老寿眉"
    assert _save(staff, house, shelf.mine, **{"sku0-price": "120"}) == 303
    assert goods_of(house, shelf.mine).skus[0].listed_price == 12000
