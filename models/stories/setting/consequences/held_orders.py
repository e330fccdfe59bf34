"""Orders that stand stay; a phone over the limit only places no further one."""

from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import Session

from models.kernel.errors import N_
from models.kernel.rules import Rules
from models.stories.setting import Consequence
from models.trade.order.holding import HELD_BY_PHONE


def _count(session: Session, rules: Rules, at: datetime) -> int:
    held = HELD_BY_PHONE.subquery()
    over = select(func.count()).select_from(held).where(held.c.orders > rules.held_orders)
    return int(session.connection().execute(over).scalar_one())


CONSEQUENCE = Consequence(
    "held_orders", 50, N_("没付款、没发完的单子已经超过新上限的手机号：%(num)s 个。已下的单不动，只是不能再下"), _count
)
