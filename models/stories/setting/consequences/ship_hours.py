"""A parcel that has not left for longer is overdue, and its supplier is told."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from models.kernel.errors import N_
from models.kernel.rules import Rules
from models.payment.payment import Payment
from models.stories.news.kinds.orders import TO_SEND_SINCE
from models.stories.setting import Consequence
from models.trade.order.order import Order, Parcel


def _count(session: Session, rules: Rules, at: datetime) -> int:
    since = at - timedelta(hours=rules.ship_hours)
    late = (
        col(Parcel.state).in_(("to_ship", "part_shipped")),
        col(Parcel.ready_at).is_(None),
        since > TO_SEND_SINCE,
    )
    waiting = select(func.count()).select_from(Parcel).join(Order).join(Payment, col(Payment.order_id) == Order.id)
    return session.exec(waiting.where(*late)).one()


CONSEQUENCE = Consequence("ship_hours", 100, N_("按新的小时数，已经发晚了的包裹：%(num)s 个"), _count)
