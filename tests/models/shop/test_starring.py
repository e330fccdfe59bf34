"""Star keepers: invited or by application, with an audience that is shown; what it gives, and what points take away."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from models.account.member import Member
from models.catalogue.goods.goods import GoodsEvent
from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.kernel.rules import DEFAULT
from models.pick.first_look import is_for_stars
from models.pick.offers import OfferFilter, offers_count
from models.pick.picking import pick
from models.shop.settling_earlier import days_earlier
from models.shop.shop import Shop
from models.shop.star import Star
from models.shop.starring import (
    Shown,
    ask_for_star,
    decide_star,
    end_star,
    invite_star,
    is_star,
    star_of,
    undecide_star,
)
from models.shop.violations import lift
from models.statistics.audience import visitors_a_day
from models.statistics.visit import Visit
from tests.given.baskets import NOON
from tests.given.factories import make_goods, make_member, make_shop, make_supplier
from tests.given.kinds import ON_SQLITE
from tests.given.processes import in_threads
from tests.given.violations import FORGED, UNTRUE, noted

LATER = NOON + timedelta(hours=1)
FOLLOWED = Shown("declared", 10_001, "小红书 林间阿林", "a" * 24)


def made_star(session: Session, shop: Shop, desk: Member) -> Star:
    """The shop's keeper is one."""
    asked = ask_for_star(session, shop.keeper, FOLLOWED, Act.keeper(shop.keeper, NOON), rules=DEFAULT)
    decide_star(session, asked, "granted", Act.operator(desk, NOON), rules=DEFAULT)
    return asked


@pytest.mark.parametrize(
    ("shown", "field"),
    [
        (replace(FOLLOWED, people=10_000), "people"),
        (replace(FOLLOWED, place=" "), "place"),
        (replace(FOLLOWED, picture=None), "pictures"),
        (Shown("measured", 10_000), ""),
    ],
)
@ON_SQLITE
def test_an_audience_is_large_enough_and_shown(database: Database, shown: Shown, field: str) -> None:
    with database.writing() as session:
        shop = make_shop(session)
        with pytest.raises(Refused) as refusal:
            ask_for_star(session, shop.keeper, shown, Act.keeper(shop.keeper, NOON), rules=DEFAULT)
        assert refusal.value.field == field and star_of(session, shop.keeper) is None


def test_from_the_invitation_to_the_star_and_its_end(database: Database) -> None:
    with database.transaction() as session:
        shop, desk, other = make_shop(session), make_member(session), make_member(session)
        keeper = shop.keeper
        invited = invite_star(session, keeper, Act.operator(desk, NOON), rules=DEFAULT)
        assert invite_star(session, keeper, Act.operator(other, NOON), rules=DEFAULT) is invited
        assert not is_star(session, keeper, rules=DEFAULT, at=NOON)
        measured = Shown("measured", 10_001)
        asked = ask_for_star(session, keeper, measured, Act.keeper(keeper, LATER), rules=DEFAULT)
        assert asked is invited and asked.state == "waiting"
        assert ask_for_star(session, keeper, FOLLOWED, Act.keeper(keeper, LATER), rules=DEFAULT) is asked
        assert (asked.audience, asked.people) == ("measured", 10_001)
        with pytest.raises(Refused):
            decide_star(session, asked, "granted", Act.operator(keeper, LATER), rules=DEFAULT)
        decide_star(session, asked, "granted", Act.operator(desk, LATER), rules=DEFAULT)
        assert is_star(session, keeper, rules=DEFAULT, at=LATER)
        undecide_star(session, asked, Act.operator(desk, LATER))
        with pytest.raises(Refused):
            decide_star(session, asked, "refused", Act.operator(desk, LATER, " "), rules=DEFAULT)
        decide_star(session, asked, "granted", Act.operator(desk, LATER), rules=DEFAULT)
        with pytest.raises(Refused):
            end_star(session, asked, Act.operator(desk, LATER))
        for _ in "ab":
            end_star(session, asked, Act.operator(desk, LATER, "账号注销了"))
        assert not is_star(session, keeper, rules=DEFAULT, at=LATER)
        # Who was one may apply again.
        again = ask_for_star(session, keeper, FOLLOWED, Act.keeper(keeper, LATER), rules=DEFAULT)
        assert again is not asked and again.state == "waiting"


def test_points_take_it_away_and_it_comes_back_by_itself(database: Database) -> None:
    with database.transaction() as session:
        shop, desk = make_shop(session), make_member(session)
        keeper = shop.keeper
        made_star(session, shop, desk)
        first = noted(session, shop, desk, LATER, FORGED)
        assert is_star(session, keeper, rules=DEFAULT, at=LATER)
        noted(session, shop, desk, LATER, UNTRUE)
        assert not is_star(session, keeper, rules=DEFAULT, at=LATER)
        assert days_earlier(session, [shop.id], rules=DEFAULT, at=LATER) == {shop.id: 0}
        with pytest.raises(Refused):
            invite_star(session, keeper, Act.operator(desk, LATER), rules=DEFAULT)
        assert is_star(session, keeper, rules=DEFAULT, at=LATER + timedelta(days=DEFAULT.points_lapse_days))
        lift(session, shop, first, Act.operator(desk, LATER, "记错了"))
        assert is_star(session, keeper, rules=DEFAULT, at=LATER)
        assert days_earlier(session, [shop.id], rules=DEFAULT, at=LATER) == {shop.id: 2}


def test_two_taps_at_once_are_one_application(database: Database) -> None:
    with database.transaction() as session:
        keeper = make_shop(session).keeper_id

    def tap(people: int) -> str:
        with database.transaction() as session:
            who = session.get_one(Member, keeper)
            shown = replace(FOLLOWED, people=people)
            return ask_for_star(session, who, shown, Act.keeper(who, NOON), rules=DEFAULT).code

    assert len(set(in_threads(tap, [(20_000,), (30_000,), (40_000,)]))) == 1
    with database.reading() as session:
        assert len(session.exec(select(Star)).all()) == 1


def test_visitors_are_counted_a_day_at_a_time(database: Database) -> None:
    with database.transaction() as session:
        shop, other = make_shop(session), make_shop(session)
        for back, visitor, where in (
            (0, "today", shop),
            (1, "one", shop),
            (1, "one", shop),
            (1, "two", shop),
            (2, "one", shop),
            (2, "elsewhere", other),
            (4, "before", shop),
        ):
            subject = f"shop-{where.id}-{len(session.exec(select(Visit)).all())}"
            hour = NOON - timedelta(days=back)
            session.add(Visit(kind="shop", subject=subject, visitor=visitor, hour=hour, shop_id=where.id))
            session.flush()
        # Three whole days before today: 2 + 1 + 0.
        assert visitors_a_day(session, [shop.id], days=3, at=NOON) == 1
        assert visitors_a_day(session, [shop.id], days=1, at=NOON) == 2
        assert visitors_a_day(session, [shop.id, other.id], days=2, at=NOON) == 2


def test_stars_look_first_at_new_goods(database: Database) -> None:
    rules = replace(DEFAULT, star_first_look_hours=24)
    with database.transaction() as session:
        star, plain, desk = make_shop(session), make_shop(session), make_member(session)
        made_star(session, star, desk)
        goods = make_goods(session, make_supplier(session), at=NOON)
        session.add(GoodsEvent(goods_id=goods.id, state="on_sale", at=NOON))
        session.flush()
        for at, is_early in ((LATER, True), (NOON + timedelta(hours=24), False)):
            assert is_for_stars(session, plain, goods, rules=rules, at=at) is is_early
            assert not is_for_stars(session, star, goods, rules=rules, at=at)
            assert not is_for_stars(session, plain, goods, rules=DEFAULT, at=at)
            shown = at - timedelta(hours=24)
            assert offers_count(session, plain, OfferFilter(shown=shown)) == (0 if is_early else 1)
        with pytest.raises(Refused):
            pick(session, plain, goods, rules=rules, at=LATER)
        pick(session, star, goods, rules=rules, at=LATER)
        pick(session, plain, goods, rules=rules, at=NOON + timedelta(hours=25))
