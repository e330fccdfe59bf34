"""Whose time for after-sales is over by the new days: their orders close, and their commission settles."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from models.kernel.errors import N_
from models.kernel.rules import Rules
from models.stories.setting import Consequence
from models.trade.order.order import Parcel


def _count(session: Session, rules: Rules, at: datetime) -> int:
    since = at - timedelta(days=rules.after_sale_days)
    over = (Parcel.state == "received", col(Parcel.received_at) < since)
    return session.exec(select(func.count()).select_from(Parcel).where(*over)).one()


CONSEQUENCE = Consequence("after_sale_days", 80, N_("按新的天数，售后期马上就过的包裹：%(num)s 个"), _count)
