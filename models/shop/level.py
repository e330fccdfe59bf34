"""Levels: the table operators edit, and which one each shop had in which month. Months are written "2026-11"."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from models.kernel.errors import N_
from models.kernel.money import Money
from models.kernel.record import Record, fen, moment, row_id

# From the lowest up.
SLUGS = ("newcomer", "senior", "elite", "super")


@dataclass(frozen=True, slots=True)
class LevelTerms:
    """What a level asks for (`sales` and `orders` settled in one month, both) and what it gives."""

    sales: Money
    orders: int
    bonus_bp: int = 0
    max_shops: int = 1
    featured_lessons: bool = False
    settles_days_earlier: int = 0
    invitations: int = 0

    def __str__(self) -> str:
        asked = f"{self.sales.yuan}, {self.orders} orders"
        given = f"{self.max_shops} shops, featured lessons {self.featured_lessons}, {self.invitations} invitations"
        return f"{asked}, {self.bonus_bp} bp, {given}, {self.settles_days_earlier} days earlier"


class Level(Record, table=True):
    """The terms of a level, in force from a month on until a later row of the same slug."""

    __table_args__ = (
        CheckConstraint(f"slug IN {SLUGS}", name="slug_known"),
        CheckConstraint("sales >= 0 AND orders >= 0", name="thresholds_not_negative"),
        CheckConstraint("slug <> 'newcomer' OR (sales = 0 AND orders = 0)", name="newcomer_is_open"),
        CheckConstraint("bonus_bp BETWEEN 0 AND 1000", name="bonus_is_a_rate"),
        CheckConstraint("max_shops >= 1 AND settles_days_earlier >= 0", name="privileges_make_sense"),
        CheckConstraint("invitations BETWEEN 0 AND 1000", name="invitations_make_sense"),
        UniqueConstraint("slug", "month", name="uq_level_slug_month"),
    )

    id: int = row_id()
    slug: str = Field(max_length=12)
    month: str = Field(max_length=7)
    sales: Money = fen()
    orders: int
    bonus_bp: int = 0
    max_shops: int = 1
    featured_lessons: bool = False
    settles_days_earlier: int = 0
    # How many people a keeper may invite in a month.
    invitations: int = 0

    @property
    def position(self) -> int:
        """0 for the lowest."""
        return SLUGS.index(self.slug)

    def adopt(self, terms: LevelTerms) -> None:
        """Asks for and gives what these terms say."""
        self.sales, self.orders, self.bonus_bp = terms.sales, terms.orders, terms.bonus_bp
        self.max_shops, self.featured_lessons = terms.max_shops, terms.featured_lessons
        self.settles_days_earlier, self.invitations = terms.settles_days_earlier, terms.invitations


class ShopLevel(Record, table=True):
    """The level a shop has from a month on, and last month's figures that it follows from."""

    __table_args__ = (
        CheckConstraint(f"slug IN {SLUGS}", name="slug_known"),
        UniqueConstraint("shop_id", "month", name="uq_shop_level_shop_month"),
    )

    id: int = row_id()
    shop_id: int = Field(foreign_key="shop.id")
    month: str = Field(max_length=7)
    slug: str = Field(max_length=12)
    sales: Money = fen()
    orders: int
    computed_at: datetime = moment()


# What people call them, by noun and value.
LEVEL_WORDS = {
    "level": {
        "newcomer": N_("新晋"),
        "senior": N_("资深"),
        "elite": N_("精英"),
        "super": N_("超级"),
    },
}
