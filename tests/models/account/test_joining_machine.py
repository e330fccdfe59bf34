"""Random operators, keepers, guests and clocks at the door: whoever comes in had a place, no place is used twice or
lost, and each is told by the same words why not."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule
from sqlmodel import Session, col, select

from models.account.invitation.finding import bringer_of, invitation_counts, state_of
from models.account.invitation.invitation import Invitation, InvitationUse
from models.account.invitation.making import ForMany, invite_for_many, invite_many, revoke
from models.account.invitation.taking_up import take_up
from models.account.joining import Newcomer, add_member
from models.account.member import Member
from models.account.signing_up.confirming import ask_to_join, confirm_phone, refuse_sign_up
from models.account.signing_up.sign_up import SignUp
from models.checks.invitations import confirmed_sign_ups, places_taken
from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.kernel.snapshot import snapshot
from tests.given.factories import make_member
from tests.given.machines import OnDatabase, prove

PICK = st.integers(0, 5)
# Few phones: they meet.
PHONES = st.integers(0, 9).map(lambda n: f"1370000000{n}")


class AtTheDoor(OnDatabase):
    """What each code may still let in is known beside the program: places left, its end, whether it stands."""

    database: Database

    @initialize()
    def open(self) -> None:
        self.database, self.at = self.opened(), now()
        self.left: dict[str, int] = {}
        self.ends: dict[str, Any] = {}
        self.over_now: set[str] = set()
        self.members: set[str] = set()
        self.waiting: list[tuple[str, str, str]] = []
        self.forms = 0
        with self.database.transaction() as session:
            self.desk, self.keeper = make_member(session).id, make_member(session).id
        self.is_stopped = False
        self.of_keeper: set[str] = set()

    @rule(count=st.integers(1, 2), by_keeper=st.booleans())
    def invite_single(self, count: int, by_keeper: bool) -> None:
        with self.database.transaction() as session:
            for code in invite_many(session, count, self._act(session, by_keeper=by_keeper), by_keeper=by_keeper):
                self._stands(code, 1, by_keeper=by_keeper)

    @rule(quota=st.integers(1, 3), days=st.integers(1, 3), by_keeper=st.booleans())
    def invite_several(self, quota: int, days: int, by_keeper: bool) -> None:
        with self.database.transaction() as session:
            wanted = ForMany(quota, self.at + timedelta(days=days))
            code = invite_for_many(session, wanted, self._act(session, by_keeper=by_keeper), by_keeper=by_keeper).code
        self._stands(code, quota, by_keeper=by_keeper)
        self.ends[code] = self.at + timedelta(days=days)

    @rule(n=PICK)
    def revoke_one(self, n: int) -> None:
        if code := self._code(n):
            with self.database.transaction() as session:
                assert revoke(session, code, self._act(session)) == (self.left[code] > 0 or code in self.over_now)
            if self.left[code] > 0:
                self.over_now.add(code)

    @rule(n=PICK, phone=PHONES)
    def come(self, n: int, phone: str) -> None:
        """With digits that were right."""
        code = self._code(n) or "NOSUCH00"
        opens = self._opens(code) and phone not in self.members
        with self.database.writing() as session:
            try:
                member = add_member(session, Newcomer(phone, "阿禾", "a hash"), at=self.at)
                take_up(session, code, Act.keeper(member, self.at))
            except Refused:
                session.rollback()
                assert not opens
                return
            session.commit()
        assert opens
        self.left[code] -= 1
        self.members.add(phone)

    @rule(n=PICK, phone=PHONES, again=st.booleans())
    def ask_desk(self, n: int, phone: str, again: bool) -> None:
        """Where no message can be sent; perhaps by a form that is sent twice."""
        code = self._code(n) or "NOSUCH00"
        # No two forms have one mark, also where the desk decided between them.
        self.forms += 1
        opens, once = self._opens(code), f"form {self.forms}"
        for _ in range(1 + again):
            with self.database.writing() as session:
                try:
                    asked = ask_to_join(
                        session, Newcomer(phone, "阿禾", "a hash"), code, once=once, act=Act.owner(None, self.at)
                    ).code
                except Refused:
                    session.rollback()
                    assert not opens
                    return
                session.commit()
        assert opens
        self.left[code] -= 1
        self.waiting.append((asked, phone, code))

    @rule(n=PICK, verb=st.sampled_from(["confirm", "refuse"]))
    def decide(self, n: int, verb: str) -> None:
        if not self.waiting:
            return
        asked, phone, code = self.waiting[n % len(self.waiting)]
        with self.database.writing() as session:
            found = session.exec(select(SignUp).where(SignUp.code == asked)).one()
            act = Act.operator(session.get_one(Member, self.desk), self.at, "打了没有接")
            if verb == "refuse":
                assert refuse_sign_up(session, found, act)
                self.left[code] += 1
            else:
                try:
                    assert confirm_phone(session, found, act)
                except Refused:
                    session.rollback()
                    assert phone in self.members
                    return
                assert phone not in self.members
                self.members.add(phone)
            session.commit()
        self.waiting.remove((asked, phone, code))

    @rule(hours=st.integers(1, 30))
    def wait(self, hours: int) -> None:
        self.at += timedelta(hours=hours)

    @rule()
    def stop_or_let_back(self) -> None:
        self.is_stopped = not self.is_stopped
        with self.database.transaction() as session:
            session.get_one(Member, self.keeper).stopped = self.is_stopped

    @invariant()
    def every_place_is_somebodys(self) -> None:
        with snapshot(self.database) as connection:
            assert [*places_taken(connection), *confirmed_sign_ups(connection)] == []
        with self.database.reading() as session:
            standing = {one.code: one for one in session.exec(select(Invitation))}
            assert {code: one.places_left for code, one in standing.items()} == self.left
            counted = invitation_counts(session, at=self.at)
            assert sum(counted.values()) == len(standing)
            for state in counted:
                assert counted[state] == sum(state_of(one, self.at) == state for one in standing.values())
            assert {session.get_one(Member, use.member_id).phone for use in session.exec(select(InvitationUse))} == (
                self.members
            )

    def over(self) -> None:
        """Nobody waits for ever, and whoever came is known to whom."""
        while self.waiting:
            self.decide(0, "refuse")
        with self.database.reading() as session:
            assert session.exec(select(SignUp.id).where(SignUp.state == "waiting")).all() == []
            for member in session.exec(select(Member).where(col(Member.phone).in_(self.members))):
                brought = bringer_of(session, member)
                assert brought is not None and brought.invitation in self.left
        self.database.engine.dispose()

    def _act(self, session: Session, *, by_keeper: bool = False) -> Act:
        by = session.get_one(Member, self.keeper if by_keeper else self.desk)
        return Act.keeper(by, self.at) if by_keeper else Act.operator(by, self.at)

    def _stands(self, code: str, places: int, *, by_keeper: bool) -> None:
        self.left[code] = places
        if by_keeper:
            self.of_keeper.add(code)

    def _code(self, n: int) -> str:
        return sorted(self.left)[n % len(self.left)] if self.left else ""

    def _opens(self, code: str) -> bool:
        stands = self.left.get(code, 0) > 0 and code not in self.over_now
        in_time = code not in self.ends or self.ends[code] > self.at
        return stands and in_time and not (self.is_stopped and code in self.of_keeper)


@pytest.mark.slow
def test_whoever_comes_in_had_a_place() -> None:
    prove(AtTheDoor, "sqlite", histories=15, steps=30)


@pytest.mark.slow
def test_the_same_on_postgresql() -> None:
    prove(AtTheDoor, "postgres", histories=4, steps=25)
