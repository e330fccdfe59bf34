"""A coupon of the shop's own that nobody uses."""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import bindparam, exists, select

from models.coupon.coupon import Coupon, CouponClaim
from models.kernel.errors import N_
from models.kernel.prebuilt import Prebuilt
from models.kernel.record import table_of
from models.report.next_steps import NextStep, NextStepKind, ShopNow

# It has had its time by then.
_AFTER = timedelta(days=7)
_coupon, _claim = table_of(Coupon), table_of(CouponClaim)
_used = exists().where(_claim.c.coupon_id == _coupon.c.id, _claim.c.order_number.is_not(None)).correlate(_coupon)
_UNUSED = Prebuilt(
    select(_coupon.c.code, _coupon.c.title, _coupon.c.claimed)
    .where(
        _coupon.c.shop_id == bindparam("shop_id"),
        _coupon.c.stopped_at.is_(None),
        _coupon.c.begins_at <= bindparam("begun_by", type_=_coupon.c.begins_at.type),
        _coupon.c.ends_at > bindparam("at", type_=_coupon.c.ends_at.type),
        ~_used,
    )
    .order_by(_coupon.c.ends_at, _coupon.c.id)
    .limit(10)
)


def _find(here: ShopNow) -> Iterable[NextStep]:
    given = {"shop_id": here.shop.id, "begun_by": here.at - _AFTER, "at": here.at}
    for row in _UNUSED.rows(here.session, given):
        yield NextStep("coupon", row.code, row.title, row.claimed, f"/console/coupons/{row.code}")


NEXT_STEP = NextStepKind(
    "coupon",
    6,
    N_("券“%(about)s”发了一周多，还没人用"),
    N_("领走 %(count)s 张，用掉 0 张。门槛也许高了，或者还没人知道。"),
    N_("看这张券"),
    _find,
)
