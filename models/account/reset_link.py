"""A reset link: an address with which a member who lost the password sets a new one, once, until it is over. An
operator makes it for somebody whom they know; what it opens is decided in resetting.py."""

import hashlib
import hmac
from datetime import datetime
from typing import Literal

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from models.kernel.codes import new_token
from models.kernel.record import Record, belongs_to, moment, row_id

LinkState = Literal["waiting", "open", "used", "over"]
_JOINT = "."


class ResetLink(Record, table=True):
    """The row keeps half of the address: the other half follows from it by the program's secret. So who reads the table
    opens nothing, and the operator can read the address again. One for an operator opens once a second operator has
    confirmed it."""

    __table_args__ = (
        CheckConstraint("made_by <> member_id", name="made_by_another"),
        CheckConstraint(
            "confirmed_by IS NULL OR (confirmed_by <> made_by AND confirmed_by <> member_id)",
            name="confirmed_by_a_third",
        ),
        CheckConstraint("(confirmed_by IS NULL) = (confirmed_at IS NULL)", name="confirmed_whole"),
    )

    id: int = row_id()
    mark: str = Field(default_factory=new_token, unique=True, max_length=24)
    member_id: int = belongs_to("member.id")
    made_by: int = belongs_to("member.id", index=False)
    made_at: datetime = moment()
    until: datetime = moment()
    used_at: datetime | None = moment(default=None, nullable=True)
    confirmed_by: int | None = belongs_to("member.id", index=False, default=None, nullable=True)
    confirmed_at: datetime | None = moment(default=None, nullable=True)

    def state(self, at: datetime) -> LinkState:
        """Whether it still opens anything."""
        if self.used_at is not None:
            return "used"
        return "open" if self.until > at else "over"

    def address(self, secret: str) -> str:
        """The last part of its address."""
        return f"{self.mark}{_JOINT}{_other_half(self.mark, secret)}"


def mark_in(address: str, secret: str) -> str | None:
    """The row's half of an address that is ours; nothing of another."""
    mark, _, half = address[:100].partition(_JOINT)
    return mark if hmac.compare_digest(half.encode(), _other_half(mark, secret).encode()) else None


def _other_half(mark: str, secret: str) -> str:
    return hmac.new(secret.encode(), f"reset link\n{mark}".encode(), hashlib.sha256).hexdigest()[:32]
