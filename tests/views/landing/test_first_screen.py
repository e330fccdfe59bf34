"""What the first screen of goods says: the price and what it is the price of, and coupons that are claimed there."""

import re

from flask import Flask
from sqlmodel import select

from models.catalogue.goods.goods import SKU, Goods
from models.coupon.coupon import CouponClaim
from models.kernel.money import Money
from tests.given.coupons import given_now
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person
from tests.given.stall import Stall, cookie, open_stall
from views.kit.house import House

pytestmark = ON_SQLITE


def priced(house: House, stall: Stall, **skus: tuple[str, int]) -> None:
    """Gives the goods a SKU of each name, at a price, so many there."""
    with house.database.transaction() as session:
        goods = session.exec(select(Goods).where(Goods.code == stall.goods)).one()
        goods.option_names = ["份量"]
        goods.skus.clear()
        session.flush()
        for position, (name, (price, stock)) in enumerate(skus.items()):
            sku = SKU(code=name, options=[name], listed_price=Money.parse(price), stock=stock, listed_rate=1000)
            sku.position = position
            goods.skus.append(sku)


def shown(text: str, what: str) -> str:
    """What stands in the place that sku.js fills."""
    found = re.search(rf"<\w+ data-sku-{what}>([^<]*)<", text)
    return found[1].strip() if found else ""


def test_a_price_that_is_the_lowest_of_several_says_so(house: House, buyer: Person) -> None:
    stall = open_stall(house)
    priced(house, stall, big=("358", 3), small=("98.5", 3), sold=("20", 0))
    page = buyer.get(stall.page).text
    assert (shown(page, "price"), shown(page, "label"), shown(page, "from")) == ("98.5", "small", "起")
    in_english = buyer.get(stall.page, headers={"Accept-Language": "en"}).text
    assert in_english.index("data-sku-from>from") < in_english.index("data-sku-price>98.5")
    priced(house, stall, big=("98.5", 3), small=("98.5", 3), sold=("20", 0))
    assert shown(buyer.get(stall.page).text, "from") == ""


def test_what_cost_as_little_as_the_poster_says_is_sold_out(house: House, buyer: Person) -> None:
    stall = open_stall(house)
    priced(house, stall, small=("98", 3), big=("120", 3))
    code = stall.link()
    assert "海报上" not in buyer.get(f"/q/{code}").text
    priced(house, stall, small=("98", 0), big=("120", 3))
    page = buyer.get(f"/q/{code}").text
    assert "海报上那个价的卖完了" in page
    assert shown(page, "price") == "120"


def test_the_bar_stands_outside_the_form_and_names_it(house: House, buyer: Person) -> None:
    page = buyer.get(open_stall(house).page).text
    form = page[page.index('id="buy"') : page.index("</form>", page.index('id="buy"'))]
    assert "btn-go" not in form
    for then in ("cart", "checkout"):
        assert re.search(rf'form="buy"\s+name="then"\s+value="{then}"', page)


def test_the_coupon_that_helps_most_comes_first_and_says_that_one_piece_is_enough(house: House, buyer: Person) -> None:
    stall = open_stall(house)
    codes = [
        given_now(stall, title="大券", off=Money(8_000), minimum=Money(50_000)),
        given_now(stall, title="小券", off=Money(500), minimum=Money(9_900)),
        given_now(stall, title="中券", off=Money(1_000), minimum=Money(12_000)),
    ]
    page = buyer.get(stall.page).text
    assert [codes.index(code) for code in re.findall(r'data-claim="(\w+)"', page)] == [2, 1, 0]
    assert "还有 2 张券" in page
    assert page.count("买这件就够") == 2


def test_a_coupon_is_claimed_in_place_by_script(house: House, buyer: Person, app: Flask) -> None:
    stall = open_stall(house)
    code = given_now(stall)
    reply = buyer.post(f"/coupons/{code}/claim", {"here": "1", "shop": str(stall.number)}, htmx=True)
    assert (reply.status_code, reply.data) == (204, b"")
    readable = cookie(reply, "claimed")
    assert readable.startswith(f"claimed={code};")
    assert "HttpOnly" not in readable
    # The page itself stays the same for all.
    assert buyer.get(stall.page).data == Person(app).get(stall.page).data
    with house.database.transaction() as session:
        session.exec(select(CouponClaim)).one().coupon.stopped_at = session.exec(select(CouponClaim)).one().claimed_at
    refused = Person(app).post(f"/coupons/{code}/claim", htmx=True)
    assert (refused.status_code, refused.text) == (422, "这张券停发了")


def test_a_coupon_is_claimed_in_place_without_script(house: House, buyer: Person, app: Flask) -> None:
    stall = open_stall(house)
    code = given_now(stall)
    for place, back in (
        ({"shop": str(stall.number), "goods": stall.goods}, stall.page),
        ({"shop": str(stall.number)}, f"/{stall.number}"),
    ):
        reply = buyer.post(f"/coupons/{code}/claim", {"here": "1"} | place)
        assert (reply.status_code, reply.location) == (303, f"{back}?claimed={code}#coupons")
        again = buyer.get(reply.location)
        assert re.search(r"data-claim-open\s+hidden", again.text)
        assert again.headers["Cache-Control"] == "no-store"
        # Who only writes the address has nothing.
        stranger = Person(app).get(reply.location)
        assert not re.search(r"data-claim-open\s+hidden", stranger.text)


def test_a_coupon_leads_to_no_place_that_is_none(house: House, buyer: Person) -> None:
    stall = open_stall(house)
    code = given_now(stall)
    for place in ({"shop": "999999"}, {"shop": "//evil"}, {"shop": str(stall.number), "goods": "0000AAAA"}):
        reply = buyer.post(f"/coupons/{code}/claim", {"here": "1"} | place)
        assert reply.location.startswith((f"/coupons/{code}/claimed", f"/{stall.number}/0000AAAA?claimed"))
