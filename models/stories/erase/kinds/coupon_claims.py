"""Coupons that were claimed and not used."""

from sqlalchemy import func
from sqlmodel import Session, col, select

from models.coupon.coupon import CouponClaim
from models.coupon.leaving import leave_claims
from models.kernel.errors import N_
from models.stories.erase import BrowserTraceKind, Whose


def _count(session: Session, whose: Whose) -> int:
    own = (CouponClaim.visitor == whose.visitor, col(CouponClaim.order_number).is_(None))
    return session.exec(select(func.count()).select_from(CouponClaim).where(*own)).one()


def _erase(session: Session, whose: Whose) -> None:
    leave_claims(session, whose.visitor)


BROWSER_TRACE = BrowserTraceKind(
    "coupon_claim",
    20,
    N_("领了没用的券"),
    N_("不再是谁的，领完的券先让给后来的人。用掉的跟着订单。"),
    (CouponClaim.__tablename__,),
    _count,
    _erase,
)
