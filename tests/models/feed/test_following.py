"""Following: one row a person and shop, however often it begins and ends, from however many devices at once."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from models.feed import following
from models.feed.follow import Follow
from models.feed.following import follow_shop, followers_of, numbers_followed, shops_followed, unfollow_shop
from models.feed.joined import digest_of_phone, join_visitor
from models.kernel.database import Database
from models.kernel.errors import Refused
from tests.given.baskets import NOON
from tests.given.factories import make_shop
from tests.given.processes import in_threads

PHONE = digest_of_phone("13800138000", "secret")


def _rows(session: Session) -> int:
    return len(session.exec(select(Follow)).all())


def test_a_second_tap_changes_nothing_and_ending_it_is_one_too(database: Database) -> None:
    with database.transaction() as session:
        shop = make_shop(session)
        follow_shop(session, shop, "lin", at=NOON)
        follow_shop(session, shop, "lin", at=NOON + timedelta(hours=1))
        assert (followers_of(session, shop.id), numbers_followed(session, "lin")) == (1, [shop.number])
        assert session.exec(select(Follow.followed_at)).one() == NOON
        assert numbers_followed(session, "stranger") == numbers_followed(session, "") == []
        for _ in range(2):
            unfollow_shop(session, shop, "lin", at=NOON + timedelta(hours=2))
        assert (followers_of(session, shop.id), numbers_followed(session, "lin"), _rows(session)) == (0, [], 1)
        follow_shop(session, shop, "lin", at=NOON + timedelta(hours=3))
        assert (followers_of(session, shop.id), _rows(session)) == (1, 1)


def test_a_stranger_ends_nobody_elses(database: Database) -> None:
    with database.transaction() as session:
        shop = make_shop(session)
        follow_shop(session, shop, "lin", at=NOON)
        unfollow_shop(session, shop, "stranger", at=NOON)
        assert followers_of(session, shop.id) == 1


def test_a_closed_shop_gains_nobody_and_keeps_who_is_there(database: Database) -> None:
    with database.transaction() as session:
        shop = make_shop(session)
        follow_shop(session, shop, "lin", at=NOON)
        shop.close(farewell="", at=NOON)
        session.flush()
        with pytest.raises(Refused, match="打烊"):
            follow_shop(session, shop, "mei", at=NOON)
        assert followers_of(session, shop.id) == 1
        unfollow_shop(session, shop, "lin", at=NOON)
        assert followers_of(session, shop.id) == 0


def test_one_person_follows_so_many_shops(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "MOST_FOLLOWED", 2)
    with database.transaction() as session:
        shops = [make_shop(session, name=f"店{n}") for n in range(3)]
        for shop in shops[:2]:
            follow_shop(session, shop, "lin", at=NOON)
        with pytest.raises(Refused, match="最多关注 2 家"):
            follow_shop(session, shops[2], "lin", at=NOON)
        follow_shop(session, shops[0], "lin", at=NOON)
        unfollow_shop(session, shops[0], "lin", at=NOON)
        follow_shop(session, shops[2], "lin", at=NOON)
        assert set(numbers_followed(session, "lin")) == {shops[1].number, shops[2].number}


def test_a_phone_that_was_proven_on_two_devices_is_one_follower_of_all(database: Database) -> None:
    with database.transaction() as session:
        both, first, second = (make_shop(session, name=name) for name in ("都关", "手机", "平板"))
        for visitor, shops in (("phone", (both, first)), ("tablet", (both, second))):
            for shop in shops:
                follow_shop(session, shop, visitor, at=NOON)
        assert followers_of(session, both.id) == 2
        for visitor in ("phone", "tablet", "phone"):
            join_visitor(session, visitor, PHONE, at=NOON)
        everything = {both.number, first.number, second.number}
        assert set(numbers_followed(session, "phone")) == set(numbers_followed(session, "tablet")) == everything
        assert [row.number for row in shops_followed(session, "phone")].count(both.number) == 1
        assert (followers_of(session, both.id), _rows(session)) == (1, 3)
        unfollow_shop(session, both, "tablet", at=NOON)
        assert both.number not in numbers_followed(session, "phone")
        assert numbers_followed(session, "somebody") == []


def test_a_tap_that_was_under_way_while_the_phone_was_proven_is_not_lost(database: Database) -> None:
    with database.transaction() as session:
        shop = make_shop(session)
        join_visitor(session, "phone", PHONE, at=NOON)
        session.add(Follow(shop_id=shop.id, visitor="phone", followed_at=NOON))
        session.flush()
        assert numbers_followed(session, "phone") == [shop.number]
        unfollow_shop(session, shop, "phone", at=NOON)
        assert (numbers_followed(session, "phone"), followers_of(session, shop.id)) == ([], 0)


def test_two_devices_at_once(database: Database) -> None:
    with database.transaction() as session:
        shop = make_shop(session)
        join_visitor(session, "phone", PHONE, at=NOON)
        join_visitor(session, "tablet", PHONE, at=NOON)
        shop_id = shop.id

    def tap(nth: int) -> None:
        visitor = "phone" if nth % 2 else "tablet"
        with database.transaction() as session:
            kept = session.get_one(type(shop), shop_id)
            (unfollow_shop if nth % 3 == 0 else follow_shop)(session, kept, visitor, at=NOON + timedelta(seconds=nth))

    in_threads(tap, [(nth,) for nth in range(8)])
    with database.transaction() as session:
        kept = session.get_one(type(shop), shop_id)
        assert _rows(session) == 1
        assert followers_of(session, shop_id) == len(numbers_followed(session, "phone"))
        follow_shop(session, kept, "phone", at=NOON + timedelta(hours=1))
        assert followers_of(session, shop_id) == 1


_STEPS = st.lists(
    st.tuples(st.sampled_from(["follow", "unfollow", "join"]), st.sampled_from(["a", "b", "c"]), st.integers(0, 1)),
    max_size=25,
)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=_STEPS)
def test_any_history_leaves_who_follows_what_as_it_was_said_last(
    database: Database, steps: list[tuple[str, str, int]]
) -> None:
    """Against a plain model: sets by person, where a join makes two persons one."""
    with database.writing() as session:
        shops = [make_shop(session, name=f"店{n}") for n in range(2)]
        people: dict[str, set[int]] = {}
        who = {name: name for name in "abc"}
        for n, (step, visitor, nth) in enumerate(steps):
            at, shop = NOON + timedelta(minutes=n), shops[nth]
            own = people.setdefault(who[visitor], set())
            if step == "follow":
                follow_shop(session, shop, visitor, at=at)
                own.add(shop.number)
            elif step == "unfollow":
                unfollow_shop(session, shop, visitor, at=at)
                own.discard(shop.number)
            elif who[visitor] != PHONE:
                join_visitor(session, visitor, PHONE, at=at)
                people.setdefault(PHONE, set()).update(own)
                people.pop(visitor, None)
                who[visitor] = PHONE
            for name in "abc":
                assert set(numbers_followed(session, name)) == people.get(who[name], set())
            for one in shops:
                assert followers_of(session, one.id) == sum(one.number in shop_set for shop_set in people.values())
