"""Wrong passwords that were tried for a member: counted by the hour, written behind the page, and told to the owner."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, UniqueConstraint, delete, update
from sqlmodel import Field, Session, col, select

from models.account.audit import note_audit
from models.account.member import Member
from models.kernel.act import Act
from models.kernel.behind import WrittenBehind
from models.kernel.database import insert_into
from models.kernel.record import Record, belongs_to, moment, row_id, table_of

TRIES_KEPT = timedelta(days=90)
# What was tried in an hour is written behind the page, a little later.
_HOUR_IS_OVER = timedelta(minutes=65)


class WrongTry(Record, table=True):
    """What was tried in one hour. `network` is where the last one came from, coarsely; `told` of `count` the owner was
    shown; `noted_at` is when the hour became a row of the audit trail."""

    __table_args__ = (
        UniqueConstraint("member_id", "hour"),
        CheckConstraint("told >= 0 AND told <= count", name="told_of_them"),
    )
    id: int = row_id()
    member_id: int = belongs_to("member.id", index=False)
    hour: datetime = moment(index=True)
    count: int
    told: int = 0
    noted_at: datetime | None = moment(default=None, nullable=True)
    network: str = Field(default="", max_length=50)


_table = table_of(WrongTry)


@dataclass(frozen=True, slots=True)
class Tried:
    """One wrong password."""

    member_id: int
    network: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TriedSince:
    """How often since the owner was told last; when, to the hour, and from where the last time."""

    count: int
    hour: datetime
    network: str


class WrongTries(WrittenBehind[Tried]):
    """`note` returns at once: the reply takes no longer where there is such a member."""

    name = "wrong passwords"

    def note(self, tried: Tried) -> None:
        """Takes a try down."""
        self._take_down(tried)

    def _write(self, batch: Sequence[Tried]) -> int:
        rows: dict[tuple[int, datetime], dict[str, object]] = {}
        counts: dict[tuple[int, datetime], int] = {}
        for one in batch:
            key = (one.member_id, one.at.replace(minute=0, second=0, microsecond=0))
            counts[key] = counts.get(key, 0) + 1
            rows[key] = {"member_id": key[0], "hour": key[1], "count": counts[key], "told": 0, "network": one.network}
        with self._database.transaction() as session:
            fresh = insert_into(session, WrongTry)
            more = {"count": _table.c.count + fresh.excluded.count, "network": fresh.excluded.network}
            counting = fresh.on_conflict_do_update(index_elements=["member_id", "hour"], set_=more)
            # In their order, so that two processes never wait for each other.
            session.connection().execute(counting, [rows[key] for key in sorted(rows)])
        return len(batch)


def tell_wrong_tries(session: Session, member: Member) -> TriedSince | None:
    """What the owner was not told yet, and now is."""
    untold = (col(WrongTry.member_id) == member.id, col(WrongTry.told) < col(WrongTry.count))
    rows = session.exec(select(WrongTry).where(*untold).order_by(col(WrongTry.hour))).all()
    if not rows:
        return None
    found = TriedSince(sum(row.count - row.told for row in rows), rows[-1].hour, rows[-1].network)
    # What is counted this moment is told the next time.
    for row in rows:
        told = update(WrongTry).where(col(WrongTry.id) == row.id, col(WrongTry.told) < row.count)
        session.exec(told.values(told=row.count))
    return found


def note_wrong_hours(session: Session, *, at: datetime) -> int:
    """Each hour that is over becomes one row of the audit trail, with its count; returns how many."""
    over = (col(WrongTry.noted_at).is_(None), col(WrongTry.hour) <= at - _HOUR_IS_OVER)
    rows = session.exec(select(WrongTry, Member).join(Member).where(*over).order_by(col(WrongTry.id))).all()
    noted = 0
    for row, member in rows:
        mine = update(WrongTry).where(col(WrongTry.id) == row.id, col(WrongTry.noted_at).is_(None))
        if session.exec(mine.values(noted_at=at)).rowcount == 1:
            note_audit(session, "sign_in.failed", member, Act.program(at, f"× {row.count} {row.network}".strip()))
            noted += 1
    return noted


def forget_wrong_tries(session: Session, *, at: datetime) -> int:
    """Deletes what is long ago; returns how many rows."""
    return int(session.exec(delete(WrongTry).where(col(WrongTry.hour) < at - TRIES_KEPT)).rowcount)
