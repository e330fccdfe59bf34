"""Long pictures and SKU pictures: uploaded, put in order, waiting for approval on approved goods; what buyers see."""

import io
import re
from typing import Any

from PIL import Image
from sqlmodel import Session, select

from models.catalogue.goods.deciding_proposals import approve_proposal
from models.catalogue.goods.goods import SKU, Goods
from models.catalogue.goods.look import look_of
from models.catalogue.goods.proposal import waiting_proposal
from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.rules import DEFAULT
from tests.given.factories import at_desk, make_member, make_pick, make_shop
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person
from tests.given.supply_forms import upload
from tests.views.supply.conftest import Shelf
from views.kit.house import House

pytestmark = ON_SQLITE


def own(session: Session, code: str) -> Goods:
    """The goods of that code."""
    return session.exec(select(Goods).where(Goods.code == code)).one()


def long(shade: int, size: tuple[int, int] = (800, 2400)) -> Any:
    """A long picture, as a browser sends it."""
    file = io.BytesIO()
    Image.new("RGB", size, (shade, 90, 90)).save(file, "JPEG", exif=b"Exif\0\0here")
    return upload(f"{shade}.jpg", file.getvalue())


def approve(house: House, code: str) -> None:
    """An operator approves what waits of these goods."""
    with house.database.transaction() as session:
        operator = make_member(session)
        at_desk(session, operator.id)
        waiting = waiting_proposal(session, own(session, code))
        assert waiting is not None
        approve_proposal(session, waiting.code, Act.operator(operator, now()), DEFAULT)


def in_shop(house: House, code: str) -> str:
    """The goods' page in a shop that picked them."""
    with house.database.transaction() as session:
        shop = make_shop(session)
        make_pick(session, shop, own(session, code))
        return f"/{shop.number}/{code}"


def heights(page: str) -> list[str]:
    """The heights that a page leaves room for."""
    return re.findall(r'height="(\d+)"\s+alt="[^"]*详情', page)


def test_long_pictures_of_approved_goods_wait_and_then_show_without_moving_the_page(
    staff: Person, house: House, shelf: Shelf, buyer: Person
) -> None:
    address, page = f"/supply/goods/{shelf.mine}/details", in_shop(house, shelf.mine)
    staff.get(address)
    reply = staff.post(address, {"pictures": [long(10), long(20, (1600, 1600)), long(10)]})
    assert reply.status_code == 303
    assert "送去审核" in staff.get(address).text and heights(staff.get(address).text) == ["2400", "1080"]
    assert heights(buyer.get(page).text) == []
    approve(house, shelf.mine)
    told = buyer.get(page).text
    assert heights(told) == ["2400", "1080"] and told.count('loading="lazy"') >= 2
    (first, _) = re.findall(r'src="(/media/details/[0-9a-f]+-1080\.jpg)"', told)
    assert Image.open(io.BytesIO(buyer.get(first).data)).size == (800, 2400)
    assert b"here" not in buyer.get(first).data and buyer.get(first.replace("1080", "720")).status_code == 200
    assert buyer.get(first.replace("1080", "540")).status_code == 404


def test_they_are_put_in_order_and_taken_away(staff: Person, house: House, shelf: Shelf) -> None:
    address = f"/supply/goods/{shelf.mine}/details"
    staff.get(address)
    staff.post(address, {"pictures": [long(shade) for shade in (10, 20, 30)]})
    approve(house, shelf.mine)
    with house.database.reading() as session:
        one, two, three = (shot.digest for shot in look_of(own(session, shelf.mine)).details)
    assert staff.post(f"{address}/{three}/place", {"to": "first"}).status_code == 303
    assert staff.post(f"{address}/{one}/removal").status_code == 303
    approve(house, shelf.mine)
    with house.database.reading() as session:
        assert [shot.digest for shot in look_of(own(session, shelf.mine)).details] == [three, two]
    assert staff.post(f"{address}/{'0' * 32}/place", {"to": "first"}).status_code == 404


def test_what_is_no_picture_or_too_many_is_said_and_nothing_is_kept(staff: Person, house: House, shelf: Shelf) -> None:
    address = f"/supply/goods/{shelf.mine}/details"
    staff.get(address)
    for sent, words in (
        ([upload("x.jpg", b"no picture")], "这不是能用的图片"),
        ([long(10), upload("y.jpg", long(20)[0].getvalue()[:500])], "y.jpg"),
        ([long(10, (300, 20_000))], "太长了"),
        ([upload(f"{n}.jpg", b"x") for n in range(21)], "最多 20 张"),
    ):
        reply = staff.post(address, {"pictures": sent})
        assert reply.status_code == 422 and words in reply.text, words
    with house.database.reading() as session:
        assert waiting_proposal(session, own(session, shelf.mine)) is None


def test_a_sku_shows_its_own_picture_in_options_cart_and_order(
    staff: Person, house: House, shelf: Shelf, buyer: Person
) -> None:
    with house.database.transaction() as session:
        goods = own(session, shelf.mine)
        goods.option_names, goods.skus[0].options = ["颜色"], ["白"]
        price, rate = goods.skus[0].listed_price, goods.skus[0].listed_rate
        goods.skus.append(
            SKU(code="red", options=["红"], listed_price=price, listed_rate=rate, stock=5, approved_price=price)
        )
        cover = goods.pictures[0].digest
    page = in_shop(house, shelf.mine)
    told = staff.get(f"/supply/goods/{shelf.mine}/details").text
    names = re.findall(r'<select name="(sku-[0-9a-f]+)"', told)
    reply = staff.post(
        f"/supply/goods/{shelf.mine}/sku-pictures", {names[0]: cover, f"new-{names[1]}": long(200, (600, 600))}
    )
    assert reply.status_code == 303
    with house.database.reading() as session:
        assert [sku.picture for sku in own(session, shelf.mine).skus] == [None, None]
    approve(house, shelf.mine)
    with house.database.reading() as session:
        white, red = (sku.picture for sku in own(session, shelf.mine).skus)
    assert white == cover and red and red != cover
    told = buyer.get(page).text
    assert f'<span class="chip"><img class="pic thumb"\n         src="/media/{red}-540.jpg"' in told
    assert f'"picture": "{red}"' in told.replace("&#34;", '"')
    buyer.post("/cart", {"shop": page.split("/")[1], "goods": shelf.mine, "o0": "红"})
    assert f"/media/{red}-540.jpg" in buyer.get("/cart").text
    staff.post(f"/supply/goods/{shelf.mine}/sku-pictures", {names[1]: "none"})
    approve(house, shelf.mine)
    assert f"/media/{red}-540.jpg" not in buyer.get("/cart").text


def test_nobody_touches_another_suppliers_pictures(staff: Person, shelf: Shelf) -> None:
    staff.get("/supply/goods")
    address = f"/supply/goods/{shelf.theirs}"
    assert staff.get(f"{address}/details").status_code == 404
    assert staff.post(f"{address}/details", {"pictures": [long(10)]}).status_code == 404
    assert staff.post(f"{address}/sku-pictures", {}).status_code == 404
