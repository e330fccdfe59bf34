"""A violation: that a shop broke the network's rules. It costs points, which count until they lapse or an operator
lifts it. One appeal against it, and what follows from too many points: an operator decides whether the shop is closed.
Verbs: violations.py, appealing.py, closing.py; what points take away: points.py."""

from datetime import datetime
from typing import Literal

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, Relationship

from models.kernel.errors import N_
from models.kernel.record import Record, belongs_to, long_text, moment, row_id, word
from models.kernel.sealed_files import sealed_file
from models.shop.shop import Shop

EVIDENCE_PURPOSE = "evidence of a violation"
EvidenceKind = Literal["", "order", "goods", "talk"]
AppealState = Literal["waiting", "granted", "rejected"]
ClosingState = Literal["waiting", "closed", "dropped"]
_WAITS = text("state = 'waiting'")


class ShopViolation(Record, table=True):
    """`kind` is what the network's table called it when it was noted, `points` what that cost, `lapses_at` from when on
    it no longer counts. The evidence is an order, goods or a conversation (`about`, by its public code), a picture, or
    both: its sealed file stands in `sealed_picture`, until it is deleted some days after the violation counts no more.
    `picture` names one that was kept before they were sealed (evidence.py). `once` is the mark of the operator's
    form."""

    __table_args__ = (
        CheckConstraint("(lifted_at IS NULL) = (lifted_by IS NULL)", name="lifted_by_somebody"),
        CheckConstraint("points BETWEEN 0 AND 99", name="points_make_sense"),
        CheckConstraint("lapses_at > noted_at", name="lapses_later"),
        CheckConstraint("about IN ('', 'order', 'goods', 'talk')", name="about_known"),
        CheckConstraint("(about = '') = (about_code = '')", name="about_has_its_code"),
        CheckConstraint("sealed_picture IS NULL OR picture_gone_at IS NULL", name="picture_or_gone"),
    )

    id: int = row_id()
    code: str = Field(unique=True, max_length=8)
    shop_id: int = belongs_to("shop.id")
    kind: str = Field(max_length=20)
    points: int
    lapses_at: datetime = moment()
    why: str = long_text()
    about: EvidenceKind = word(8, default="")
    about_code: str = Field(default="", max_length=16)
    picture: str | None = Field(default=None, max_length=32)
    sealed_picture: str | None = sealed_file(EVIDENCE_PURPOSE, default=None, nullable=True)
    picture_gone_at: datetime | None = moment(default=None, nullable=True)
    once: str = Field(unique=True, max_length=48)
    noted_by: int = belongs_to("member.id", index=False)
    noted_at: datetime = moment()
    lifted_by: int | None = belongs_to("member.id", default=None, nullable=True, index=False)
    lifted_at: datetime | None = moment(default=None, nullable=True)
    lifted_why: str = long_text(default="")

    shop: Shop = Relationship()

    def counts(self, at: datetime) -> bool:
        """Whether its points are counted."""
        return self.lifted_at is None and at < self.lapses_at


class Appeal(Record, table=True):
    """The keeper's word against a violation, once. Another operator than the one who noted it decides."""

    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'granted', 'rejected')", name="state_known"),
        CheckConstraint("(state = 'waiting') = (decided_by IS NULL)", name="decided_by_somebody"),
        CheckConstraint("(decided_at IS NULL) = (decided_by IS NULL)", name="decided_some_time"),
        Index("ix_appeal_waiting", "asked_at", "id", sqlite_where=_WAITS, postgresql_where=_WAITS),
    )

    id: int = row_id()
    code: str = Field(unique=True, max_length=8)
    violation_id: int = Field(foreign_key="shop_violation.id", unique=True)
    words: str = long_text()
    asked_at: datetime = moment()
    state: AppealState = word(8, default="waiting")
    decided_by: int | None = belongs_to("member.id", default=None, nullable=True, index=False)
    decided_at: datetime | None = moment(default=None, nullable=True)
    why: str = long_text(default="")

    violation: ShopViolation = Relationship()


class ShopClosing(Record, table=True):
    """That a shop's points ask for a decision: close it, or not for now. `points` are those when it was put to the
    desk."""

    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'closed', 'dropped')", name="state_known"),
        CheckConstraint("(state = 'waiting') = (decided_by IS NULL)", name="decided_by_somebody"),
        CheckConstraint("(decided_at IS NULL) = (decided_by IS NULL)", name="decided_some_time"),
        Index("ix_shop_closing_waiting", "put_at", "id", sqlite_where=_WAITS, postgresql_where=_WAITS),
        # One question a shop at a time.
        Index("uq_shop_closing_waiting", "shop_id", unique=True, sqlite_where=_WAITS, postgresql_where=_WAITS),
    )

    id: int = row_id()
    code: str = Field(unique=True, max_length=8)
    shop_id: int = belongs_to("shop.id")
    points: int
    put_at: datetime = moment()
    state: ClosingState = word(8, default="waiting")
    decided_by: int | None = belongs_to("member.id", default=None, nullable=True, index=False)
    decided_at: datetime | None = moment(default=None, nullable=True)
    why: str = long_text(default="")

    shop: Shop = Relationship()


# What people say of them, by noun and value.
VIOLATION_WORDS = {
    "evidence": {"order": N_("订单"), "goods": N_("商品"), "talk": N_("对话")},
    "appeal": {"waiting": N_("申诉等答复"), "granted": N_("申诉成立"), "rejected": N_("申诉没有成立")},
}
