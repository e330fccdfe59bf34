"""How goods are sold, by form: limit, time and weight; and what buyers read of it."""

from datetime import timedelta

from sqlmodel import Session, select

from models.catalogue.goods.goods import Goods
from models.kernel.clock import local, now
from tests.given.factories import make_pick, make_shop
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person
from tests.views.supply.conftest import Shelf
from views.kit.house import House
from views.supply.goods.selling import weight_field

pytestmark = ON_SQLITE


def own(session: Session, code: str) -> Goods:
    """The goods of that code."""
    return session.exec(select(Goods).where(Goods.code == code)).one()


def carried_by(house: House, code: str) -> str:
    """The goods' page in a shop that picked them."""
    with house.database.transaction() as session:
        shop = make_shop(session)
        make_pick(session, shop, own(session, code))
        return f"/{shop.number}/{code}"


def test_limit_time_and_weight_are_kept_and_told(staff: Person, house: House, shelf: Shelf, buyer: Person) -> None:
    address, page = f"/supply/goods/{shelf.mine}/selling", carried_by(house, shelf.mine)
    staff.get(address)
    begins = local(now() + timedelta(days=2)).replace(second=0, microsecond=0)
    with house.database.reading() as session:
        weight = weight_field(own(session, shelf.mine).skus[0])
    form = {"per_buyer": "2", "per_buyer_days": "30", "on_sale_from": f"{begins:%Y-%m-%dT%H:%M}", weight: "750"}
    for _ in range(2):
        assert staff.post(address, form).status_code == 303
    with house.database.reading() as session:
        goods = own(session, shelf.mine)
        assert (goods.per_buyer, goods.per_buyer_days, goods.on_sale_from) == (2, 30, begins)
        assert (goods.skus[0].grams, goods.state) == (750, "off_sale")
    told = buyer.get(page).text
    assert (
        f"{begins:%Y-%m-%d %H:%M} 开售" in told and "每人 30 天里最多 2 件" in told and 'value="checkout"' not in told
    )
    assert staff.post(address, form | {"on_sale_from": ""}).status_code == 303
    told = buyer.get(page).text
    assert "开售" not in told and 'value="checkout"' in told
    assert "限购" in staff.get(f"/supply/goods/{shelf.mine}").text


def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_lost(staff: Person, house: House, shelf: Shelf) -> None:
    address = f"/supply/goods/{shelf.mine}/selling"
    staff.get(address)
    for wrong, words in (
        ({"per_buyer": "0"}, "写 1 到 99 之间的数"),
        ({"per_buyer": "abc"}, "请填一个数字"),
        ({"per_buyer_days": "7"}, "先写每人最多买几件"),
        ({"on_sale_from": "2026-13-40T10:00"}, "日期写成"),
        ({"on_sale_from": "明天"}, "时间写成"),
        ({"on_sale_from": "0001-01-01T00:00"}, "时间写成"),
        ({"on_sale_from": "2027-01-02T10:00", "on_sale_until": "2027-01-02T10:00"}, "停售要晚于开售"),
    ):
        reply = staff.post(address, {"per_buyer_days": "", "on_sale_until": ""} | wrong)
        assert reply.status_code == 422 and words in reply.text, wrong
        assert all(f'value="{typed}"' in reply.text for typed in wrong.values() if typed)
    with house.database.reading() as session:
        goods = own(session, shelf.mine)
        assert (goods.per_buyer, goods.on_sale_from, goods.state) == (None, None, "on_sale")


def test_nobody_sets_it_for_another_supplier(staff: Person, house: House, shelf: Shelf) -> None:
    staff.get("/supply/goods")
    assert staff.get(f"/supply/goods/{shelf.theirs}/selling").status_code == 404
    assert staff.post(f"/supply/goods/{shelf.theirs}/selling", {"per_buyer": "1"}).status_code == 404
    with house.database.reading() as session:
        assert own(session, shelf.theirs).per_buyer is None


def test_a_buyer_with_too_many_is_told_in_cart_and_checkout(
    staff: Person, house: House, shelf: Shelf, buyer: Person
) -> None:
    page = carried_by(house, shelf.mine)
    form = {"shop": page.split("/")[1], "goods": shelf.mine, "quantity": "3"}
    buyer.post("/cart", form)
    staff.get(f"/supply/goods/{shelf.mine}/selling")
    assert staff.post(f"/supply/goods/{shelf.mine}/selling", {"per_buyer": "2"}).status_code == 303
    cart = buyer.get("/cart").text
    assert "超过每人限购的件数" in cart and "每人限购 2 件" in cart
    assert buyer.post("/cart", form).status_code == 422
    assert "每人限购 2 件" in buyer.post("/cart", form | {"quantity": "2"}, follow_redirects=True).text
