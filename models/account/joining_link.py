"""A joining link: an address by which somebody comes in to work, once, until it is over. An admin makes it for the
desk, a supplier's owner for the staff; what it opens is decided in desk/joining.py and in supplier/hiring.py."""

import hashlib
import hmac
from datetime import datetime
from typing import Literal

from sqlalchemy import CheckConstraint
from sqlmodel import Field, Session, select

from models.kernel.codes import new_token
from models.kernel.record import Record, belongs_to, json_list, moment, row_id

JoiningState = Literal["open", "used", "revoked", "over"]
_JOINT = "."


class JoiningLink(Record, table=True):
    """The row keeps half of the address, as a reset link does: who reads the table opens nothing. Without a supplier it
    leads to the desk. `called` is whom it was made for, in the maker's words."""

    __table_args__ = (
        CheckConstraint("used_at IS NULL OR revoked_at IS NULL", name="used_or_revoked"),
        CheckConstraint("(used_at IS NULL) = (used_by IS NULL)", name="used_by_somebody"),
    )

    id: int = row_id()
    mark: str = Field(default_factory=new_token, unique=True, max_length=24)
    supplier_id: int | None = belongs_to("supplier.id", default=None, nullable=True)
    called: str = Field(max_length=20)
    roles: list[str] = json_list()
    made_by: int = belongs_to("member.id")
    made_at: datetime = moment()
    until: datetime = moment()
    used_by: int | None = Field(default=None, foreign_key="member.id")
    used_at: datetime | None = moment(default=None, nullable=True)
    revoked_by: int | None = Field(default=None, foreign_key="member.id")
    revoked_at: datetime | None = moment(default=None, nullable=True)

    def stands(self, at: datetime) -> JoiningState:
        """Whether it still opens anything."""
        if self.used_at is not None:
            return "used"
        if self.revoked_at is not None:
            return "revoked"
        return "open" if self.until > at else "over"

    def address(self, secret: str) -> str:
        """The last part of its address."""
        return f"{self.mark}{_JOINT}{_other_half(self.mark, secret)}"


def joining_link_at(session: Session, address: str, *, secret: str) -> JoiningLink | None:
    """The link of this address, whatever has become of it."""
    mark, _, half = address[:100].partition(_JOINT)
    if not hmac.compare_digest(half.encode(), _other_half(mark, secret).encode()):
        return None
    return session.exec(select(JoiningLink).where(JoiningLink.mark == mark)).first()


def _other_half(mark: str, secret: str) -> str:
    return hmac.new(secret.encode(), f"joining link\n{mark}".encode(), hashlib.sha256).hexdigest()[:32]
