"""Sharing a pick: the link, its posters, its words, and the list of what was shared."""

import pytest
from sqlmodel import func, select

from models.link.link import Link
from models.poster.poster import Poster
from tests.given.people import Person
from views.kit.house import House


def count(house: House, record: type[Link] | type[Poster]) -> int:
    with house.database.reading() as session:
        return session.exec(select(func.count()).select_from(record)).one()


def test_one_tap_makes_a_link_with_both_posters_and_a_second_finds_them(
    keeper: Person, picked: list[str], house: House
) -> None:
    replies = [keeper.post(f"/console/picks/{picked[0]}/share") for _ in range(2)]
    assert [reply.status_code for reply in replies] == [303, 303]
    assert replies[0].location == replies[1].location
    assert (count(house, Link), count(house, Poster)) == (1, 2)
    code = replies[0].location.rsplit("/", 1)[1]
    page = keeper.get(replies[0].location).text
    for words in (f"/posters/{code}-window.jpg", f"/posters/{code}-letter.jpg", "能扫", "¥19.20", "我自己喝了三年"):
        assert words in page
    assert keeper.get(f"/posters/{code}-letter.jpg").mimetype == "image/jpeg"


def test_each_placement_has_its_own_link(keeper: Person, picked: list[str], house: House) -> None:
    places = {keeper.post(f"/console/picks/{picked[0]}/share", {"placement": p}).location for p in ("moments", "print")}
    assert len(places) == 2
    refused = keeper.post(f"/console/picks/{picked[0]}/share", {"placement": "名字长得写不下的一个场合呀"})
    assert refused.status_code == 422
    assert "场合的名字要 1 到 12 个字" in refused.text
    assert count(house, Link) == 2


def test_a_shop_names_placements_of_its_own(keeper: Person, picked: list[str]) -> None:
    url = keeper.post(f"/console/picks/{picked[0]}/share", {"placement": " 老客群 "}).location
    assert url == keeper.post(f"/console/picks/{picked[0]}/share", {"placement": "老客群"}).location
    other = keeper.post(f"/console/picks/{picked[1]}/share").location
    assert 'value="老客群"' in keeper.get(other).text
    assert "老客群" in keeper.get("/console/share").text


def test_tones_and_variants_live_in_the_address(keeper: Person, picked: list[str]) -> None:
    url = keeper.post(f"/console/picks/{picked[0]}/share").location
    texts = {keeper.get(f"{url}?tone={tone}").text for tone in ("own", "discovery", "offer")}
    assert len(texts) == 3
    assert "tone=offer&amp;variant=4" in keeper.get(f"{url}?tone=offer&variant=3").text
    for odd in ("tone=x", "variant=-5", "variant=abc", "variant=99999999"):
        assert keeper.get(f"{url}?{odd}").status_code == 200


def test_the_shop_itself_has_a_poster_and_a_door_plate_card(keeper: Person, house: House) -> None:
    assert "店铺海报和门牌卡" in keeper.get("/console/share").text
    replies = [keeper.post("/console/shop/share", {"placement": "print"}) for _ in ("tap", "tap")]
    assert [reply.status_code for reply in replies] == [303, 303]
    assert replies[0].location == replies[1].location
    assert (count(house, Link), count(house, Poster)) == (1, 2)
    code = replies[0].location.rsplit("/", 1)[1]
    page = keeper.get(replies[0].location).text
    for words in (f"/posters/{code}-shop.jpg", f"/posters/{code}-plate.jpg", "林间小铺", str(keeper.shop_number)):
        assert words in page
    assert keeper.get(f"/q/{code}").status_code == 200
    assert keeper.post("/console/shop/share", {"placement": "名字长得写不下的一个场合呀"}).status_code == 422
    assert count(house, Link) == 1


@pytest.mark.parametrize("who", ["stranger", "buyer"])
def test_only_keepers_share(picked: list[str], house: House, request: pytest.FixtureRequest, who: str) -> None:
    other: Person = request.getfixturevalue(who)
    other.get("/console/opening" if who == "stranger" else "/sign-in")
    for url in ("/console/shop/share", f"/console/picks/{picked[0]}/share"):
        assert other.post(url).status_code == 303
    assert count(house, Link) == 0


def test_another_shops_pick_is_not_there(neighbour: Person, picked: list[str], house: House) -> None:
    assert neighbour.post(f"/console/picks/{picked[0]}/share").status_code == 404
    assert count(house, Link) == 0


@pytest.mark.parametrize("who", ["neighbour", "buyer"])
def test_a_link_is_its_own_shops(keeper: Person, picked: list[str], request: pytest.FixtureRequest, who: str) -> None:
    url = keeper.post(f"/console/picks/{picked[0]}/share").location
    other: Person = request.getfixturevalue(who)
    reply = other.get(url)
    assert reply.status_code == (404 if who == "neighbour" else 303)
    assert "茶籽手工皂" not in other.get("/console/share").text


def test_without_picks_there_is_nothing_to_share(neighbour: Person) -> None:
    assert "先选货，才有海报可发" in neighbour.get("/console/share").text
    assert neighbour.get("/console/links/NOSUCH0").status_code == 404
