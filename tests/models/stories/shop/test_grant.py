"""Further shops: how many the level allows, by an operator's grant, without violations; also with two at once."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from models.account.audit import Audit
from models.account.member import Member
from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.kernel.money import Money
from models.kernel.rules import DEFAULT
from models.shop.grant import ShopGrant
from models.shop.granting import grant_coded, grants_of, open_further, open_grants, withdraw_grant
from models.shop.level import ShopLevel
from models.shop.numbers import issue
from models.shop.opening import Door, open_shop, shop_of, shops_of
from models.shop.shop import Shop
from models.shop.violations import lift, standing_violations, violation_coded, violations_of
from models.stories.shop.grant import grant_shop, keeper_standing
from tests.given.factories import make_member, make_shop
from tests.given.kinds import ON_SQLITE
from tests.given.processes import in_threads
from tests.given.violations import FORGED, OTHER, noted

NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)
DECEMBER = datetime(2026, 12, 2, 4, tzinfo=UTC)
WORDS: dict[str, Any] = {"rules": DEFAULT, "at": NOON}


def give_level(session: Session, shop: Shop, slug: str, *, month: str = "2026-11") -> None:
    """What a month's run would have given."""
    session.add(ShopLevel(shop_id=shop.id, month=month, slug=slug, sales=Money(0), orders=0, computed_at=NOON))
    session.flush()


def keeper_with(session: Session, slug: str) -> tuple[Member, Member]:
    """A keeper whose one shop has a level, and an operator."""
    shop = make_shop(session, name="林间", keeper="阿林")
    give_level(session, shop, slug)
    return shop.keeper, make_member(session, name="平台")


def grant(session: Session, keeper: Member, desk: Member, *, once: str = "f" * 16, at: datetime = NOON) -> ShopGrant:
    """A grant by that operator."""
    return grant_shop(session, keeper, Act.operator(desk, at, "连着三个月精英"), once=once)


def test_from_the_grant_to_the_further_shop(database: Database) -> None:
    with database.transaction() as session:
        keeper, desk = keeper_with(session, "elite")
        assert keeper_standing(session, keeper, NOON).room == 1
        given = grant(session, keeper, desk)
        assert keeper_standing(session, keeper, NOON).room == 0 and given.is_open
        second = open_further(session, keeper, given, Door("山里"), **WORDS)
        assert (second.grant_id, given.used_at, given.is_open) == (given.id, NOON, False)
        assert open_further(session, keeper, given, Door("又一次"), **WORDS) is second
        assert [shop.name for shop in shops_of(session, keeper)] == ["林间", "山里"]
        first = shop_of(session, keeper)
        assert first is not None and first.name == "林间"
        assert open_shop(session, keeper, Door("第三间"), **WORDS) is first
        rows = [(row.what, row.subject.split()[0], row.why) for row in session.exec(select(Audit))]
        assert rows == [("shop.grant", str(first.number), "连着三个月精英")]


@pytest.mark.parametrize(("slug", "most"), [("newcomer", 1), ("senior", 1), ("elite", 2), ("super", 3)])
def test_the_level_says_how_many(database: Database, slug: str, most: int) -> None:
    with database.transaction() as session:
        keeper, desk = keeper_with(session, slug)
        for nth in range(most - 1):
            grant(session, keeper, desk, once=f"form-{nth:011d}")
        with pytest.raises(Refused):
            grant(session, keeper, desk, once="one-too-many-000")
        assert len(open_grants(session, keeper)) == most - 1


@ON_SQLITE
def test_the_best_of_several_shops_counts(database: Database) -> None:
    with database.transaction() as session:
        keeper, desk = keeper_with(session, "elite")
        second = open_further(session, keeper, grant(session, keeper, desk), Door("山里"), **WORDS)
        with pytest.raises(Refused):
            grant(session, keeper, desk, once="a" * 16)
        give_level(session, second, "super")
        assert keeper_standing(session, keeper, NOON).room == 1
        assert grant(session, keeper, desk, once="b" * 16).is_open


@ON_SQLITE
def test_who_keeps_no_shop_gets_no_grant(database: Database) -> None:
    with database.transaction() as session, pytest.raises(Refused):
        grant(session, make_member(session), make_member(session))


@ON_SQLITE
def test_a_form_sent_twice_grants_once_and_for_its_own_keeper(database: Database) -> None:
    with database.transaction() as session:
        keeper, desk = keeper_with(session, "super")
        other, _ = keeper_with(session, "super")
        assert grant(session, keeper, desk) is grant(session, keeper, desk)
        assert grant(session, other, desk).keeper_id == other.id
        assert len(session.exec(select(Audit)).all()) == 2
        with pytest.raises(Refused) as refusal:
            grant_shop(session, keeper, Act.operator(desk, NOON, " "), once="x" * 16)
        assert refusal.value.field == "why"


@ON_SQLITE
def test_losing_the_level_closes_nothing_but_gives_no_further_grant(database: Database) -> None:
    with database.transaction() as session:
        keeper, desk = keeper_with(session, "super")
        first, second = (grant(session, keeper, desk, once=once * 16) for once in "ab")
        shop = open_further(session, keeper, first, Door("山里"), **WORDS)
        for one in shops_of(session, keeper):
            give_level(session, one, "newcomer", month="2026-12")
        withdraw_grant(session, second, Act.operator(desk, DECEMBER, "改主意了"))
        assert shop.closed_at is None and keeper_standing(session, keeper, DECEMBER).room == 0
        with pytest.raises(Refused):
            grant(session, keeper, desk, once="c" * 16, at=DECEMBER)


@ON_SQLITE
def test_a_grant_is_withdrawn_once_and_only_while_it_is_open(database: Database) -> None:
    with database.transaction() as session:
        keeper, desk = keeper_with(session, "super")
        first, second = (grant(session, keeper, desk, once=once * 16) for once in "ab")
        for _ in "ab":
            withdraw_grant(session, first, Act.operator(desk, NOON, "给错人了"))
        assert [grant.is_open for grant in grants_of(session, keeper)] == [True, False]
        with pytest.raises(Refused):
            open_further(session, keeper, first, Door("山里"), **WORDS)
        open_further(session, keeper, second, Door("山里"), **WORDS)
        with pytest.raises(Refused):
            withdraw_grant(session, second, Act.operator(desk, NOON, "晚了"))
        whats = [row.what for row in session.exec(select(Audit).order_by(col(Audit.id)))]
        assert whats == ["shop.grant", "shop.grant", "shop.withdraw"]
        stranger, _ = keeper_with(session, "super")
        assert grant_coded(session, stranger, second.code) is None


def test_while_a_violation_counts_there_is_no_grant_and_from_eighteen_points_no_opening(database: Database) -> None:
    with database.transaction() as session:
        keeper, desk = keeper_with(session, "super")
        given = grant(session, keeper, desk)
        shop = shops_of(session, keeper)[0]
        first = noted(session, shop, desk, NOON, why="海报写了绝对化用语", once="v" * 16)
        assert noted(session, shop, desk, NOON, why="再点一次", once="v" * 16) is first
        assert standing_violations(session, keeper, at=NOON) == [first]
        with pytest.raises(Refused):
            grant(session, keeper, desk, once="g" * 16)
        # What was granted before is taken away from eighteen points on only.
        for kind in (FORGED, OTHER):
            noted(session, shop, desk, NOON, kind)
        with pytest.raises(Refused):
            open_further(session, keeper, given, Door("山里"), **WORDS)
        for _ in "ab":
            lift(session, shop, first, Act.operator(desk, NOON, "已经改好"))
        assert first not in standing_violations(session, keeper, at=NOON)
        assert violations_of(session, keeper)[-1] == (first, shop) and first.lifted_why == "已经改好"
        assert violation_coded(session, open_further(session, keeper, given, Door("山里"), **WORDS), first.code) is None
        whats = [row.what for row in session.exec(select(Audit).order_by(col(Audit.id)))]
        assert whats == ["shop.grant", *["shop.violation"] * 3, "shop.lift"]


@ON_SQLITE
def test_a_refused_name_leaves_the_grant_open(database: Database) -> None:
    with database.transaction() as session:
        keeper, desk = keeper_with(session, "elite")
        code, key = grant(session, keeper, desk).code, keeper.id
    with pytest.raises(Refused), database.transaction() as session:
        keeper = session.get_one(Member, key)
        given = grant_coded(session, keeper, code)
        assert given is not None
        open_further(session, keeper, given, Door("旗舰"), **WORDS)
    with database.reading() as session:
        assert len(open_grants(session, session.get_one(Member, key))) == 1


def test_grants_at_once_never_exceed_what_the_level_allows(database: Database) -> None:
    with database.transaction() as session:
        keeper, desk = keeper_with(session, "super")
        ids = keeper.id, desk.id

    def press(nth: int) -> bool:
        try:
            with database.transaction() as session:
                who, by = (session.get_one(Member, key) for key in ids)
                grant(session, who, by, once=f"form-{nth:011d}")
        except Refused:
            return False
        return True

    assert sum(in_threads(press, [(nth,) for nth in range(5)])) == 2
    with database.reading() as session:
        assert len(open_grants(session, session.get_one(Member, ids[0]))) == 2


def test_openings_at_once_open_one_shop_a_grant(database: Database) -> None:
    with database.transaction() as session:
        keeper, desk = keeper_with(session, "super")
        codes = [grant(session, keeper, desk, once=once * 16).code for once in "ab"]
        key = keeper.id

    def tap(code: str) -> int:
        with database.transaction() as session:
            who = session.get_one(Member, key)
            given = grant_coded(session, who, code)
            assert given is not None
            return open_further(session, who, given, Door("山里"), **WORDS).number

    numbers = in_threads(tap, [(code,) for code in codes * 3])
    assert len(set(numbers)) == 2 and numbers[0] == numbers[2] == numbers[4]
    with database.reading() as session:
        assert len(shops_of(session, session.get_one(Member, key))) == 3


def test_the_database_itself_knows_one_shop_without_a_grant(database: Database) -> None:
    with database.transaction() as session:
        first = make_shop(session)
        facts: dict[str, Any] = {"keeper_id": first.keeper_id, "name": "第二间", "begun_at": NOON, "opened_at": NOON}
    with pytest.raises(IntegrityError), database.transaction() as session:
        number = issue(session, at=NOON)
        session.add(Shop(number=number, **facts))
