"""A member's identity: name and number of the card, sealed. A row is never rewritten; another number is another row."""

from datetime import datetime
from typing import Literal

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from models.kernel.record import Record, belongs_to, moment, row_id, word
from models.kernel.sealing import sealed_text
from models.kernel.steps import Steps, state_check

IDENTITY_PURPOSE = "identity of a member"
IdentityState = Literal["given", "proven", "refused", "replaced"]
IdentityStep = Literal["prove", "refuse", "replace", "undecide"]
IDENTITY_STEPS: Steps[IdentityStep, IdentityState] = {
    "prove": (("given",), "proven"),
    "refuse": (("given",), "refused"),
    "replace": (("given", "proven"), "replaced"),
    "undecide": (("proven", "refused"), "given"),
}
_LIVING = text("state IN ('given', 'proven')")
_PROVEN = text("state = 'proven'")


class Identity(Record, table=True):
    """`digest` is a keyed one of the number, by which one card is one account: of several that name it one is proven,
    and whoever decides sees the others. What is neither given nor proven is deleted some days later
    (forgetting.py)."""

    __table_args__ = (
        CheckConstraint(state_check(IDENTITY_STEPS, "given"), name="state_known"),
        CheckConstraint("sealed_name <> '' AND sealed_number <> ''", name="whole"),
        CheckConstraint("(state = 'given') = (decided_at IS NULL)", name="decided"),
        Index("ix_identity_digest", "digest"),
        Index("uq_identity_digest_proven", "digest", unique=True, sqlite_where=_PROVEN, postgresql_where=_PROVEN),
        Index("uq_identity_member_living", "member_id", unique=True, sqlite_where=_LIVING, postgresql_where=_LIVING),
    )

    id: int = row_id()
    member_id: int = belongs_to("member.id")
    sealed_name: str = sealed_text(IDENTITY_PURPOSE)
    sealed_number: str = sealed_text(IDENTITY_PURPOSE)
    digest: str = Field(max_length=64)
    last4: str = Field(max_length=4)
    state: IdentityState = word(10, default="given")
    given_at: datetime = moment()
    decided_at: datetime | None = moment(default=None, nullable=True, index=True)
