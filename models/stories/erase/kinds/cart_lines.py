"""What lies in the cart."""

from sqlalchemy import func
from sqlmodel import Session, select

from models.kernel.errors import N_
from models.stories.erase import BrowserTraceKind, Whose
from models.trade.cart.cart import CartLine
from models.trade.cart.changing import empty_cart


def _count(session: Session, whose: Whose) -> int:
    return session.exec(select(func.count()).select_from(CartLine).where(CartLine.visitor == whose.visitor)).one()


def _erase(session: Session, whose: Whose) -> None:
    empty_cart(session, whose.visitor)


BROWSER_TRACE = BrowserTraceKind(
    "cart_line", 10, N_("购物车里的东西"), N_("删掉。"), (CartLine.__tablename__,), _count, _erase
)
