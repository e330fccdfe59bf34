"""A star keeper: one with an audience of proven size. Invited or by application, decided by the desk; verbs:
starring.py. Being one is asked for together with the points of that moment (`is_star`)."""

from datetime import datetime
from typing import Literal

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, Relationship

from models.account.member import Member
from models.kernel.errors import N_
from models.kernel.record import Record, belongs_to, long_text, moment, row_id, word

StarState = Literal["invited", "waiting", "granted", "refused", "ended"]
AudienceProof = Literal["", "measured", "declared"]
_STANDS = text("state IN ('invited', 'waiting', 'granted')")
_WAITS = text("state = 'waiting'")


class Star(Record, table=True):
    """One way to becoming a star keeper. `audience` is measured by our visitors or declared; `people` is how many a
    day, or how many followers; `place` where those follow, `picture` the code of the document that shows it.
    `invited_by` is the operator who asked the keeper."""

    __table_args__ = (
        CheckConstraint("state IN ('invited', 'waiting', 'granted', 'refused', 'ended')", name="state_known"),
        CheckConstraint("audience IN ('', 'measured', 'declared')", name="audience_known"),
        CheckConstraint("(audience = '') = (asked_at IS NULL)", name="asked_with_an_audience"),
        CheckConstraint("state NOT IN ('waiting', 'granted') OR asked_at IS NOT NULL", name="asked_first"),
        CheckConstraint("audience <> 'declared' OR picture IS NOT NULL", name="declared_is_shown"),
        CheckConstraint("(decided_at IS NULL) = (decided_by IS NULL)", name="decided_by_somebody"),
        CheckConstraint("people >= 0", name="people_not_negative"),
        # One at a time.
        Index("uq_star_standing", "keeper_id", unique=True, sqlite_where=_STANDS, postgresql_where=_STANDS),
        Index("ix_star_waiting", "asked_at", "id", sqlite_where=_WAITS, postgresql_where=_WAITS),
    )

    id: int = row_id()
    code: str = Field(unique=True, max_length=8)
    keeper_id: int = belongs_to("member.id")
    state: StarState = word(8)
    invited_by: int | None = belongs_to("member.id", default=None, nullable=True, index=False)
    begun_at: datetime = moment()
    audience: AudienceProof = word(8, default="")
    people: int = 0
    place: str = Field(default="", max_length=60)
    picture: str | None = Field(default=None, max_length=32)
    asked_at: datetime | None = moment(default=None, nullable=True)
    decided_by: int | None = belongs_to("member.id", default=None, nullable=True, index=False)
    decided_at: datetime | None = moment(default=None, nullable=True)
    why: str = long_text(default="")

    keeper: Member = Relationship(sa_relationship_kwargs={"foreign_keys": "Star.keeper_id"})


# What people say of it, by noun and value.
STAR_WORDS = {
    "star": {
        "invited": N_("平台请你当"),
        "waiting": N_("等平台看"),
        "granted": N_("红人掌柜"),
        "refused": N_("没有通过"),
        "ended": N_("不再是了"),
    },
    "audience": {"measured": N_("我们数的访客"), "declared": N_("别处的粉丝")},
}
