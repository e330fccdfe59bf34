"""A lower limit takes no pick away; it only lets no further one in."""

from datetime import datetime

from sqlmodel import Session, col, func, select

from models.kernel.errors import N_
from models.kernel.rules import Rules
from models.shop.shop import Shop
from models.stories.setting import Consequence


def _count(session: Session, rules: Rules, at: datetime) -> int:
    return session.exec(select(func.count()).select_from(Shop).where(col(Shop.picks_count) > rules.pick_limit)).one()


CONSEQUENCE = Consequence("pick_limit", 10, N_("选品已经超过新上限的店：%(num)s 家。选好的都在，只是不能再加"), _count)
