"""An order is placed to be paid on delivery, or is paid: what its buyer asks from now on, the suppliers answer."""

from datetime import datetime

from sqlmodel import Session, select

from models.talk.handing import hand_over
from models.trade.order.order import Line, Order, Parcel


def talk_goes_on(session: Session, order: Order, *, at: datetime) -> None:
    """Every line's conversation goes on with its supplier. A second call changes nothing."""
    query = select(Line.goods_id, Line.shop_id).join(Parcel).where(Parcel.order_id == order.id)
    lines = [(goods_id, shop_id) for goods_id, shop_id in session.exec(query)]
    hand_over(session, visitor=order.visitor, buyer=order.name, lines=lines, at=at)
