"""A claim is a wish until an order binds it. Where all of a coupon are taken, the oldest wish that is half an hour old
makes room for whoever asks now: who takes many and buys nothing keeps nobody else from it. Where there are enough, a
claim stands as long as its coupon.
"""

from datetime import datetime, timedelta

from sqlalchemy import and_, bindparam, exists, select, update
from sqlmodel import Session

from models.coupon.coupon import Coupon, CouponClaim
from models.kernel.clock import Moment
from models.kernel.record import table_of
from models.kernel.rules import Rules

_coupon, _claim = table_of(Coupon), table_of(CouponClaim)
# A statement with it is given `lapse_before`, by `lapse_before(at, rules)`.
MAY_LAPSE = and_(
    _claim.c.order_number.is_(None),
    _claim.c.lapsed_at.is_(None),
    _claim.c.claimed_at <= bindparam("lapse_before", type_=Moment),
)
# Of the coupon that a statement is about.
HAS_ROOM = exists().where(_claim.c.coupon_id == _coupon.c.id, MAY_LAPSE).correlate(_coupon)
_running = and_(
    _coupon.c.id == bindparam("coupon"),
    _coupon.c.stopped_at.is_(None),
    _coupon.c.begins_at <= bindparam("now", type_=Moment),
    _coupon.c.ends_at > bindparam("now", type_=Moment),
)
_HOLD = select(_coupon.c.id).where(_running).with_for_update(key_share=True)
_oldest = (
    select(_claim.c.id)
    .where(_claim.c.coupon_id == bindparam("coupon"), MAY_LAPSE)
    .order_by(_claim.c.claimed_at, _claim.c.id)
    .limit(1)
    .scalar_subquery()
)
_LAPSE = update(_claim).where(_claim.c.id == _oldest, MAY_LAPSE).values(lapsed_at=bindparam("now", type_=Moment))


def lapse_before(at: datetime, rules: Rules) -> datetime:
    """Claims that were made until then may lapse now."""
    return at - timedelta(minutes=rules.claim_minutes)


def may_lapse(session: Session, coupon: Coupon, *, at: datetime, rules: Rules) -> bool:
    """Whether a claim of this coupon makes room for whoever asks."""
    query = select(_claim.c.id).where(_claim.c.coupon_id == coupon.id, MAY_LAPSE).limit(1)
    given = {"lapse_before": lapse_before(at, rules)}
    return session.connection().execute(query, given).first() is not None


def lapse_oldest(session: Session, coupon_id: int, *, at: datetime, rules: Rules) -> bool:
    """The oldest claim that may lapses; whose place it had, is for the caller to say. Locks the coupon first, as all
    do. False where none may."""
    given = {"coupon": coupon_id, "now": at, "lapse_before": lapse_before(at, rules)}
    connection = session.connection()
    if connection.execute(_HOLD, given).first() is None:
        return False
    return connection.execute(_LAPSE, given).rowcount == 1
