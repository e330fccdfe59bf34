"""Parcels under way count as received that many days after their last box left: some of them at once."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from models.kernel.errors import N_
from models.kernel.rules import Rules
from models.stories.setting import Consequence
from models.trade.order.order import Parcel


def _count(session: Session, rules: Rules, at: datetime) -> int:
    since = at - timedelta(days=rules.received_days)
    late = (Parcel.state == "shipped", col(Parcel.shipped_at) < since)
    return session.exec(select(func.count()).select_from(Parcel).where(*late)).one()


CONSEQUENCE = Consequence("received_days", 70, N_("按新的天数，马上就算收到的包裹：%(num)s 个"), _count)
