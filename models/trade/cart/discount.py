"""What a coupon takes off the lines of an order: on which it counts, what each can bear, which ones a visitor has.

The rule follows whose money it is. A supplier's coupon takes nine tenths of a line at most: the rest carries commission
and fee. A shop's comes out of what the line earns it and never takes more, so nobody is paid for goods that were given
away, and no shop owes for having sold.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from models.coupon.claiming import claims_of
from models.coupon.coupon import MOST_OFF_BP, Coupon, CouponClaim
from models.coupon.reduction import face, reduction
from models.kernel.money import WHOLE, Money
from models.trade.cart.lines import QuotedLine


@dataclass(frozen=True, slots=True)
class Discount:
    """What a coupon takes off each line, by the cart lines' ids; lines it does not count on are not named. `face` is
    what it would take off if they could bear it, `lacks` what they are short of the least it asks for."""

    coupon: Coupon
    off: dict[int, Money]
    face: Money
    lacks: Money

    @property
    def total(self) -> Money:
        """All of it."""
        return Money(sum(self.off.values()))

    @property
    def is_cut(self) -> bool:
        """Whether it gives less than it says."""
        return self.total < self.face


@dataclass(frozen=True, slots=True)
class UsableCoupon:
    """A claim, and what its coupon takes off. `is_claimed` False: the claim is only thought of (offered.py), and made
    where the order is placed."""

    claim: CouponClaim
    discount: Discount
    is_claimed: bool = True

    def has_code(self, code: str | None) -> bool:
        """Whether a form that names this code means it, before and after it was claimed."""
        return code in (self.claim.code, self.discount.coupon.code)


def discount_of(coupon: Coupon, lines: Sequence[QuotedLine]) -> Discount:
    """What a coupon takes off these lines at today's prices."""
    counted = [line for line in lines if counts_on(coupon, line)]
    amounts = [line.gross for line in counted]
    caps = [cap(coupon.payer, amount, line.rate_bp) for line, amount in zip(counted, amounts, strict=True)]
    off = reduction(coupon, amounts, caps)
    return Discount(
        coupon,
        {line.id: taken for line, taken in zip(counted, off, strict=True) if taken},
        face=face(coupon, Money(sum(amounts))),
        lacks=Money(max(0, coupon.minimum - sum(amounts))),
    )


def usable_coupon(claim: CouponClaim, lines: Sequence[QuotedLine]) -> UsableCoupon:
    """A claim with what it takes off these lines, also where that is nothing."""
    return UsableCoupon(claim, discount_of(claim.coupon, lines))


def counts_on(coupon: Coupon, line: QuotedLine) -> bool:
    """Whether a coupon is for this line."""
    return coupon.counts_on(shop_id=line.shop_id, supplier_id=line.supplier.id, goods_id=line.goods_id)


def cap(payer: str, gross: Money, commission_bp: int) -> Money:
    """The most that a line of this price can bear. Of a shop's coupon the largest d that is no more than the commission
    on what is left, d <= (gross - d) x bp / 10,000; as d is whole, flooring that commission does not change it."""
    if payer == "supplier":
        return gross.share(MOST_OFF_BP)
    return Money(int(gross) * commission_bp // (WHOLE + commission_bp))


def usable_coupons(session: Session, visitor: str, lines: Sequence[QuotedLine], *, at: datetime) -> list[UsableCoupon]:
    """A visitor's claimed coupons that count on any of these lines, one of each, the most helpful first; those that
    would take nothing off yet come last."""
    claims = {claim.coupon_id: claim for claim in reversed(claims_of(session, visitor, at=at))}
    counting = [claim for claim in claims.values() if any(counts_on(claim.coupon, line) for line in lines)]
    found = [usable_coupon(claim, lines) for claim in counting]
    return sorted(found, key=lambda usable: (-usable.discount.total, usable.discount.lacks, usable.claim.id))
