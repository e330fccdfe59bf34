"""What a phone holds that nobody has paid for: pieces off the shelf, unproven. It may hold only so much of it.

A phone number proves nothing: anybody can type somebody else's. So cash on delivery, which holds until the parcel
comes, never stands in the way of paying at once; and what waits for its payment is over by itself.
"""

from dataclasses import dataclass

from sqlalchemy import bindparam, case, func, select
from sqlmodel import Session

from models.kernel.errors import N_, Refused
from models.kernel.prebuilt import Prebuilt
from models.kernel.record import table_of
from models.kernel.rules import Rules
from models.trade.order.order import Line, Order, Parcel

_order, _parcel, _line = table_of(Order), table_of(Parcel), table_of(Line)
_on_hand = _line.c.quantity - _line.c.shipped - _line.c.refunded_unshipped
_UNPAID = case((_order.c.state == "unpaid", 1), else_=0)
_STANDS = (
    _order.c.state.in_(("unpaid", "placed")),
    _parcel.c.state.in_(("waiting", "to_ship", "part_shipped")),
)
_HELD = Prebuilt(
    select(
        _UNPAID.label("waits"),
        func.count(_order.c.id.distinct()).label("orders"),
        func.coalesce(func.sum(_on_hand), 0).label("pieces"),
    )
    .join_from(_order, _parcel, _parcel.c.order_id == _order.c.id)
    .join(_line, _line.c.parcel_id == _parcel.c.id)
    .where(
        _order.c.phone == bindparam("phone"),
        *_STANDS,
    )
    .group_by(_UNPAID)
)

# The same of every phone that holds anything, for whoever counts them.
HELD_BY_PHONE = (
    select(
        _order.c.phone,
        func.count(_order.c.id.distinct()).label("orders"),
        func.sum(_on_hand).label("pieces"),
    )
    .join_from(_order, _parcel, _parcel.c.order_id == _order.c.id)
    .join(_line, _line.c.parcel_id == _parcel.c.id)
    .where(*_STANDS)
    .group_by(_order.c.phone)
)


@dataclass(frozen=True, slots=True)
class Holding:
    """Orders that nobody paid for, and their pieces that are still to be sent."""

    orders: int = 0
    pieces: int = 0


def held_by(session: Session, phone: str, *, prepaid: bool) -> Holding:
    """What stands in the way of one more order of this phone: of one that is paid at once, what waits for its payment;
    of one for cash, all of it."""
    session.flush()
    rows = _HELD.rows(session, {"phone": phone})
    counted = [row for row in rows if row.waits or not prepaid]
    return Holding(sum(row.orders for row in counted), sum(int(row.pieces) for row in counted))


def too_much(held: Holding, pieces: int, *, prepaid: bool, rules: Rules) -> Refused | None:
    """Why a phone that holds this much cannot order so many pieces more; None where it can."""
    if not prepaid and pieces > rules.cash_pieces:
        words = N_("货到付款一单最多 %(most)s 件，这单有 %(pieces)s 件。换一种付款方式，或者少买一些")
        return Refused("payment", words, most=rules.cash_pieces, pieces=pieces)
    if pieces > rules.held_pieces:
        return Refused("", N_("一单最多 %(most)s 件。分几次买：付完一单，再下一单"), most=rules.held_pieces)
    if held.orders < rules.held_orders and held.pieces + pieces <= rules.held_pieces:
        return None
    if prepaid:
        return Refused("phone", N_("这个手机号还有订单等着付款。先付掉或取消，再来下单"))
    return Refused("payment", N_("这个手机号还有没付款的东西没发完。先在线付款，或者等收到了再下单"))
