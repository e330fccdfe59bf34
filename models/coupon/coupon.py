"""A coupon, and a buyer's claim of one. Who pays for it is stated: the shopkeeper or the supplier, never the other."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, Relationship

from models.catalogue.goods.goods import Goods
from models.catalogue.supplier.supplier import Supplier
from models.kernel.errors import N_
from models.kernel.money import Money
from models.kernel.reading.phones import LONGEST_PHONE
from models.kernel.record import Record, belongs_to, fen, moment, row_id
from models.shop.shop import Shop

# Of ten thousand: a coupon may be so many percent at most, and no fixed one may be more of the least it asks for. What
# is left carries commission and fee (an order of nothing cannot be paid).
MOST_OFF_BP = 9_000
_UNBOUND = text("order_number IS NULL AND lapsed_at IS NULL")


class Coupon(Record, table=True):
    """Paid by its shop (then it counts on everything in that shop) or by its supplier (on its goods, in any shop);
    where `goods_id` is set on these goods alone. Takes off either `off`, or `off_bp` up to `most_off`, once the lines
    it counts on come to `minimum`. `claimed` of `quota` are taken: one conditional update guards it. A buyer may take
    `per_buyer`, one at a time. `passphrase` is kept folded (passphrases.py); where `on_page` is set, a button on the
    pages gives it too. `stopped_at`: nobody can claim any more; what was claimed counts until `ends_at`."""

    __table_args__ = (
        CheckConstraint("(payer = 'shop' AND supplier_id IS NULL) OR payer = 'supplier'", name="payer_known"),
        CheckConstraint("(payer = 'shop') = (shop_id IS NOT NULL)", name="shop_pays_its_own"),
        CheckConstraint("(payer = 'supplier') = (supplier_id IS NOT NULL)", name="supplier_pays_its_own"),
        CheckConstraint("(off IS NULL) <> (off_bp IS NULL)", name="off_is_fixed_or_a_rate"),
        CheckConstraint("off IS NULL OR (off > 0 AND off * 10 <= minimum * 9)", name="off_within_minimum"),
        CheckConstraint(f"off_bp IS NULL OR off_bp BETWEEN 1 AND {MOST_OFF_BP}", name="off_is_a_rate"),
        CheckConstraint("most_off IS NULL OR (off_bp IS NOT NULL AND most_off > 0)", name="most_off_of_a_rate"),
        CheckConstraint("minimum >= 0", name="minimum_not_negative"),
        CheckConstraint("quota >= 1 AND claimed BETWEEN 0 AND quota", name="claimed_within_quota"),
        CheckConstraint("per_buyer BETWEEN 1 AND 10", name="per_buyer_from_1_to_10"),
        CheckConstraint("ends_at > begins_at", name="ends_after_it_begins"),
        CheckConstraint("on_page OR passphrase IS NOT NULL", name="can_be_claimed"),
    )

    id: int = row_id()
    code: str = Field(unique=True, max_length=8)
    payer: str = Field(max_length=8)
    shop_id: int | None = belongs_to("shop.id", default=None, nullable=True)
    supplier_id: int | None = belongs_to("supplier.id", default=None, nullable=True)
    goods_id: int | None = belongs_to("goods.id", default=None, nullable=True)
    title: str = Field(max_length=20)
    off: Money | None = fen(default=None, nullable=True)
    off_bp: int | None = None
    most_off: Money | None = fen(default=None, nullable=True)
    minimum: Money = fen(default=0)
    quota: int
    claimed: int = 0
    per_buyer: int = 1
    passphrase: str | None = Field(default=None, max_length=20, unique=True)
    on_page: bool = False
    begins_at: datetime = moment()
    ends_at: datetime = moment()
    made_at: datetime = moment()
    stopped_at: datetime | None = moment(default=None, nullable=True)

    shop: Shop | None = Relationship()
    supplier: Supplier | None = Relationship()
    goods: Goods | None = Relationship()

    def state_at(self, at: datetime) -> str:
        """How it stands: "ended", "stopped", "waiting" (not begun), "all_taken" or "running"."""
        return state_at(self, at)

    def counts_on(self, *, shop_id: int, supplier_id: int, goods_id: int) -> bool:
        """Whether goods of this supplier, bought in this shop, are what it takes something off."""
        if self.goods_id is not None and self.goods_id != goods_id:
            return False
        return self.shop_id == shop_id if self.payer == "shop" else self.supplier_id == supplier_id


class CouponClaim(Record, table=True):
    """A buyer has it: `nth` of what a buyer may take of this coupon, so that two taps at once cannot take two. Used on
    one order, with the phone number on it: who clears cookies gets no second one. A cancelled order gives it back. One
    that led to no order may lapse (lapsing.py); then somebody else has its place in the quota."""

    __table_args__ = (
        UniqueConstraint("coupon_id", "visitor", "nth", name="uq_coupon_claim_coupon_visitor_nth"),
        CheckConstraint("nth >= 1", name="nth_from_1"),
        CheckConstraint("(order_number IS NULL) = (used_at IS NULL)", name="used_has_its_time"),
        CheckConstraint("(order_number IS NULL) = (phone IS NULL)", name="used_has_its_phone"),
        CheckConstraint("lapsed_at IS NULL OR order_number IS NULL", name="lapsed_is_unused"),
        Index("ix_coupon_claim_unbound", "coupon_id", "claimed_at", sqlite_where=_UNBOUND, postgresql_where=_UNBOUND),
    )

    id: int = row_id()
    code: str = Field(unique=True, max_length=12)
    coupon_id: int = belongs_to("coupon.id")
    visitor: str = Field(max_length=32, index=True)
    nth: int
    claimed_at: datetime = moment()
    # The order's number, and not its id: trade knows coupons, coupons do not know trade.
    order_number: str | None = Field(default=None, max_length=16, unique=True)
    phone: str | None = Field(default=None, max_length=LONGEST_PHONE)
    used_at: datetime | None = moment(default=None, nullable=True)
    lapsed_at: datetime | None = moment(default=None, nullable=True)

    coupon: Coupon = Relationship()


# What people call them, by noun and value.
COUPON_WORDS = {
    "coupon": {
        "waiting": N_("未开始"),
        "running": N_("进行中"),
        "all_taken": N_("已领完"),
        "ended": N_("已结束"),
        "stopped": N_("已停发"),
    },
}


def state_at(coupon: Any, at: datetime) -> str:
    """The state of a record, or of a plain row with its columns."""
    if coupon.ends_at <= at:
        return "ended"
    if coupon.stopped_at is not None:
        return "stopped"
    if coupon.begins_at > at:
        return "waiting"
    return "all_taken" if coupon.claimed >= coupon.quota else "running"
