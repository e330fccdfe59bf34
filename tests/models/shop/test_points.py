"""Points: what violations cost together, when they lapse, what they take away, and that it comes back by itself."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from sqlmodel import Session, select

from models.account.member import Member
from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.kernel.rules import DEFAULT
from models.kernel.rules.points import PointsRules
from models.kernel.setting import declared
from models.shop.appealing import appeal, appeal_of, decide_appeal, undecide_appeal
from models.shop.closing import decide_closing, is_kept_closed, reopen_shop, undecide_closing
from models.shop.points import bars, bars_of, kinds_of_violation, points_of
from models.shop.shop import Shop
from models.shop.violation import Appeal, ShopClosing, ShopViolation
from models.shop.violations import Evidence, Finding, lift, note_violation, standing_violations
from tests.given.baskets import NOON
from tests.given.factories import make_member, make_shop
from tests.given.kinds import ON_SQLITE
from tests.given.processes import in_threads
from tests.given.violations import FAKES, FORGED, OTHER, SHOWN, UNTRUE, noted

YEAR = timedelta(days=DEFAULT.points_lapse_days)
LATER = NOON + timedelta(hours=1)


def kept(session: Session) -> tuple[Shop, Member, Member]:
    """A shop, and two people at the desk."""
    return make_shop(session), make_member(session), make_member(session)


def closings(session: Session) -> list[ShopClosing]:
    return list(session.exec(select(ShopClosing).order_by(ShopClosing.id)))  # type: ignore[arg-type]


def test_points_add_up_until_they_lapse_or_are_lifted(database: Database) -> None:
    with database.transaction() as session:
        shop, desk, _ = kept(session)
        first = noted(session, shop, desk, NOON, FORGED)
        noted(session, shop, desk, NOON + timedelta(days=10), UNTRUE)
        keeper = shop.keeper
        assert points_of(session, keeper, at=NOON + timedelta(days=10)) == 18
        assert bars_of(session, keeper, rules=DEFAULT, at=NOON + timedelta(days=10)).star
        # To the second: a year after the first only the second counts, ten days later none.
        assert points_of(session, keeper, at=NOON + YEAR - timedelta(seconds=1)) == 18
        assert points_of(session, keeper, at=NOON + YEAR) == 6
        assert points_of(session, keeper, at=NOON + YEAR + timedelta(days=10)) == 0
        assert standing_violations(session, keeper, at=NOON + YEAR + timedelta(days=10)) == []
        lift(session, shop, first, Act.operator(desk, LATER, "记错了"))
        assert points_of(session, keeper, at=NOON + timedelta(days=10)) == 6
        assert points_of(session, make_member(session), at=NOON) == 0


def test_what_it_costs_is_settled_when_it_is_noted(database: Database) -> None:
    """A table that changes, or a shorter year, changes nothing about what the keeper was told."""
    with database.transaction() as session:
        shop, desk, _ = kept(session)
        milder = replace(DEFAULT, violation_kinds=("其他=1",), points_lapse_days=10)
        noted(session, shop, desk, NOON)
        note_violation(
            session, shop, Finding(OTHER, SHOWN), Act.operator(desk, NOON, "小事"), rules=milder, once="m" * 16
        )
        assert points_of(session, shop.keeper, at=NOON) == 4
        assert points_of(session, shop.keeper, at=NOON + timedelta(days=10)) == 3


@given(st.integers(0, 40), st.integers(1, 40), st.integers(0, 40), st.integers(0, 40))
def test_what_is_taken_away_only_grows_with_points(points: int, first: int, second: int, third: int) -> None:
    closing = first + second + third
    rules = replace(DEFAULT, points_no_invitations=first, points_no_further_shop=first + second, points_closing=closing)
    taken = bars(points, rules)
    assert taken.invitations == taken.featured == (points >= first)
    assert taken.further_shop == taken.star == (points >= first + second)
    assert taken.closing == (points >= closing)
    assert taken.closing <= taken.further_shop <= taken.invitations


@pytest.mark.parametrize(
    ("kind", "evidence", "why", "field"),
    [
        ("没有这种", SHOWN, "刷单", "kind"),
        ("", SHOWN, "刷单", "kind"),
        (OTHER, Evidence(), "刷单", "about_code"),
        (OTHER, SHOWN, " ", "why"),
        (OTHER, SHOWN, "字" * 201, "why"),
    ],
)
@ON_SQLITE
def test_what_is_lacking_is_said_beside_its_field(
    database: Database, kind: str, evidence: Evidence, why: str, field: str
) -> None:
    with database.writing() as session:
        shop, desk, _ = kept(session)
        with pytest.raises(Refused) as refusal:
            note_violation(
                session, shop, Finding(kind, evidence), Act.operator(desk, NOON, why), rules=DEFAULT, once="o" * 16
            )
        assert refusal.value.field == field
        assert session.exec(select(ShopViolation)).all() == []


@pytest.mark.parametrize("listed", ["", "假货", "假货=0", "假货=100", "=3", "假货=3,假货=4", "假货=三", "假=3=4"])
def test_a_table_that_makes_no_sense_is_refused(listed: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(declared(PointsRules)["violation_kinds"][0]).validate_python(listed)


def test_the_networks_own_table() -> None:
    read = TypeAdapter(declared(PointsRules)["violation_kinds"][0]).validate_python("卖假货 = 24, 说脏话＝2")
    table = kinds_of_violation(replace(DEFAULT, violation_kinds=read))
    assert [(one.name, one.points) for one in table] == [("卖假货", 24), ("说脏话", 2)]


class TestAppeals:
    def test_granted_by_another_the_violation_counts_no_more(self, database: Database) -> None:
        with database.transaction() as session:
            shop, desk, other = kept(session)
            violation = noted(session, shop, desk, NOON, FORGED)
            asked = appeal(session, violation, Act.keeper(shop.keeper, LATER).because("那不是我发的"))
            assert appeal(session, violation, Act.keeper(shop.keeper, LATER).because("再说一次")) is asked
            for nobody in (desk, shop.keeper):
                with pytest.raises(Refused):
                    decide_appeal(session, asked, "granted", Act.operator(nobody, LATER, "成立"))
            with pytest.raises(Refused):
                decide_appeal(session, asked, "granted", Act.operator(other, LATER, " "))
            decide_appeal(session, asked, "granted", Act.operator(other, LATER, "证据不够"))
            assert (asked.state, violation.lifted_why) == ("granted", "证据不够")
            assert points_of(session, shop.keeper, at=LATER) == 0
            with pytest.raises(Refused):
                decide_appeal(session, asked, "rejected", Act.operator(other, LATER, "又不成立"))
            undecide_appeal(session, asked, Act.operator(other, LATER))
            assert (asked.state, points_of(session, shop.keeper, at=LATER)) == ("waiting", 12)

    def test_there_is_one_and_none_against_what_no_longer_counts(self, database: Database) -> None:
        with database.transaction() as session:
            shop, desk, other = kept(session)
            violation = noted(session, shop, desk, NOON)
            for words, at in (("", LATER), ("字" * 501, LATER), ("太晚了", NOON + YEAR)):
                with pytest.raises(Refused):
                    appeal(session, violation, Act.keeper(shop.keeper, at).because(words))
            asked = appeal(session, violation, Act.keeper(shop.keeper, LATER).because("不该算"))
            decide_appeal(session, asked, "rejected", Act.operator(other, LATER, "证据清楚"))
            assert appeal(session, violation, Act.keeper(shop.keeper, LATER).because("还是不服")) is asked
            assert points_of(session, shop.keeper, at=LATER) == 3

    def test_two_operators_at_once_and_a_double_tap(self, database: Database) -> None:
        with database.transaction() as session:
            shop, desk, other = kept(session)
            third = make_member(session).id
            violation, keeper, other_id = noted(session, shop, desk, NOON).id, shop.keeper_id, other.id

        def tap(words: str) -> str:
            with database.transaction() as session:
                by = Act.keeper(session.get_one(Member, keeper), LATER).because(words)
                return appeal(session, session.get_one(ShopViolation, violation), by).code

        assert len(set(in_threads(tap, [("一",), ("二",), ("三",)]))) == 1

        def decide(who: int, outcome: str) -> str:
            try:
                with database.transaction() as session:
                    asked = session.exec(select(Appeal)).one()
                    act = Act.operator(session.get_one(Member, who), LATER, "看过了")
                    decide_appeal(session, asked, outcome, act)  # type: ignore[arg-type]
            except Refused:
                return "refused"
            return outcome

        said = in_threads(decide, [(other_id, "granted"), (third, "rejected")])
        assert said.count("refused") == 1
        with database.reading() as session:
            asked = session.exec(select(Appeal)).one()
            assert asked.state in said
            assert (asked.violation.lifted_at is not None) == (asked.state == "granted")


class TestClosing:
    def test_from_twenty_four_points_the_desk_is_asked_once(self, database: Database) -> None:
        with database.transaction() as session:
            shop, desk, _ = kept(session)
            noted(session, shop, desk, NOON, FORGED)
            assert closings(session) == []
            noted(session, shop, desk, LATER, FORGED)
            noted(session, shop, desk, LATER, OTHER)
            (asked,) = closings(session)
            # Nothing is closed by itself.
            assert (asked.points, asked.state, shop.closed_at) == (24, "waiting", None)

    def test_closed_it_stays_closed_until_the_points_are_fewer(self, database: Database) -> None:
        with database.transaction() as session:
            shop, desk, other = kept(session)
            first = noted(session, shop, desk, NOON, FAKES)
            (asked,) = closings(session)
            with pytest.raises(Refused):
                decide_closing(session, asked, "closed", Act.operator(desk, LATER, ""), rules=DEFAULT)
            with pytest.raises(Refused):
                decide_closing(session, asked, "closed", Act.operator(shop.keeper, LATER, "关"), rules=DEFAULT)
            decide_closing(session, asked, "closed", Act.operator(other, LATER, "卖假货"), rules=DEFAULT)
            assert shop.closed_at == LATER and is_kept_closed(session, shop, rules=DEFAULT, at=LATER)
            with pytest.raises(Refused):
                reopen_shop(session, shop, rules=DEFAULT, at=LATER)
            assert not is_kept_closed(session, shop, rules=DEFAULT, at=NOON + YEAR)
            reopen_shop(session, shop, rules=DEFAULT, at=NOON + YEAR)
            assert shop.closed_at is None
            # A keeper who closes it later opens it again at will, whatever was decided once.
            shop.close(farewell="", at=NOON + YEAR + timedelta(days=1))
            lift(session, shop, first, Act.operator(desk, LATER, "记错了"))
            reopen_shop(session, shop, rules=DEFAULT, at=NOON + YEAR + timedelta(days=2))

    def test_closing_it_oneself_first_is_no_way_around(self, database: Database) -> None:
        with database.transaction() as session:
            shop, desk, other = kept(session)
            noted(session, shop, desk, NOON, FAKES)
            shop.close(farewell="歇业", at=NOON + timedelta(minutes=5))
            decide_closing(session, closings(session)[0], "closed", Act.operator(other, LATER, "卖假货"), rules=DEFAULT)
            assert (shop.closed_at, shop.farewell) == (NOON + timedelta(minutes=5), "歇业")
            with pytest.raises(Refused):
                reopen_shop(session, shop, rules=DEFAULT, at=LATER)

    def test_lifted_meanwhile_it_is_not_closed(self, database: Database) -> None:
        with database.transaction() as session:
            shop, desk, other = kept(session)
            violation = noted(session, shop, desk, NOON, FAKES)
            lift(session, shop, violation, Act.operator(desk, LATER, "记错了"))
            (asked,) = closings(session)
            with pytest.raises(Refused):
                decide_closing(session, asked, "closed", Act.operator(other, LATER, "关"), rules=DEFAULT)
            decide_closing(session, asked, "dropped", Act.operator(other, LATER, "已经撤销"), rules=DEFAULT)
            assert shop.closed_at is None
            # The next time it is asked anew.
            noted(session, shop, desk, LATER, FAKES)
            assert [one.state for one in closings(session)] == ["dropped", "waiting"]

    def test_taken_back_it_is_open_again(self, database: Database) -> None:
        with database.transaction() as session:
            shop, desk, other = kept(session)
            noted(session, shop, desk, NOON, FAKES)
            (asked,) = closings(session)
            decide_closing(session, asked, "closed", Act.operator(other, LATER, "卖假货"), rules=DEFAULT)
            with pytest.raises(Refused):
                undecide_closing(session, asked, Act.operator(desk, LATER))
            undecide_closing(session, asked, Act.operator(other, LATER))
            assert (asked.state, shop.closed_at) == ("waiting", None)


def test_an_appeal_is_found_by_its_violation(database: Database) -> None:
    with database.transaction() as session:
        shop, desk, _ = kept(session)
        assert appeal_of(session, noted(session, shop, desk, NOON)) is None
