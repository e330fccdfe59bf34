"""Random histories of applications: keepers give, the desk decides and takes back, what was done is asked again.
Whatever happened, nothing is stuck, the door is open exactly where all is done, and the proof finds nothing wrong."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule
from sqlmodel import Session, col, select

from models.account.member import Member
from models.checks.gates import gates_passed, item_states, items_read, own_decisions, shop_doors
from models.gate.beginning import begin_opening
from models.gate.checklist import Checklist, ChecklistItem
from models.gate.deciding import decide_item, undecide_item
from models.gate.giving import give_item, pass_item
from models.gate.renewing import ask_item_again
from models.gate.rereading import reread
from models.gate.states import ITEM_TABLE
from models.kernel.act import Act
from models.kernel.errors import Refused
from models.kernel.rules import DEFAULT, Rules
from models.kernel.snapshot import snapshot
from models.kernel.steps import states_of
from models.shop.opening import Door
from models.shop.shop import Shop
from tests.given.applications import LENIENT, LOOKED_AT
from tests.given.factories import LONG_AGO, make_member
from tests.given.machines import OnDatabase, prove

STRICT = DEFAULT
ALL_RULES: tuple[Rules, ...] = (STRICT, LENIENT, replace(DEFAULT, gate_credit="payout", gate_certification="off"))
# What every history of this run has come by.
REACHED: Counter[str] = Counter()
PICK = st.integers(0, 8)
WHICH = st.integers(0, 2)


class Applications(OnDatabase):
    """Three members, the second of them an operator too, and a desk of two."""

    def __init__(self) -> None:
        super().__init__()
        self.database = self.opened()
        self.at = LONG_AGO
        with self.database.transaction() as session:
            self.members = [make_member(session).id for _ in range(3)]
            self.desk = [make_member(session).id for _ in range(2)] + self.members[1:2]

    @initialize()
    def begin_strictly(self) -> None:
        self.begin_one(0, STRICT)

    @rule(which=WHICH, rules=st.sampled_from(ALL_RULES))
    def begin(self, which: int, rules: Rules) -> None:
        self.begin_one(which, rules)

    def begin_one(self, which: int, rules: Rules) -> None:
        with self.database.transaction() as session:
            keeper = session.get_one(Member, self.members[which])
            begin_opening(session, keeper, Door("小店"), Act.keeper(keeper, self._now()), rules=rules)

    @rule(which=WHICH)
    def prove_phone(self, which: int) -> None:
        with self.database.transaction() as session:
            member = session.get_one(Member, self.members[which])
            member.phone_proven_at = self._now()
            for checklist in session.exec(select(Checklist).where(Checklist.member_id == member.id)).all():
                reread(session, checklist, Act.keeper(member, self.at), rules=DEFAULT)

    @rule(pick=PICK)
    def give(self, pick: int) -> None:
        def given(session: Session, item: ChecklistItem) -> None:
            give_item(session, item, Act.keeper(item.checklist.member, self.at), rules=DEFAULT)

        self._on(pick, given, "yours", "refused")

    @rule(pick=PICK)
    def give_at_any_time(self, pick: int) -> None:
        def given(session: Session, item: ChecklistItem) -> None:
            was = item.state
            give_item(session, item, Act.keeper(item.checklist.member, self.at), rules=DEFAULT)
            assert was in ("yours", "refused")

        self._on(pick, given)

    @rule(pick=PICK)
    def gateway_says_yes(self, pick: int) -> None:
        self._on(pick, lambda session, item: pass_item(session, item, Act.program(self.at)), "waiting")

    @rule(pick=PICK, by=WHICH, verdict=st.sampled_from(("done", "done", "refused")))
    def decide(self, pick: int, by: int, verdict: Any) -> None:
        def decided(session: Session, item: ChecklistItem) -> None:
            was, own = item.state, self.desk[by] == item.checklist.member_id
            decide_item(session, item, verdict, self._desk(session, by))
            assert was == "waiting" and not own

        self._on(pick, decided, "waiting")

    @rule(pick=PICK, by=WHICH, verdict=st.sampled_from(("done", "refused")))
    def decide_at_any_time(self, pick: int, by: int, verdict: Any) -> None:
        def decided(session: Session, item: ChecklistItem) -> None:
            was = item.state
            decide_item(session, item, verdict, self._desk(session, by))
            assert was == "waiting"

        self._on(pick, decided)

    @rule(pick=PICK, by=WHICH)
    def take_back(self, pick: int, by: int) -> None:
        self._on(pick, lambda session, item: undecide_item(session, item, self._desk(session, by)), "done", "refused")

    @rule(pick=PICK)
    def ask_again(self, pick: int) -> None:
        def asked(session: Session, item: ChecklistItem) -> None:
            ask_item_again(session, item, Act.clock(self.at), rules=DEFAULT)

        self._on(pick, asked, "done")

    @rule(which=WHICH)
    def keep_shop(self, which: int) -> None:
        """A keeper who shuts and opens the own door changes nothing of the checklist."""
        with self.database.transaction() as session:
            for shop in session.exec(select(Shop).where(Shop.keeper_id == self.members[which])).all():
                if shop.door == "open":
                    shop.close(farewell="", at=self._now())
                elif shop.door == "closed":
                    shop.reopen()

    @invariant()
    def door_is_open_where_all_is_done(self) -> None:
        with self.database.reading() as session:
            for checklist in session.exec(select(Checklist)).all():
                shop = session.get_one(Shop, checklist.shop_id)
                assert (checklist.state == "open") == (shop.opened_at is not None)
                asked = [item for item in checklist.items if item.asked == "door"]
                if checklist.state == "begun":
                    assert any(item.state != "done" for item in asked), "nothing is stuck"
                    assert shop.door == "soon"
                REACHED.update(item.state for item in checklist.items)
                REACHED.update([f"list {checklist.state}"])
        with snapshot(self.database) as connection:
            parts = (shop_doors, gates_passed, item_states, items_read, own_decisions)
            assert [fault for part in parts for fault in part(connection)] == []

    def over(self) -> None:
        """From wherever it stands, a keeper and the desk come to an open door."""
        with self.database.transaction() as session:
            for checklist in session.exec(select(Checklist)).all():
                self._finish(session, checklist)
                assert checklist.state == "open"
                REACHED.update(["list open"])
                assert not session.get_one(Shop, checklist.shop_id).opens_soon

    def _finish(self, session: Session, checklist: Checklist) -> None:
        member = session.get_one(Member, checklist.member_id)
        member.phone_proven_at = self._now()
        reread(session, checklist, Act.keeper(member, self.at), rules=DEFAULT)
        for item in checklist.items:
            if item.name in LOOKED_AT and item.state in ("yours", "refused"):
                give_item(session, item, Act.keeper(member, self.at), rules=DEFAULT)
            if item.name in LOOKED_AT and item.state == "waiting":
                decide_item(session, item, "done", self._desk(session, 0))

    def _on(self, pick: int, act_on: Any, *states: str) -> None:
        """The verb on one of the items that an operator looks at, in one of these states; what it refuses leaves no
        trace."""
        self._now()
        try:
            with self.database.transaction() as session:
                query = select(ChecklistItem).where(col(ChecklistItem.name).in_(LOOKED_AT))
                query = query.where(col(ChecklistItem.state).in_(states)) if states else query
                found = session.exec(query.order_by(col(ChecklistItem.id))).all()
                if found:
                    act_on(session, found[pick % len(found)])
        except Refused:
            REACHED.update(["refusal"])

    def _desk(self, session: Session, by: int) -> Act:
        return Act.operator(session.get_one(Member, self.desk[by]), self.at, "再看一遍")

    def _now(self) -> Any:
        self.at += timedelta(minutes=7)
        return self.at


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_whatever_happens_nothing_is_stuck(kind: str) -> None:
    REACHED.clear()
    prove(Applications, kind, histories=25 if kind == "sqlite" else 8, steps=30)
    wanted = {"list begun", "list open", "refusal"}
    if kind == "sqlite":  # Eight histories need not have come everywhere.
        wanted |= set(states_of(ITEM_TABLE, "yours"))
    assert wanted <= set(REACHED), "every state is reached"
