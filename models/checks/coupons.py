"""Coupons against their claims, and what was taken off orders against the coupons that were used on them."""

from collections.abc import Iterator

from sqlalchemy import Connection, and_, case, func, or_, select

from models.checks.sums import count_of, money_of
from models.coupon.coupon import Coupon, CouponClaim
from models.kernel.fault import Fault
from models.kernel.record import table_of
from models.kernel.snapshot import stream
from models.trade.order.order import Line, Order, Parcel

_coupon, _claim = table_of(Coupon), table_of(CouponClaim)
_order, _parcel, _line = table_of(Order), table_of(Parcel), table_of(Line)


def claimed(connection: Connection) -> Iterator[Fault]:
    """As many claims stand of each coupon as it says were taken; those that lapsed do not."""
    claims = count_of(1, and_(_claim.c.coupon_id == _coupon.c.id, _claim.c.lapsed_at.is_(None)), _coupon)
    sums = select(_coupon.c.code, _coupon.c.claimed, claims.label("claims")).subquery()
    for row in stream(connection, select(sums).where(sums.c.claimed != sums.c.claims)):
        words = f"it says {row.claimed} were claimed, there are {row.claims} claims"
        yield Fault("coupon.claimed", f"coupon {row.code}", words)


def used(connection: Connection) -> Iterator[Fault]:
    """A claim is used on an order that stands and costs less for it."""
    query = select(_claim.c.code, _claim.c.order_number, _order.c.state)
    query = query.outerjoin_from(_claim, _order, _order.c.number == _claim.c.order_number)
    lost = or_(_order.c.id.is_(None), _order.c.state == "cancelled", _order.c.discount_total == 0)
    for row in stream(connection, query.where(_claim.c.order_number.is_not(None), lost)):
        if row.state is None:
            words = f"it was used on order {row.order_number}, which there is not"
        elif row.state == "cancelled":
            words = f"it was used on order {row.order_number}, which is cancelled"
        else:
            words = f"it was used on order {row.order_number}, which costs no less for it"
        yield Fault("coupon.used", f"claim {row.code}", words)


def discounts(connection: Connection) -> Iterator[Fault]:
    """What an order's lines have off is one used coupon's: on lines it counts on, and paid by whom it says."""
    counts = and_(
        _line.c.discount_payer == _coupon.c.payer,
        case(
            (_coupon.c.payer == "shop", _line.c.shop_id == _coupon.c.shop_id),
            else_=_parcel.c.supplier_id == _coupon.c.supplier_id,
        ),
        or_(_coupon.c.goods_id.is_(None), _coupon.c.goods_id == _line.c.goods_id),
    )
    mine = and_(_parcel.c.order_id == _order.c.id, _line.c.parcel_id == _parcel.c.id, counts)
    sums = (
        select(
            _order.c.number,
            _order.c.discount_total,
            func.coalesce(_coupon.c.code, "").label("coupon"),
            money_of(_line.c.discount, mine, (_order, _coupon)).label("off"),
        )
        .outerjoin_from(_order, _claim, _claim.c.order_number == _order.c.number)
        .outerjoin(_coupon, _coupon.c.id == _claim.c.coupon_id)
        .where(_order.c.discount_total > 0, _order.c.state != "cancelled")
        .subquery()
    )
    for row in stream(connection, select(sums).where(sums.c.discount_total != sums.c.off)):
        name = f"coupon {row.coupon}" if row.coupon else "no coupon"
        words = f"{row.discount_total.yuan} is off its lines; {name} accounts for {row.off.yuan}"
        yield Fault("order.coupon", f"order {row.number}", words)
