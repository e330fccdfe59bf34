"""What buyers find again: their orders, by the visitor cookie or by the order's own address."""

from sqlmodel import Session, col, select

from models.trade.order import Order


def orders_of(session: Session, visitor: str, *, limit: int = 20) -> list[Order]:
    """A visitor's orders, newest first."""
    found = select(Order).where(col(Order.visitor) == visitor).order_by(col(Order.id).desc())
    return list(session.exec(found.limit(limit)))


def order_by_token(session: Session, token: str) -> Order | None:
    """The order behind its unguessable address."""
    return session.exec(select(Order).where(Order.token == token)).first()
