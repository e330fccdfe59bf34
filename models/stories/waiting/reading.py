"""Reading the queue: the kinds' rows merged by promise, a page at a time, whatever stands behind it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from heapq import merge
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, bindparam, func, literal, select, true, tuple_
from sqlmodel import Session

from models.kernel.clock import Moment
from models.kernel.rules import Rules
from models.stories.waiting import Waiting, WaitingKind, waiting_kinds
from models.stories.waiting.by_words import says, whom_words_name

# So many are counted; of more it is said that there are more.
MOST_COUNTED = 999
Spot = tuple[datetime, int, str]


@dataclass(frozen=True, slots=True)
class Sought:
    """The filters: kinds by name, words (a supplier's or shop's name, or a code), overdue ones only, and only these
    (kind, code) where `only` is given."""

    kinds: tuple[str, ...]
    words: str = ""
    is_overdue: bool = False
    only: frozenset[tuple[str, str]] | None = None


@dataclass(frozen=True, slots=True)
class Tallied:
    """How many of a kind wait, and how many of them are overdue; each up to MOST_COUNTED."""

    waiting: int = 0
    overdue: int = 0


@dataclass(frozen=True, slots=True)
class Queue:
    """The queue as it is looked at, at one moment."""

    session: Session
    sought: Sought
    rules: Rules
    at: datetime

    def after(self, spot: Spot | None, limit: int) -> list[Waiting]:
        """The next ones behind a spot, or the first; the oldest promise first."""
        pages = [
            self._page(kind, condition, limit, (kind.rows.due, kind.rows.code))
            for kind, condition in self._kinds()
            for condition in [and_(condition, _behind(kind, spot, self.rules)) if spot else condition]
        ]
        return list(islice(merge(*pages, key=lambda row: row.spot), limit))

    def before(self, spot: Spot) -> Waiting | None:
        """The one right before a spot."""
        rows: list[Waiting] = []
        for kind, condition in self._kinds():
            order = (kind.rows.due.desc(), kind.rows.code.desc())
            rows += self._page(kind, and_(condition, _ahead(kind, spot, self.rules)), 1, order)
        return max(rows, key=lambda row: row.spot, default=None)

    def _page(
        self, kind: WaitingKind, condition: ColumnElement[bool], limit: int, order: tuple[ColumnElement[Any], ...]
    ) -> list[Waiting]:
        rows = self.session.connection().execute(_query(kind).where(condition).order_by(*order).limit(limit))
        return [_waiting(kind, row, self.rules) for row in rows]

    def _kinds(self) -> list[tuple[WaitingKind, ColumnElement[bool]]]:
        """The kinds that are looked for, each with its filters."""
        sought, found = self.sought, whom_words_name(self.session, self.sought.words)
        kinds = []
        for kind in (one for one in waiting_kinds().values() if one.name in sought.kinds):
            condition: ColumnElement[bool] = true()
            if sought.is_overdue:
                condition = and_(condition, _overdue(kind, self.rules, self.at))
            if sought.words:
                condition = and_(condition, says(kind, found))
            if sought.only is not None:
                codes = [code for name, code in sought.only if name == kind.name]
                condition = and_(condition, kind.rows.code.in_(codes))
            kinds.append((kind, condition))
        return kinds


def waiting_one(session: Session, kind: WaitingKind, code: str, *, rules: Rules) -> Waiting | None:
    """One thing, while it waits."""
    row = session.connection().execute(_query(kind).where(kind.rows.code == code)).first()
    return _waiting(kind, row, rules) if row else None


def waiting_coded(session: Session, kind: WaitingKind, codes: Iterable[str], *, rules: Rules) -> dict[str, Waiting]:
    """Those of one kind that wait, by their codes."""
    rows = session.connection().execute(_query(kind).where(kind.rows.code.in_(list(codes))))
    return {one.code: one for one in (_waiting(kind, row, rules) for row in rows)}


def waiting_counts(
    session: Session, kinds: Iterable[str], *, rules: Rules, at: datetime, most: int = MOST_COUNTED
) -> dict[str, Tallied]:
    """How many of each kind wait; of very many only that there are more. One statement for all."""
    names = tuple(kinds)
    if not names:
        return {}
    before = {name: at - waiting_kinds()[name].promise(rules) for name in names}
    found = session.connection().execute(_counting(names, most), before).one()
    pairs = zip(found[: len(names)], found[len(names) :], strict=True)
    return {name: Tallied(*pair) for name, pair in zip(names, pairs, strict=True)}


@cache
def _counting(names: tuple[str, ...], most: int) -> Select[*tuple[Any, ...]]:
    """How many of each kind wait, then how many of each are overdue. It stands in the frame of every page of the desk,
    and putting it together takes longer than the answer: it is kept."""
    rows = {name: waiting_kinds()[name].rows for name in names}
    overdue = [of.query.where(of.due < bindparam(name, type_=Moment)) for name, of in rows.items()]
    counts: list[Any] = [_count(query, most) for query in [*(of.query for of in rows.values()), *overdue]]
    return select(*counts)


def oldest_waiting(session: Session, kind: WaitingKind, *, rules: Rules) -> Waiting | None:
    """The one of a kind whose promise is the oldest."""
    row = session.connection().execute(_query(kind).order_by(kind.rows.due, kind.rows.code).limit(1)).first()
    return _waiting(kind, row, rules) if row else None


def broken_promises(
    session: Session, kind: WaitingKind, since: datetime, at: datetime, *, rules: Rules, limit: int
) -> list[Waiting]:
    """What ought to have been decided in a span and still waits, the oldest promise first."""
    promise, due = kind.promise(rules), kind.rows.due
    query = _query(kind).where(due >= since - promise, due < at - promise).order_by(due, kind.rows.code).limit(limit)
    return [_waiting(kind, row, rules) for row in session.connection().execute(query)]


def _count(query: Select[Any], most: int) -> ScalarSelect[int]:
    some = query.with_only_columns(literal(1)).order_by(None).limit(most + 1).subquery()
    return select(func.count()).select_from(some).scalar_subquery()


def _query(kind: WaitingKind) -> Select[Any]:
    rows = kind.rows
    return rows.query.add_columns(rows.code.label("its_code"), rows.due.label("its_due"), rows.since.label("its_since"))


def _waiting(kind: WaitingKind, row: Any, rules: Rules) -> Waiting:
    rows = kind.rows
    promised = row.its_due + kind.promise(rules)
    return Waiting(kind.name, kind.place, row.its_code, rows.face(row), rows.mark(row), row.its_since, promised)


def _overdue(kind: WaitingKind, rules: Rules, at: datetime) -> ColumnElement[bool]:
    return kind.rows.due < at - kind.promise(rules)


def _behind(kind: WaitingKind, spot: Spot, rules: Rules) -> ColumnElement[bool]:
    promised, place, code = spot
    due = promised - kind.promise(rules)
    if kind.place == place:
        return tuple_(kind.rows.due, kind.rows.code) > tuple_(literal(due, Moment), literal(code))
    return kind.rows.due >= due if kind.place > place else kind.rows.due > due


def _ahead(kind: WaitingKind, spot: Spot, rules: Rules) -> ColumnElement[bool]:
    promised, place, code = spot
    due = promised - kind.promise(rules)
    if kind.place == place:
        return tuple_(kind.rows.due, kind.rows.code) < tuple_(literal(due, Moment), literal(code))
    return kind.rows.due <= due if kind.place < place else kind.rows.due < due
