"""In hand: that an operator looks at one thing that waits, so that nobody else decides it meanwhile."""

from datetime import datetime
from typing import Literal

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from models.kernel.record import Record, belongs_to, moment, row_id, word

HandEnd = Literal["", "let_go", "decided", "lapsed"]
# The longest code that a kind has.
IN_HAND_SUBJECT = 20
_OPEN = text("ended_at IS NULL")


class InHand(Record, table=True):
    """`kind` and `subject` name the thing, as the queue's addresses do. A thing is in one hand at most; past `until`
    the next may take it. The rows stay: who had it, from when to when, and how it ended."""

    __table_args__ = (
        CheckConstraint("ended IN ('', 'let_go', 'decided', 'lapsed')", name="end_known"),
        CheckConstraint("(ended = '') = (ended_at IS NULL)", name="ended_has_its_time"),
        CheckConstraint("until > since", name="lasts"),
        Index("uq_in_hand_one", "kind", "subject", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_in_hand_open_member_id", "member_id", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_in_hand_open_until", "until", sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    id: int = row_id()
    kind: str = Field(max_length=16)
    subject: str = Field(max_length=IN_HAND_SUBJECT)
    member_id: int = belongs_to("member.id", index=False)
    since: datetime = moment()
    until: datetime = moment()
    ended_at: datetime | None = moment(default=None, nullable=True)
    ended: HandEnd = word(8, default="")
