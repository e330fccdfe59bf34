"""A stop: that somebody may not go on for now, by whom, since when, why, until when at the longest, and who let them
back. Rows are only added, and ended once; an open one is the member's `stopped`."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, text, update
from sqlmodel import Field, Session, col, select

from models.account.member import Member
from models.kernel.act import Act
from models.kernel.errors import N_, Refused
from models.kernel.record import Record, belongs_to, long_text, moment, row_id
from models.kernel.text import one_line

STOP_WHY_LIMIT = 200
_OPEN = text("lifted_at IS NULL")
# What a row must be, of whomever it is.
STOP_CHECKS = (
    ("why <> ''", "why_given"),
    ("until IS NULL OR until > stopped_at", "until_later"),
    ("lifted_at IS NOT NULL OR lifted_by IS NULL", "lifted_at_some_time"),
)


def one_open_stop(owner: str) -> Index:
    """Of each there is one open stop at most."""
    return Index(f"uq_{owner}_stop_open", f"{owner}_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN)


class Stop(Record):
    """`lifted_by` is empty where time was up."""

    why: str = long_text()
    until: datetime | None = moment(default=None, nullable=True)
    stopped_by: int | None = Field(default=None, foreign_key="member.id")
    stopped_at: datetime = moment()
    lifted_by: int | None = Field(default=None, foreign_key="member.id")
    lifted_at: datetime | None = moment(default=None, nullable=True)
    lifted_why: str = long_text(default="")


class MemberStop(Stop, table=True):
    """That a member may not sign in."""

    __table_args__ = (
        *(CheckConstraint(rule, name=name) for rule, name in STOP_CHECKS),
        one_open_stop("member"),
        Index("ix_member_stop_until", "until", sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    id: int = row_id()
    member_id: int = belongs_to("member.id")


def checked_stop(act: Act, until: datetime | None) -> Act:
    """The act with its reason as it is kept. Raises Refused without one, and where it would end before it began."""
    why = one_line(act.why)
    if not why:
        raise Refused("why", N_("写一句为什么，以后看记录的人才明白"))
    if len(why) > STOP_WHY_LIMIT:
        raise Refused("why", N_("最多 %(most)d 个字"), most=STOP_WHY_LIMIT)
    if until is not None and until <= act.at:
        raise Refused("days", N_("要停到以后的一天"))
    return act.because(why)


def stop_facts(act: Act, until: datetime | None) -> dict[str, Any]:
    """A new row's columns but for whose it is."""
    return {"why": act.why, "until": until, "stopped_by": act.by_id, "stopped_at": act.at}


def lift_stop(session: Session, record: type[Stop], condition: Any, act: Act) -> bool:
    """Ends the open stop that fits. Of two at once, one does."""
    lifted = {"lifted_by": act.by_id, "lifted_at": act.at, "lifted_why": act.why}
    still_open = (condition, col(record.lifted_at).is_(None))
    return session.exec(update(record).where(*still_open).values(**lifted)).rowcount == 1


def stops_of_member(session: Session, member: Member) -> list[tuple[MemberStop, str | None]]:
    """All of a member's, the newest first, each with the name of who decided."""
    rows = select(MemberStop, Member.name).outerjoin(Member, col(MemberStop.stopped_by) == Member.id)
    return list(session.exec(rows.where(MemberStop.member_id == member.id).order_by(col(MemberStop.id).desc())))
