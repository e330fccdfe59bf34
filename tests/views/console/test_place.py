"""A keeper opts in and out, on the phone: an address, a district, a map's link, the browser's place."""

from typing import Any

import pytest
from sqlmodel import select

from models.feed.nearby.place import ShopPlace
from models.kernel.earth.grid import rounded
from models.kernel.earth.point import EarthPoint
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person
from views.kit.house import House

pytestmark = ON_SQLITE
WEST_LAKE = {"province": "330000", "city": "330100", "district": "330106"}
SEEN = "附近的人看得到小铺"


def place_in(house: House) -> ShopPlace | None:
    with house.database.reading() as session:
        return session.exec(select(ShopPlace)).first()


@pytest.mark.parametrize(
    ("sent", "way"),
    [
        (WEST_LAKE, "district"),
        ({"address": "浙江省杭州市西湖区文三路 9 号"}, "district"),
        ({"address": "杭州西湖区 文三路"}, "district"),
        ({"where": "https://uri.amap.com/marker?position=120.15,30.25"}, "map"),
        ({"where": "30.250000,120.150000", "datum": "wgs84", "by": "browser"}, "browser"),
        (WEST_LAKE | {"where": "北纬 30.25 东经 120.15", "datum": "bd09"}, "map"),
    ],
)
def test_every_way_of_saying_where(house: House, keeper: Person, sent: dict[str, Any], way: str) -> None:
    assert "现在附近的人看不到" in keeper.get("/console/place").text
    assert keeper.post("/console/place", sent).status_code == 303
    place = place_in(house)
    assert place is not None
    assert place.placed_by == way
    assert (place.north, place.east) == rounded(place.point, 500).millionths
    assert SEEN in keeper.get("/console/place").text
    assert "文三路" not in keeper.get("/console/place").text


def test_taking_it_back_deletes_it(house: House, keeper: Person) -> None:
    keeper.get("/console/place")
    keeper.post("/console/place", WEST_LAKE)
    for _ in range(2):
        assert keeper.post("/console/place/withdrawal").status_code == 303
        assert place_in(house) is None
    assert "现在附近的人看不到" in keeper.get("/console/place").text


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({}, "选一下小铺在哪个区县"),
        ({"address": "\u3164\u200b"}, "选一下小铺在哪个区县"),
        ({"address": "某个地方"}, "地址里没找到区县"),
        ({"where": "NaN, inf"}, "这个位置看不懂"),
        ({"where": "10, 160", "datum": "wgs84"}, "像是在海上"),
        (WEST_LAKE | {"where": "10, 160", "datum": "wgs84"}, "离选的区县太远"),
        ({"address": "x" * 201}, "最多 200 个字"),
        (WEST_LAKE | {"datum": "mars"}, ""),
        ({"province": "330000", "city": "330100", "district": "330113"}, "位置我们不知道"),
    ],
)
def test_what_is_wrong_is_said_beside_it(house: House, keeper: Person, sent: dict[str, Any], says: str) -> None:
    keeper.get("/console/place")
    reply = keeper.post("/console/place", sent)
    assert reply.status_code == 422
    assert says in reply.text
    assert sent.get("address", "") in reply.text
    assert place_in(house) is None


def test_without_script_the_selects_fill_one_another(house: House, keeper: Person) -> None:
    keeper.get("/console/place")
    reply = keeper.post("/console/place", {"province": "330000", "do": "region"})
    assert "杭州市" in reply.text
    assert place_in(house) is None
    assert "西湖区" in keeper.get("/console/place/regions?province=330000&city=330100").text


def test_strangers_place_no_shop(
    house: House, keeper: Person, neighbour: Person, buyer: Person, stranger: Person
) -> None:
    keeper.get("/console/place")
    keeper.post("/console/place", WEST_LAKE)
    neighbour.get("/console/place")
    assert SEEN not in neighbour.get("/console/place").text
    neighbour.post("/console/place/withdrawal")
    assert place_in(house) is not None
    for other in (buyer, stranger):
        assert other.get("/console/place").status_code in (302, 303, 403, 404)
        other.post("/console/place/withdrawal")
    assert place_in(house) is not None


def test_a_place_over_the_date_line_is_still_a_place(house: House, keeper: Person) -> None:
    keeper.get("/console/place")
    reply = keeper.post("/console/place", {"where": "-16.8, 180", "datum": "wgs84"})
    assert reply.status_code == 422
    assert EarthPoint(-16.8, -180).metres_to(EarthPoint(-16.8, 179.9999)) < 50
