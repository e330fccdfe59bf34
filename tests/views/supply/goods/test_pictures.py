"""The pictures of goods, by form."""

from sqlmodel import select

from models.catalogue.goods.goods import Goods, MissingPicture
from tests.given.factories import picture_bytes
from tests.given.people import Person
from tests.given.supply_forms import upload
from tests.views.supply.conftest import Shelf, goods_of, wanted_of
from views.kit.house import House

COLOURS = ("#112233", "#445566", "#778899")


def _add(staff: Person, shelf: Shelf, *colours: str) -> None:
    files = [upload(f"{colour[1:]}.jpg", picture_bytes(colour, 300)) for colour in colours]
    assert staff.post(f"/supply/goods/{shelf.mine}/pictures", {"pictures": files}).status_code == 303


def test_several_are_added_ordered_and_removed(staff: Person, house: House, shelf: Shelf) -> None:
    staff.get(f"/supply/goods/{shelf.mine}")
    _add(staff, shelf, *COLOURS)
    approved, before = goods_of(house, shelf.mine).cover, wanted_of(house, shelf.mine).digests
    assert len(before) == 4 and before[0] == approved
    _add(staff, shelf, COLOURS[0])
    assert len(wanted_of(house, shelf.mine).digests) == 4

    base = f"/supply/goods/{shelf.mine}/pictures"
    staff.post(f"{base}/{before[2]}/place", {"to": "first"})
    staff.post(f"{base}/{before[0]}/place", {"to": "later"})
    order = wanted_of(house, shelf.mine).digests
    assert order == (before[2], before[1], before[0], before[3])
    for _ in range(2):
        assert staff.post(f"{base}/{before[2]}/removal").status_code == 303
    assert wanted_of(house, shelf.mine).digests == order[1:]
    assert [picture.digest for picture in goods_of(house, shelf.mine).pictures] == [approved]


def test_the_last_picture_of_goods_on_sale_stays(staff: Person, house: House, shelf: Shelf) -> None:
    staff.get(f"/supply/goods/{shelf.mine}")
    digest = goods_of(house, shelf.mine).cover
    reply = staff.post(f"/supply/goods/{shelf.mine}/pictures/{digest}/removal", follow_redirects=True)
    assert "至少要留一张图片" in reply.text
    assert goods_of(house, shelf.mine).cover == digest


def test_more_than_nine_and_what_is_no_picture_are_refused_whole(staff: Person, house: House, shelf: Shelf) -> None:
    staff.get(f"/supply/goods/{shelf.mine}")
    url = f"/supply/goods/{shelf.mine}/pictures"
    many = [upload(f"{n}.jpg", picture_bytes(f"#{n}0a0{9 - n}0", 300)) for n in range(9)]
    assert "最多 9 张" in staff.post(url, {"pictures": many}, follow_redirects=True).text
    mixed = [upload("fine.jpg"), upload("broken.jpg", b"\xff\xd8\xff broken")]
    assert "broken.jpg" in staff.post(url, {"pictures": mixed}, follow_redirects=True).text
    assert len(goods_of(house, shelf.mine).pictures) == 1


def test_a_missing_picture_is_shown_retried_and_forgone(staff: Person, house: House, shelf: Shelf) -> None:
    with house.database.transaction() as session:
        goods = session.exec(select(Goods).where(Goods.code == shelf.mine)).one()
        session.add(MissingPicture(goods_id=goods.id, source="https://x.example/1.jpg", why="没有取到", tries=3))
    page = staff.get(f"/supply/goods/{shelf.mine}").text
    assert "https://x.example/1.jpg" in page and "没有取到" in page

    assert staff.post("/supply/pictures/retry").status_code == 303
    assert (goods_of(house, shelf.mine).missing[0].why, goods_of(house, shelf.mine).missing[0].tries) == ("", 0)
    assert "没有开通按网址取图片" in staff.get(f"/supply/goods/{shelf.mine}").text

    source = {"source": "https://x.example/1.jpg"}
    for _ in range(2):
        assert staff.post(f"/supply/goods/{shelf.mine}/missing/removal", source).status_code == 303
    assert not goods_of(house, shelf.mine).missing
