"""Coupons that anybody may take by a button, and that help with these lines: a checkout offers them by itself, so that
nobody pays more for not having seen a button."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, or_
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from models.coupon.claiming import claim_state
from models.coupon.coupon import Coupon, CouponClaim
from models.coupon.lapsing import HAS_ROOM, lapse_before
from models.kernel.record import related
from models.kernel.rules import DEFAULT, Rules
from models.trade.cart.discount import UsableCoupon, discount_of, usable_coupons
from models.trade.cart.lines import QuotedLine

# Of shops and suppliers with many, those that end soonest are looked at.
MOST_LOOKED_AT = 30


def fitting_coupons(
    session: Session, visitor: str, lines: Sequence[QuotedLine], *, at: datetime, rules: Rules = DEFAULT
) -> list[UsableCoupon]:
    """What a visitor can use on these lines: the own coupons and the offered ones, the most helpful first; of equals
    the own one first, and what takes nothing off yet last."""
    own = usable_coupons(session, visitor, lines, at=at)
    both = own + offered_coupons(session, visitor, lines, at=at, rules=rules)
    return sorted(both, key=lambda one: (-one.discount.total, not one.is_claimed, one.discount.lacks))


def spent_by(session: Session, phone: str, coupons: Sequence[UsableCoupon]) -> list[UsableCoupon]:
    """Those of which this phone has used as many as a buyer may: a person who clears the cookies is another visitor
    with the same phone."""
    ids = [one.claim.coupon_id for one in coupons]
    if not phone or not ids:
        return []
    query = select(CouponClaim.coupon_id, func.count()).where(
        CouponClaim.phone == phone, col(CouponClaim.coupon_id).in_(ids)
    )
    used = dict(session.exec(query.group_by(col(CouponClaim.coupon_id))).all())
    return [one for one in coupons if used.get(one.claim.coupon_id, 0) >= one.discount.coupon.per_buyer]


def offered_coupons(
    session: Session, visitor: str, lines: Sequence[QuotedLine], *, at: datetime, rules: Rules = DEFAULT
) -> list[UsableCoupon]:
    """Those that the visitor has not taken, may take now, and that take something off."""
    if not lines:
        return []
    public = _public(session, visitor, lines, at, rules)
    found = [_thought_of(coupon, visitor, lines, at) for coupon in public]
    return [one for one in found if one.discount.total]


def _public(session: Session, visitor: str, lines: Sequence[QuotedLine], at: datetime, rules: Rules) -> list[Coupon]:
    shops, suppliers = {line.shop_id for line in lines}, {line.supplier.id for line in lines}
    mine = (
        CouponClaim.coupon_id == Coupon.id,
        CouponClaim.visitor == visitor,
        col(CouponClaim.lapsed_at).is_(None),
    )
    taken = select(func.count()).where(*mine)
    unused = select(CouponClaim.id).where(*mine, col(CouponClaim.order_number).is_(None))
    query = select(Coupon).where(
        Coupon.on_page,
        or_(col(Coupon.shop_id).in_(shops), col(Coupon.supplier_id).in_(suppliers)),
        or_(col(Coupon.goods_id).is_(None), col(Coupon.goods_id).in_({line.goods_id for line in lines})),
        col(Coupon.stopped_at).is_(None),
        Coupon.begins_at <= at,
        Coupon.ends_at > at,
        or_(col(Coupon.claimed) < col(Coupon.quota), HAS_ROOM),
        taken.scalar_subquery() < Coupon.per_buyer,
        ~unused.exists(),
    )
    query = query.order_by(col(Coupon.ends_at), col(Coupon.id)).limit(MOST_LOOKED_AT)
    query = query.options(joinedload(related(Coupon.shop)), joinedload(related(Coupon.supplier)))
    found = session.exec(query, params={"lapse_before": lapse_before(at, rules)}).all()
    return [coupon for coupon in found if claim_state(session, coupon, at=at, rules=rules) == "running"]


def _thought_of(coupon: Coupon, visitor: str, lines: Sequence[QuotedLine], at: datetime) -> UsableCoupon:
    """As if it were claimed: the row is never added to a session, its code is the coupon's own."""
    claim = CouponClaim(code=coupon.code, coupon_id=coupon.id, visitor=visitor, nth=1, claimed_at=at)
    return UsableCoupon(claim, discount_of(coupon, lines), is_claimed=False)
