"""Orders that were placed here: they stay."""

from sqlalchemy import func
from sqlmodel import Session, select

from models.kernel.errors import N_
from models.stories.erase import BrowserTraceKind, Whose
from models.trade.order.order import Order


def _count(session: Session, whose: Whose) -> int:
    return session.exec(select(func.count()).select_from(Order).where(Order.visitor == whose.visitor)).one()


BROWSER_TRACE = BrowserTraceKind(
    "order",
    80,
    N_("在这里下的订单"),
    N_("留着：法律要求交易记录至少保存三年。评价和售后跟着订单。用订单号和手机号能找回来。"),
    (Order.__tablename__,),
    _count,
)
