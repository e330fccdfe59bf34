"""What coupons have cost whoever pays them: claims know coupons, lines know discounts, this reads both."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from models.coupon.coupon import Coupon, CouponClaim
from models.kernel.money import Money
from models.kernel.record import table_of
from models.report.shop.orders import NOT_SOLD
from models.trade.order.order import Line, Order, Parcel

_claim, _order, _parcel, _line = table_of(CouponClaim), table_of(Order), table_of(Parcel), table_of(Line)
# Nobody bears anything of an order that was not paid for yet, or never will be.
_NOT_YET = ("unpaid", "cancelled")


def coupon_costs(session: Session, coupons: Sequence[Coupon]) -> dict[int, Money]:
    """By the coupon's id: what its payer bears of the orders it was used on, less what refunds took back, line by line
    as the books have it (models/books/figures.py)."""
    found: dict[int, Money] = defaultdict(lambda: Money(0))
    connection, whole = session.connection(), _line.c.refunded_amount == 0
    rows = connection.execute(_of(coupons, func.sum(_line.c.discount)).where(whole).group_by(_claim.c.coupon_id))
    for coupon_id, borne in rows:
        found[coupon_id] += Money(borne)
    figures = (_line.c.price, _line.c.quantity, _line.c.discount, _line.c.refunded_amount)
    for coupon_id, price, quantity, discount, refunded in connection.execute(_of(coupons, *figures).where(~whole)):
        amount = int(price * quantity - discount)
        found[coupon_id] += Money(int(discount) * (amount - int(refunded)) // amount)
    return dict(found)


def _of(coupons: Sequence[Coupon], *columns: Any) -> Any:
    used = select(_claim.c.coupon_id, *columns).join_from(_claim, _order, _order.c.number == _claim.c.order_number)
    used = used.join(_parcel, _parcel.c.order_id == _order.c.id).join(_line, _line.c.parcel_id == _parcel.c.id)
    return used.where(
        _claim.c.coupon_id.in_([coupon.id for coupon in coupons]),
        _line.c.discount > 0,
        _order.c.state.not_in(_NOT_YET),
        _parcel.c.state.not_in(NOT_SOLD),
    )
