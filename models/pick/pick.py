"""A pick: one goods in one shop, with the recommendation reason."""

from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, Relationship

from models.catalogue.goods.goods import Goods
from models.kernel.record import Record, belongs_to, moment, row_id
from models.shop.shop import Shop


class Pick(Record, table=True):
    """Pinned picks come first, then by position, highest first: the newest pick stands on top until it is moved."""

    __table_args__ = (
        UniqueConstraint("shop_id", "goods_id"),
        CheckConstraint("length(reason) <= 200", name="reason_at_most_200"),
    )

    id: int = row_id()
    shop_id: int = belongs_to("shop.id", index=False)
    goods_id: int = belongs_to("goods.id")
    reason: str = Field(default="", max_length=200)
    reason_at: datetime | None = moment(default=None, nullable=True)
    position: int
    picked_at: datetime = moment()
    pinned_at: datetime | None = moment(default=None, nullable=True)
    hidden_at: datetime | None = moment(default=None, nullable=True)

    goods: Goods = Relationship()
    shop: Shop = Relationship()

    def recommend(self, reason: str, *, at: datetime) -> None:
        """Writes the recommendation; the caller has checked its length."""
        self.reason, self.reason_at = reason, at if reason else None

    def pin(self, *, at: datetime) -> None:
        """Puts it before all that are not pinned."""
        self.pinned_at = at

    def unpin(self) -> None:
        """Back among the others."""
        self.pinned_at = None

    def hide(self, *, at: datetime) -> None:
        """Buyers no longer see it; printed links to it still open."""
        self.hidden_at = at

    def show(self) -> None:
        """Buyers see it again."""
        self.hidden_at = None
