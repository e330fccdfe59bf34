"""Orders of another browser that were found again in this one."""

from sqlalchemy import func
from sqlmodel import Session, select

from models.kernel.errors import N_
from models.stories.erase import BrowserTraceKind, Whose
from models.trade.order.keeping import keep_no_orders
from models.trade.order.kept import KeptOrder


def _count(session: Session, whose: Whose) -> int:
    return session.exec(select(func.count()).select_from(KeptOrder).where(KeptOrder.visitor == whose.visitor)).one()


def _erase(session: Session, whose: Whose) -> None:
    keep_no_orders(session, whose.visitor)


BROWSER_TRACE = BrowserTraceKind(
    "kept_order",
    70,
    N_("在这里找回过的订单"),
    N_("不再连着这个浏览器。订单还在，用订单号和手机号能再找回来。"),
    (KeptOrder.__tablename__,),
    _count,
    _erase,
)
