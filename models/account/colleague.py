"""Somebody who works at the desk or for a supplier, as a list of them shows: which roles, since when, by whom."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, Protocol

from sqlalchemy import func
from sqlmodel import Session, col, select

from models.account.member import Member
from models.account.sign_in import SignIn


class Appointment(Protocol):
    """What the desk's and a supplier's rows of roles have in common."""

    @property
    def member_id(self) -> int: ...
    @property
    def role(self) -> str: ...
    @property
    def given_by(self) -> int | None: ...
    @property
    def given_at(self) -> datetime: ...
    @property
    def given_why(self) -> str: ...
    @property
    def taken_by(self) -> int | None: ...
    @property
    def taken_at(self) -> datetime | None: ...
    @property
    def taken_why(self) -> str: ...


class RoleStep(NamedTuple):
    """A role that was given, or taken. `by` is the name of who did it, None where the program did."""

    given: bool
    role: str
    by: str | None
    why: str
    at: datetime


@dataclass
class Colleague:
    """One member. `roles` are those that stand, empty for somebody who left; `since` is when the first of them was
    given; `seen` is when one of their browsers was last used."""

    member: Member
    roles: list[str] = field(default_factory=list)
    since: datetime | None = None
    left_at: datetime | None = None
    seen: datetime | None = None
    steps: list[RoleStep] = field(default_factory=list)

    @property
    def by(self) -> str | None:
        """Who gave the last role that stands."""
        return next((step.by for step in self.steps if step.given and step.role in self.roles), None)


def colleagues(session: Session, rows: Iterable[Appointment]) -> list[Colleague]:
    """Everybody of whom there are rows, in the order in which they came first."""
    ordered = sorted(rows, key=lambda row: row.given_at)
    people = _named(session, {row.member_id for row in ordered} | {by for row in ordered for by in _by(row)})
    seen = _last_seen(session, {row.member_id for row in ordered})
    found = {row.member_id: Colleague(people[row.member_id], seen=seen.get(row.member_id)) for row in ordered}
    for row in ordered:
        _add(found[row.member_id], row, people)
    for one in found.values():
        one.steps.sort(key=lambda step: step.at, reverse=True)
        one.left_at = one.steps[0].at if not one.roles else None
    return list(found.values())


def _add(one: Colleague, row: Appointment, people: dict[int, Member]) -> None:
    one.steps.append(RoleStep(True, row.role, _name(people, row.given_by), row.given_why, row.given_at))
    if row.taken_at is None:
        one.roles.append(row.role)
        one.since = min(one.since or row.given_at, row.given_at)
    else:
        one.steps.append(RoleStep(False, row.role, _name(people, row.taken_by), row.taken_why, row.taken_at))


def _by(row: Appointment) -> list[int]:
    return [by for by in (row.given_by, row.taken_by) if by is not None]


def _name(people: dict[int, Member], by: int | None) -> str | None:
    return people[by].name if by is not None else None


def _named(session: Session, ids: Collection[int]) -> dict[int, Member]:
    return {one.id: one for one in session.exec(select(Member).where(col(Member.id).in_(ids)))}


def _last_seen(session: Session, ids: Collection[int]) -> dict[int, datetime]:
    used = select(SignIn.member_id, func.max(SignIn.last_used_at)).where(col(SignIn.member_id).in_(ids))
    return dict(session.exec(used.group_by(col(SignIn.member_id))).all())
