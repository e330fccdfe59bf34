"""Who was told a time to pay by keeps it: only later orders have another."""

from datetime import datetime

from sqlmodel import Session, func, select

from models.kernel.errors import N_
from models.kernel.rules import Rules
from models.stories.setting import Consequence
from models.trade.order.order import Order


def _count(session: Session, rules: Rules, at: datetime) -> int:
    return session.exec(select(func.count()).select_from(Order).where(Order.state == "unpaid")).one()


CONSEQUENCE = Consequence(
    "unpaid_minutes", 110, N_("只管以后下的单；正等着付款的 %(num)s 单，还按下单时说的时间"), _count
)
