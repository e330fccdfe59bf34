"""A verdict: what an operator decided in the queue about one thing, and whether it was taken back."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from models.kernel.record import Record, belongs_to, long_text, moment, row_id, said_text


class Verdict(Record, table=True):
    """`verb` is the kind's own name for what was decided, `lot` the code of all that one press decided. `until` is when
    it can no longer be taken back; empty where it never can."""

    __table_args__ = (
        CheckConstraint("taken_back_at IS NULL OR until IS NOT NULL", name="only_what_may_be_taken_back"),
        Index("ix_verdict_kind_subject", "kind", "subject"),
        Index("ix_verdict_member_id_at", "member_id", "at"),
    )

    id: int = row_id()
    lot: str = Field(max_length=10, index=True)
    kind: str = Field(max_length=16)
    subject: str = Field(max_length=20)
    title: str = said_text()
    verb: str = Field(max_length=12)
    member_id: int = belongs_to("member.id", index=False)
    at: datetime = moment(index=True)
    why: str = long_text(default="")
    until: datetime | None = moment(default=None, nullable=True)
    taken_back_at: datetime | None = moment(default=None, nullable=True)
