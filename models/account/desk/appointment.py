"""An appointment: that a member of the desk was given a role, by whom, when and why, and when it was taken again."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, Session, col, select

from models.account.member import Member, Operator
from models.account.role import DESK_ROLES, DeskRole
from models.kernel.act import Somebody
from models.kernel.record import Record, belongs_to, long_text, moment, row_id, word

_STANDS = text("taken_at IS NULL")
_KNOWN = ", ".join(f"'{role.name}'" for role in DESK_ROLES)


class DeskAppointment(Record, table=True):
    """Rows are only added, and ended once. `given_by` is empty where the program gave it: the first admin, and those
    who worked the desk before there were roles."""

    __table_args__ = (
        CheckConstraint(f"role IN ({_KNOWN})", name="role_known"),
        CheckConstraint("taken_at IS NOT NULL OR taken_by IS NULL", name="taken_at_some_time"),
        Index(
            "uq_desk_appointment_stands",
            "member_id",
            "role",
            unique=True,
            sqlite_where=_STANDS,
            postgresql_where=_STANDS,
        ),
    )

    id: int = row_id()
    member_id: int = belongs_to("member.id")
    role: DeskRole = word(12)
    given_by: int | None = belongs_to("member.id", default=None, nullable=True, index=False)
    given_at: datetime = moment()
    given_why: str = long_text(default="")
    taken_by: int | None = Field(default=None, foreign_key="member.id")
    taken_at: datetime | None = moment(default=None, nullable=True)
    taken_why: str = long_text(default="")


def roles_of(session: Session, member: Somebody) -> frozenset[DeskRole]:
    """What a member may do at the desk now: nothing where they do not work there."""
    stands: Any = select(DeskAppointment.role).where(DeskAppointment.member_id == member.id)
    return frozenset(session.exec(stands.where(col(DeskAppointment.taken_at).is_(None))))


def works_at_desk(session: Session, member_id: int | None) -> bool:
    """Whether a member works the desk now."""
    known = select(Operator.member_id).where(Operator.member_id == member_id)
    return member_id is not None and session.exec(known).first() is not None


def worked_at_desk(session: Session, member_id: int | None, at: datetime) -> bool:
    """Whether a member worked the desk at that moment: what an operator decided stays an operator's word."""
    then = select(DeskAppointment.id).where(
        DeskAppointment.member_id == member_id,
        col(DeskAppointment.given_at) <= at,
        col(DeskAppointment.taken_at).is_(None) | (col(DeskAppointment.taken_at) > at),
    )
    return member_id is not None and session.exec(then.limit(1)).first() is not None


def members_with(session: Session, role: DeskRole) -> list[Member]:
    """Who has this role now and may use it, the longest first: nobody who is stopped."""
    having = select(Member).join(DeskAppointment, col(DeskAppointment.member_id) == Member.id)
    stands = (DeskAppointment.role == role, col(DeskAppointment.taken_at).is_(None), ~col(Member.stopped))
    return list(session.exec(having.where(*stands).order_by(col(DeskAppointment.id))))


def appointments_of(session: Session, member: Somebody) -> list[DeskAppointment]:
    """All that a member was ever given at the desk, the newest first."""
    rows = select(DeskAppointment).where(DeskAppointment.member_id == member.id)
    return list(session.exec(rows.order_by(col(DeskAppointment.id).desc())))
