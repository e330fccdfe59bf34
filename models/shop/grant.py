"""A grant: that an operator lets a keeper open one more shop. What speaks against it: violation.py. Verbs:
granting.py."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field, Relationship

from models.account.member import Member
from models.kernel.record import Record, belongs_to, long_text, moment, row_id


class ShopGrant(Record, table=True):
    """One further shop. It is used once, or withdrawn before; the shop that used it names it (Shop.grant_id). `once` is
    the mark of the operator's form, so that a form sent twice grants once."""

    __table_args__ = (
        CheckConstraint("used_at IS NULL OR withdrawn_at IS NULL", name="used_or_withdrawn"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by IS NULL)", name="withdrawn_by_somebody"),
    )

    id: int = row_id()
    code: str = Field(unique=True, max_length=8)
    keeper_id: int = belongs_to("member.id")
    why: str = long_text()
    once: str = Field(unique=True, max_length=48)
    granted_by: int = belongs_to("member.id", index=False)
    granted_at: datetime = moment()
    used_at: datetime | None = moment(default=None, nullable=True)
    withdrawn_by: int | None = belongs_to("member.id", default=None, nullable=True, index=False)
    withdrawn_at: datetime | None = moment(default=None, nullable=True)
    withdrawn_why: str = long_text(default="")

    keeper: Member = Relationship(sa_relationship_kwargs={"foreign_keys": "ShopGrant.keeper_id"})

    @property
    def is_open(self) -> bool:
        """Whether a shop can still be opened with it."""
        return self.used_at is None and self.withdrawn_at is None
