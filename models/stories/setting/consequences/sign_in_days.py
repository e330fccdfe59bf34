"""A sign-in out of use for longer is over."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from models.account.sign_in import SignIn
from models.kernel.errors import N_
from models.kernel.rules import Rules
from models.stories.setting import Consequence


def _count(session: Session, rules: Rules, at: datetime) -> int:
    since = at - timedelta(days=rules.sign_in_days)
    over = (col(SignIn.ended_at).is_(None), col(SignIn.last_used_at) < since)
    return session.exec(select(func.count()).select_from(SignIn).where(*over)).one()


CONSEQUENCE = Consequence("sign_in_days", 90, N_("太久没用、要重新登录的浏览器：%(num)s 个"), _count)
