"""A supplier's coupons: on its own goods, all or one, out of its own share; nobody else's."""

from datetime import timedelta

from models.kernel.clock import local, now
from tests.given.kinds import ON_SQLITE
from tests.given.people import HTMX, Person
from tests.given.tickets import all_coupons
from tests.views.supply.conftest import Shelf
from views.kit.house import House

pytestmark = ON_SQLITE


def written(**other: str) -> dict[str, str]:
    """What the form would send."""
    today = local(now()).date()
    days = {"begins_at": today.isoformat(), "ends_at": (today + timedelta(days=6)).isoformat()}
    usual = {"template": "over", "title": "春茶尝新", "off": "10", "minimum": "99", "goods": "", "quota": "50"}
    return usual | days | {"per_buyer": "1", "on_page": "y", "passphrase": ""} | other


def test_it_says_whose_money_it_is_before_it_is_made(staff: Person) -> None:
    assert "/supply/coupons" in staff.get("/supply").text
    assert "货款里出" in staff.get("/supply/coupons").text
    assert "货款里扣" in staff.get("/supply/coupons/new").text
    page = staff.get("/supply/coupons/new?template=over").text
    assert "从你的货款里扣" in page
    assert "福鼎茶厂的所有商品" in page
    assert "佣金率有" not in page


def test_on_all_goods_or_one_of_its_own(staff: Person, house: House, shelf: Shelf) -> None:
    staff.get("/supply/coupons/new?template=over")
    for goods in ("", shelf.mine):
        for _ in range(2):
            assert staff.post("/supply/coupons", written(goods=goods)).status_code == 303
    assert staff.post("/supply/coupons", written(goods=shelf.theirs)).status_code == 404
    kept = all_coupons(house)
    assert [(coupon.payer, coupon.shop_id, coupon.goods.code if coupon.goods else "") for coupon in kept] == [
        ("supplier", None, ""),
        ("supplier", None, shelf.mine),
    ]
    text = staff.get("/supply/coupons").text
    assert "0 / 50" in text
    assert "只用在" in text
    assert "货款里扣" in staff.get(f"/supply/coupons/{kept[0].code}").text


def test_a_wrong_form_comes_back_with_what_was_typed(staff: Person, house: House) -> None:
    staff.get("/supply/coupons/new?template=over")
    reply = staff.post("/supply/coupons", written(off="95"))
    assert reply.status_code == 422
    assert 'id="minimum-error"' in reply.text
    assert 'value="95"' in reply.text
    assert all_coupons(house) == []
    live = staff.get("/supply/coupons/preview", query_string=written(), headers=HTMX)
    assert "减 10 元，买家付 89 元" in live.text


def test_stopped_resumed_and_nobody_elses(staff: Person, house: House, keeper: Person, stranger: Person) -> None:
    staff.get("/supply/coupons/new?template=over")
    staff.post("/supply/coupons", written())
    code = all_coupons(house)[0].code
    for person in (keeper, stranger):
        person.get("/console/opening")
        for step in ("", "/stopping", "/resuming"):
            address = f"/supply/coupons/{code}{step}"
            assert (person.post(address) if step else person.get(address)).status_code == 404
    assert keeper.get(f"/console/coupons/{code}").status_code == 404
    assert staff.post(f"/supply/coupons/{code}/stopping").status_code == 303
    assert all_coupons(house)[0].stopped_at is not None
    assert "已停发" in staff.get("/supply/coupons").text
    assert staff.post(f"/supply/coupons/{code}/resuming").status_code == 303
    assert all_coupons(house)[0].stopped_at is None
