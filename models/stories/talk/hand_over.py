"""An order is placed to be paid on delivery, or is paid: what its buyer asks from now on, the suppliers answer."""

from datetime import datetime

from sqlmodel import Session, select

from models.talk.handing import Handover, handover
from models.trade.order.order import Line, Order, Parcel


def handover_of(session: Session, order: Order, *, at: datetime) -> Handover:
    """Every line's conversation, to go on with its supplier; read before the lock."""
    found = select(Line.goods_id, Line.shop_id, Parcel.supplier_id).join(Parcel).where(Parcel.order_id == order.id)
    return handover(order.visitor, order.name, list(session.exec(found)), at=at)
