"""What buyers find again: their orders, by the visitor cookie, by the order's own address, by its number and phone."""

import hmac

from sqlmodel import Session, col, select

from models.kernel.errors import N_, Refused
from models.kernel.reading.phones import readings
from models.kernel.text import narrow
from models.trade.order.order import Order

NOT_FOUND = N_("没有找到。请核对订单号，和下单时填的手机号")
_NOBODY = "0" * 11


def orders_of(session: Session, visitor: str, *, limit: int = 20) -> list[Order]:
    """A visitor's orders, newest first."""
    query = select(Order).where(col(Order.visitor) == visitor).order_by(col(Order.id).desc())
    return list(session.exec(query.limit(limit)))


def order_by_token(session: Session, token: str) -> Order | None:
    """The order behind its unguessable address."""
    return session.exec(select(Order).where(Order.token == token)).first()


def find_order(session: Session, number: str, telephone: str) -> Order:
    """The order of a number and the phone on it, however they were typed. Raises Refused with the same words, after
    the same work, whichever of the two is wrong."""
    plain = "".join(c for c in narrow(number) if c.isascii() and c.isalnum())[:16]
    order = session.exec(select(Order).where(Order.number == plain)).first()
    kept = order.phone if order else _NOBODY
    # Each is compared, also where the first is right already: time tells nothing.
    is_theirs = sum(hmac.compare_digest(kept, typed) for typed in readings(telephone)) > 0
    if order is None or not is_theirs:
        raise Refused("", NOT_FOUND)
    return order
