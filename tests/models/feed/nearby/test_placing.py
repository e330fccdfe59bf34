"""Opting in and out: rounded before it is written, told from nowhere else, and gone when it is taken back."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlmodel import Session, select

from models.account.audit import Audit
from models.feed.nearby.finding import near, near_in_district, roughly
from models.feed.nearby.place import ShopPlace
from models.feed.nearby.placing import SaidPlace, coarsen, place_of_shop, place_shop, take_place_away
from models.feed.post import Post
from models.feed.posting import PostWords, delete_post, put_out, write_post
from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.database import Database
from models.kernel.earth.grid import rounded
from models.kernel.earth.point import EarthPoint
from models.kernel.errors import Refused
from models.kernel.rules import DEFAULT
from models.shop.shop import Shop
from tests.given.factories import make_shop, make_unopened

HERE = EarthPoint(30.2511, 120.1423)
EXACT = SaidPlace("330106", HERE, "map")


def put(session: Session, shop: Shop, wanted: SaidPlace = EXACT) -> ShopPlace:
    return place_shop(session, shop, wanted, Act.keeper(shop.keeper, now()), rules=DEFAULT)


def numbers(session: Session, point: EarthPoint = HERE) -> list[int]:
    return [one.number for one in near(session, point, rules=DEFAULT, at=now())]


def test_only_the_rounded_place_is_written(database: Database) -> None:
    with database.transaction() as session:
        shop = make_shop(session)
        place = put(session, shop)
        assert (place.north, place.east) == rounded(HERE, 500).millionths
        assert place.point.metres_to(HERE) > 10
        assert numbers(session) == [shop.number]
    with database.reading() as session:
        for row in session.exec(select(Audit).where(Audit.what == "shop.place")):
            assert "330106" not in f"{row.subject} {row.altered} {row.why}"
            assert "30.2" not in f"{row.subject} {row.altered} {row.why}"


def test_said_again_from_about_there_it_tells_nothing_more(database: Database) -> None:
    """Steps of a phone's inexactness, over the edges of fields: the stored place does not move."""
    with database.transaction() as session:
        shop = make_shop(session)
        first = put(session, shop).point
        for step in range(-12, 13):
            moved = EarthPoint(HERE.north + step * 0.0001, HERE.east - step * 0.0001)
            assert put(session, shop, replace(EXACT, point=moved, by="browser")).point == first
        far = EarthPoint(HERE.north + 0.02, HERE.east)
        assert put(session, shop, replace(EXACT, point=far)).point.metres_to(rounded(far, 500)) < 1


def test_taken_back_nothing_of_it_is_left(database: Database) -> None:
    with database.transaction() as session:
        shop = make_shop(session)
        put(session, shop)
        act = Act.keeper(shop.keeper, now())
        take_place_away(session, shop, act)
        take_place_away(session, shop, act)
        assert place_of_shop(session, shop) is None
        assert numbers(session) == []
        assert session.connection().execute(text("SELECT count(*) FROM shop_place")).scalar_one() == 0


def test_a_district_alone_has_a_list_and_no_distance(database: Database) -> None:
    with database.transaction() as session:
        shop = make_shop(session)
        put(session, shop, SaidPlace("330106"))
        [one] = near_in_district(session, "330106", rules=DEFAULT, at=now())
        assert (one.number, one.metres) == (shop.number, None)
        assert near_in_district(session, "330105", rules=DEFAULT, at=now()) == []


def test_who_is_shut_is_not_there(database: Database) -> None:
    with database.transaction() as session:
        shut, closed, unopened = make_shop(session), make_shop(session), make_unopened(session)
        for shop in (shut, closed):
            put(session, shop)
        shut.paused, shut.closed_at = True, now()
        closed.close(farewell="", at=now())
        session.flush()
        with pytest.raises(Refused):
            put(session, unopened)
        assert numbers(session) == []
        closed.reopen()
        session.flush()
        assert numbers(session) == [closed.number]
        assert [one.number for one in near_in_district(session, "330106", rules=DEFAULT, at=now())] == [closed.number]


def test_many_shut_doors_hide_no_open_one(database: Database) -> None:
    with database.transaction() as session:
        first = make_shop(session)
        put(session, first)
        for _ in range(40):
            shop = make_shop(session)
            put(session, shop)
            shop.close(farewell="", at=now())
        session.flush()
        assert numbers(session) == [first.number]


def test_a_post_lifts_its_shop_and_deleting_it_lets_it_down(database: Database) -> None:
    with database.transaction() as session:
        older, newer = make_shop(session), make_shop(session)
        for shop in (older, newer):
            put(session, shop)
        act = Act.keeper(older.keeper, now() + timedelta(minutes=1))
        post = write_post(session, older, PostWords("柿饼出霜了"), act, rules=DEFAULT)
        put_out(session, post, act, rules=DEFAULT)
        [first, second] = near(session, HERE, rules=DEFAULT, at=now())
        assert (first.number, first.words, first.post) == (older.number, "柿饼出霜了", post.code)
        assert (second.number, second.post) == (newer.number, None)
        delete_post(session, post, act)
        assert numbers(session) == [newer.number, older.number]


def test_one_shop_has_two_at_most(database: Database) -> None:
    with database.transaction() as session:
        shop = make_shop(session)
        put(session, shop)
        for minute in range(4):
            act = Act.keeper(shop.keeper, now() + timedelta(minutes=minute))
            post = write_post(session, shop, PostWords(f"第 {minute} 条"), act, rules=DEFAULT)
            put_out(session, post, act, rules=DEFAULT)
        assert session.exec(select(Post).where(Post.state == "out")).all()
        assert [one.words for one in near(session, HERE, rules=DEFAULT, at=now())] == ["第 3 条", "第 2 条"]


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (SaidPlace(), "district"),
        (SaidPlace("330000"), "district"),
        (SaidPlace("999999"), "district"),
        (SaidPlace("", EarthPoint(10, 160), "browser"), "where"),
        (SaidPlace("", EarthPoint(90, 0), "browser"), "where"),
        (SaidPlace("330106", EarthPoint(10, 160), "map"), "where"),
        (SaidPlace("330113"), "where"),
    ],
)
def test_what_is_no_place_for_a_shop(database: Database, wanted: SaidPlace, field: str) -> None:
    with database.transaction() as session:
        shop = make_shop(session)
        with pytest.raises(Refused) as refusal:
            put(session, shop, wanted)
        assert refusal.value.field == field
        assert place_of_shop(session, shop) is None


def test_a_coarser_setting_rounds_what_stands(database: Database) -> None:
    with database.transaction() as session:
        shop = make_shop(session)
        put(session, shop)
        assert coarsen(session, rules=DEFAULT) == 0
        wider = replace(DEFAULT, nearby_rounding=2000)
        assert coarsen(session, rules=wider) == 1
        place = place_of_shop(session, shop)
        assert place is not None
        assert place.point.metres_to(rounded(place.point, 2000)) < 1
        assert coarsen(session, rules=wider) == 0


@given(st.floats(0, 50_000))
def test_distances_are_rough(metres: float) -> None:
    assert roughly(metres) == 500 or roughly(metres) % 1000 == 0
    assert abs(roughly(metres) - metres) <= 500
