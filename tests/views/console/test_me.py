"""The shop's door: each form kept or refused by itself."""

import io

import pytest

from models.account.member import Member
from models.kernel.media import square_key
from models.shop.opening import shop_numbered
from models.shop.shop import Shop
from tests.given.factories import picture_bytes
from tests.given.people import Person
from views.kit.house import House


def shop_of(house: House, keeper: Person) -> tuple[Shop, Member]:
    with house.database.reading() as session:
        shop = shop_numbered(session, keeper.shop_number)
        assert shop is not None
        return shop, shop.keeper


@pytest.fixture(autouse=True)
def opened(keeper: Person) -> None:
    assert keeper.get("/console/me").status_code == 200


def test_the_name_and_words_on_the_door(keeper: Person, house: House) -> None:
    for _ in range(2):
        reply = keeper.post("/console/me/shop", {"name": "竹里", "introduction": "换了个名字"})
        assert (reply.status_code, reply.location) == (303, "/console/me#shop")
    shop, _keeper = shop_of(house, keeper)
    assert (shop.name, shop.introduction) == ("竹里", "换了个名字")
    assert "店名和介绍已保存" in keeper.get("/console/me").text


def test_a_name_that_is_refused_comes_back(keeper: Person, house: House) -> None:
    reply = keeper.post("/console/me/shop", {"name": "竹里专卖", "introduction": "写了半天"})
    assert reply.status_code == 422
    assert "名字里不能有“专卖”" in reply.text
    assert "写了半天" in reply.text
    assert shop_of(house, keeper)[0].name == "林间"


def test_a_logo_is_kept_in_squares(keeper: Person, house: House) -> None:
    for _ in range(2):
        reply = keeper.post("/console/me/logo", {"pictures": (io.BytesIO(picture_bytes(side=400)), "logo.jpg")})
        assert reply.status_code == 303
    digest = shop_of(house, keeper)[0].logo
    assert digest
    assert all(house.media.has(square_key(digest, side)) for side in (1080, 540, 270))
    assert f"/media/{digest}-540.jpg" in keeper.get("/console/me").text


def test_words_in_place_of_a_picture_are_no_picture(keeper: Person, house: House) -> None:
    reply = keeper.post("/console/me/logo", {"pictures": "logo.jpg"}, content_type="multipart/form-data")
    assert reply.status_code == 422
    assert "图片是空的" in reply.text
    assert shop_of(house, keeper)[0].logo is None


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"", "图片是空的"), (b"GIF89a, or so it says", "图片"), (picture_bytes(side=100), "图片太小了")],
)
def test_a_logo_that_is_refused(keeper: Person, house: House, data: bytes, words: str) -> None:
    reply = keeper.post("/console/me/logo", {"pictures": (io.BytesIO(data), "logo.jpg")})
    assert reply.status_code == 422
    assert words in reply.text
    assert shop_of(house, keeper)[0].logo is None


def test_closing_with_a_farewell_and_opening_again(keeper: Person, house: House) -> None:
    for _ in range(2):
        assert keeper.post("/console/me/closing", {"farewell": "回老家过年，初八见。"}).location == "/console/me#door"
    shop, _keeper = shop_of(house, keeper)
    assert shop.closed_at is not None
    assert shop.farewell == "回老家过年，初八见。"
    assert "打烊中" in keeper.get("/console").text
    for _ in range(2):
        assert keeper.post("/console/me/reopening").status_code == 303
    assert shop_of(house, keeper)[0].closed_at is None
    assert keeper.post("/console/me/closing", {"farewell": "久" * 201}).status_code == 422
    assert shop_of(house, keeper)[0].closed_at is None


@pytest.mark.parametrize("action", ["shop", "logo", "closing", "reopening"])
def test_strangers_and_forged_forms(buyer: Person, keeper: Person, action: str) -> None:
    buyer.get("/sign-in")
    assert buyer.post(f"/console/me/{action}").location.startswith("/sign-in")
    assert keeper.post(f"/console/me/{action}", {"csrf_token": ""}).status_code == 400
