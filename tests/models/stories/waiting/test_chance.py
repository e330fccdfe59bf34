"""Chance: two operators take, let go, decide and take back, suppliers submit, owners ask and withdraw, and time passes.
Whatever the order, nothing is stuck, nothing is decided twice, and everything agrees."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from models.account.member import Member
from models.checks.check import CHECKS
from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.database import Database
from models.kernel.errors import Gone, Refused
from models.kernel.rules import DEFAULT
from models.kernel.snapshot import snapshot
from models.notify.news import NewsWatch
from models.payout.asking import cancel_withdrawal
from models.payout.finding import withdrawal_coded
from models.stories.news.tell import look_for_news
from models.stories.waiting import waiting_kinds
from models.stories.waiting.deciding import decide_each, decide_waiting
from models.stories.waiting.reading import waiting_one
from models.stories.waiting.taking_back import take_back
from models.waiting.hands import lapse_hands, let_go, take_in_hand
from models.waiting.in_hand import InHand
from models.waiting.verdict import Verdict
from tests.given.factories import at_desk, make_member
from tests.given.waiting_things import press, waiting_goods, waiting_payee, waiting_withdrawal

# What may happen: who, to which thing, what.
WHAT = ("take", "let_go", "yes", "no", "back", "wait", "long", "look", "withdraw", "all")
HAPPENINGS = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 3), st.sampled_from(WHAT)), min_size=5, max_size=25)
YES = {"goods": "approve", "payee": "verify", "withdrawal": "approve"}
SECONDS = {"wait": 45, "long": 1_900}


class Desk:
    """Two operators and four things that wait, at a moment that goes on."""

    def __init__(self, database: Database) -> None:
        self.database = database
        with database.transaction() as session:
            # News was looked for up to there by who was here before.
            watch = session.get(NewsWatch, 1)
            self.at = (watch.looked_at + timedelta(days=2)) if watch else now().replace(microsecond=0)
            people = [make_member(session, name=name) for name in ("秦岚", "老周")]
            for one in people:
                at_desk(session, one.id)
            self.people = [one.id for one in people]
            self.things = [
                ("goods", waiting_goods(session, at=self.at).code),
                ("goods", waiting_goods(session, at=self.at).code),
                ("payee", waiting_payee(session, at=self.at).code),
                ("withdrawal", waiting_withdrawal(session, people[0], at=self.at).code),
            ]

    def happen(self, who: int, which: int, what: str) -> None:
        """One of them; a refusal is an answer."""
        self.at += timedelta(seconds=SECONDS.get(what, 1))
        if what == "look":
            look_for_news(self.database, rules=DEFAULT, at=self.at)
            return
        try:
            with self.database.transaction() as session:
                self._do(session, session.get_one(Member, self.people[who]), *self.things[which], what)
        except (Refused, Gone):
            pass

    def _do(self, session: Session, member: Member, kind: str, code: str, what: str) -> None:
        act, its = Act.operator(member, self.at), waiting_kinds()[kind]
        match what:
            case "take":
                take_in_hand(session, kind, code, act, rules=DEFAULT)
                if waiting_one(session, its, code, rules=DEFAULT) is None:
                    raise Refused("", "gone")
            case "let_go":
                let_go(session, kind, code, act)
            case "yes":
                decide_waiting(session, its, code, press(kind, YES[kind], member, self.at))
            case "no":
                decide_waiting(session, its, code, press(kind, "refuse", member, self.at, why="对不上"))
            case "all":
                codes = {one: "" for name, one in self.things if name == "goods"}
                decide_each(session, waiting_kinds()["goods"], codes, press("goods", "approve", member, self.at))
            case "back":
                newest = select(Verdict.lot).where(Verdict.member_id == member.id).order_by(col(Verdict.id).desc())
                lot = session.exec(newest).first()
                if lot:
                    take_back(session, lot, act, rules=DEFAULT)
            case "withdraw" if kind == "withdrawal":
                withdrawal = withdrawal_coded(session, code)
                assert withdrawal and withdrawal.shop
                cancel_withdrawal(session, withdrawal, Act.owner(withdrawal.shop.keeper, self.at))


def settled(desk: Desk) -> None:
    """After all of it: every verdict that stands is what the thing is, and whatever waits can be decided."""
    for kind, code in desk.things:
        its = waiting_kinds()[kind]
        with desk.database.reading() as session:
            waits = waiting_one(session, its, code, rules=DEFAULT) is not None
            said = select(Verdict).where(Verdict.subject == code, col(Verdict.taken_back_at).is_(None))
            standing = session.exec(said).all()
        assert len(standing) <= 1, (kind, code)
        assert not (waits and standing), (kind, code)
        if waits:
            # Long after, no hand holds it any more.
            desk.at += timedelta(hours=1)
            desk.happen(0, desk.things.index((kind, code)), "no")
            with desk.database.reading() as session:
                assert waiting_one(session, its, code, rules=DEFAULT) is None
    with desk.database.transaction() as session:
        lapse_hands(session, at=desk.at + timedelta(hours=1))
        assert session.exec(select(InHand).where(InHand.ended == "")).first() is None
    look_for_news(desk.database, rules=DEFAULT, at=desk.at + timedelta(hours=1))
    look_for_news(desk.database, rules=DEFAULT, at=desk.at + timedelta(hours=4))
    with snapshot(desk.database) as connection:
        assert [fault for part in CHECKS for fault in part(connection) if "trail" not in fault.kind] == []


@pytest.mark.slow
@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(happenings=HAPPENINGS)
def test_nothing_is_stuck_whatever_happens(database: Database, happenings: list[tuple[int, int, str]]) -> None:
    desk = Desk(database)
    look_for_news(database, rules=DEFAULT, at=desk.at)
    for happening in happenings:
        desk.happen(*happening)
    settled(desk)
