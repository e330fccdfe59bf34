"""Money below the least stays where it is, and waits for more."""

from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import Session

from models.kernel.errors import N_
from models.kernel.rules import Rules
from models.ledger.balance import BALANCES
from models.stories.setting import Consequence

_PURSES = ("shop_available", "supplier_available")


def _count(session: Session, rules: Rules, at: datetime) -> int:
    held = BALANCES.subquery()
    few = select(func.count()).where(held.c.kind.in_(_PURSES), held.c.amount > 0)
    return int(session.connection().execute(few.where(held.c.amount < rules.withdrawal_min)).scalar_one())


CONSEQUENCE = Consequence("withdrawal_min", 30, N_("可提现的钱不到新下限、暂时提不了的：%(num)s 个账户"), _count)
