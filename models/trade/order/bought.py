"""What a phone has bought of goods that have a limit a buyer. Cancelled orders, parcels that came back and pieces given
back before they were sent do not count; the limit follows the phone on the order, in its one written form."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import and_, bindparam, func, select
from sqlmodel import Session

from models.catalogue.goods.goods import Goods
from models.kernel.errors import Refused
from models.kernel.prebuilt import Prebuilt
from models.kernel.record import table_of
from models.trade.cart.limits import LimitedGoods
from models.trade.order.order import Line, Order, Parcel
from models.trade.order.progress import FALLEN_AWAY

_order, _parcel, _line, _goods = table_of(Order), table_of(Parcel), table_of(Line), table_of(Goods)
_HERE = Prebuilt(
    select(func.coalesce(func.sum(_line.c.quantity - _line.c.refunded_unshipped), 0).label("pieces"))
    .join_from(_order, _parcel, _parcel.c.order_id == _order.c.id)
    .join(_line, _line.c.parcel_id == _parcel.c.id)
    .where(
        _order.c.phone == bindparam("phone"),
        _order.c.state != "cancelled",
        _parcel.c.state.not_in(FALLEN_AWAY),
        _line.c.goods_id == bindparam("goods_id"),
        _order.c.placed_at >= bindparam("since", type_=_order.c.placed_at.type),
    )
)
_LIMITED = (
    select(func.count())
    .join_from(_line, _parcel, _line.c.parcel_id == _parcel.c.id)
    .join(_goods, and_(_goods.c.id == _line.c.goods_id, _goods.c.per_buyer.is_not(None)))
    .where(_parcel.c.order_id == bindparam("order_id"))
)


def over_limit(session: Session, phone: str, limits: Sequence[LimitedGoods], *, at: datetime) -> Refused | None:
    """Why this phone cannot have what is wanted; None where it can. Asks nothing where nothing has a limit. Two orders
    of one phone ask one after the other: the phone's turn (docs/locking.md)."""
    for limit in limits:
        refusal = limit.refusal(_bought(session, phone, limit, at))
        if refusal:
            return refusal
    return None


def has_limited(session: Session, order: Order) -> bool:
    """Whether an order has goods with a limit: it stays with the phone that they count for."""
    return bool(session.connection().execute(_LIMITED, {"order_id": order.id}).scalar_one())


def _bought(session: Session, phone: str, limit: LimitedGoods, at: datetime) -> int:
    since = datetime.min.replace(tzinfo=at.tzinfo, year=2000) if limit.days is None else at - timedelta(days=limit.days)
    session.flush()
    row = {"phone": phone, "goods_id": limit.goods_id, "since": since}
    return int(_HERE.rows(session, row)[0].pieces)
