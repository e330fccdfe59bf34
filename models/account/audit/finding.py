"""Reading the trail, the newest first: by person, thing, kind and time; as quick among a million rows as among few.

A page begins after a row (its moment and id), never at a number: each branch of the search walks one index and stops.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, or_, select, union_all
from sqlmodel import Session, col
from sqlmodel import select as records

from models.account.audit.audit import Audit
from models.account.audit.chain_mark import ChainMark
from models.account.member import Member
from models.kernel.reading.phones import mobile
from models.kernel.record import table_of

MOST_PEOPLE = 5
FILE_STRETCH = 500
_audit = table_of(Audit)


@dataclass(frozen=True, slots=True)
class TrailFilter:
    """What is looked for; empty parts let everything through. `people` are ids: rows by them and about them; an empty
    collection lets nothing through."""

    people: Collection[int] | None = None
    things: Collection[str] = ()
    kinds: Collection[str] = ()
    since: datetime | None = None
    until: datetime | None = None


class TrailRow(NamedTuple):
    """A row, who did it, and where it stands in the chain; no place yet in its first second."""

    row: Audit
    who: str | None
    position: int | None
    chained_at: datetime | None


class After(NamedTuple):
    """The row after which a page begins."""

    at: datetime
    id: int


def trail(session: Session, *, limit: int, offset: int = 0) -> list[tuple[Audit, str | None]]:
    """The newest rows, each with the name of who decided."""
    rows = records(Audit, Member.name).join(Member, col(Audit.who) == col(Member.id), isouter=True)
    return list(session.exec(rows.order_by(col(Audit.id).desc()).limit(limit).offset(offset)))


def trail_page(session: Session, wanted: TrailFilter, *, limit: int, after: After | None = None) -> list[TrailRow]:
    """The newest `limit` rows of those that are looked for, or those that follow on one."""
    branches = [_branch(wanted, one, after, limit) for one in _whose(wanted)]
    if not branches:
        return []
    found = union_all(*branches).subquery() if len(branches) > 1 else branches[0].subquery()
    ids = select(found.c.id).order_by(found.c.at.desc(), found.c.id.desc()).limit(limit)
    rows = records(Audit, Member.name, ChainMark.position, ChainMark.chained_at).select_from(Audit)
    rows = rows.join(Member, col(Audit.who) == col(Member.id), isouter=True)
    rows = rows.join(ChainMark, col(ChainMark.audit_id) == col(Audit.id), isouter=True)
    rows = rows.where(col(Audit.id).in_(session.connection().execute(ids).scalars().all()))
    return [TrailRow(*row) for row in session.exec(rows.order_by(col(Audit.at).desc(), col(Audit.id).desc()))]


def rows_about(session: Session, things: Collection[str], kinds: Collection[str], *, limit: int) -> list[TrailRow]:
    """The newest rows about any of these things."""
    rows = records(Audit, Member.name, ChainMark.position, ChainMark.chained_at).select_from(Audit)
    rows = rows.join(Member, col(Audit.who) == col(Member.id), isouter=True)
    rows = rows.join(ChainMark, col(ChainMark.audit_id) == col(Audit.id), isouter=True)
    rows = rows.where(col(Audit.thing).in_(sorted(things)), col(Audit.what).in_(sorted(kinds)))
    ordered = rows.order_by(col(Audit.at).desc(), col(Audit.id).desc()).limit(limit)
    return [TrailRow(*row) for row in session.exec(ordered)]


def whole_trail(session: Session, wanted: TrailFilter) -> Iterator[TrailRow]:
    """All rows that are looked for, read in stretches: for a file."""
    after: After | None = None
    while rows := trail_page(session, wanted, limit=FILE_STRETCH, after=after):
        yield from rows
        after = After(rows[-1].row.at, rows[-1].row.id)
        session.expunge_all()


def people_called(session: Session, words: str) -> Sequence[int]:
    """Members by their phone, public code or name, at most a few."""
    said = words.strip()
    exact = (col(Member.phone) == (mobile(said) or said), col(Member.code) == said.upper(), col(Member.name) == said)
    return session.exec(records(Member.id).where(or_(*exact)).order_by(col(Member.id)).limit(MOST_PEOPLE)).all()


def _whose(wanted: TrailFilter) -> list[ColumnElement[bool] | None]:
    """One condition for each index that is walked: what each person did, and what was done about each."""
    if wanted.people is None:
        return [None]
    by_them: list[ColumnElement[bool] | None] = [_audit.c.who == one for one in wanted.people]
    others = [
        and_(_audit.c.about == one, or_(_audit.c.who.is_(None), _audit.c.who.not_in(wanted.people)))
        for one in wanted.people
    ]
    return [*by_them, *others]


def _branch(wanted: TrailFilter, whose: ColumnElement[bool] | None, after: After | None, limit: int) -> Any:
    """The first rows of one index, as a subquery that may stand in a union."""
    query = select(_audit.c.id, _audit.c.at)
    if whose is not None:
        query = query.where(whose)
    for column, values in ((_audit.c.thing, wanted.things), (_audit.c.what, wanted.kinds)):
        if values:
            query = query.where(column.in_(sorted(values)) if len(values) > 1 else column == next(iter(values)))
    if wanted.since:
        query = query.where(_audit.c.at >= wanted.since)
    if wanted.until:
        query = query.where(_audit.c.at < wanted.until)
    if after:
        query = query.where(_audit.c.at <= after.at, or_(_audit.c.at < after.at, _audit.c.id < after.id))
    first = query.order_by(_audit.c.at.desc(), _audit.c.id.desc()).limit(limit).subquery()
    return select(first.c.id, first.c.at)
