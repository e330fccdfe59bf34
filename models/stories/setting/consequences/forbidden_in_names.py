"""Names that stand stay; whoever writes one anew meets the rule."""

from datetime import datetime

from sqlmodel import Session, select

from models.kernel.errors import N_, Refused
from models.kernel.rules import Rules
from models.shop.opening import checked_name
from models.shop.shop import Shop
from models.stories.setting import Consequence


def _count(session: Session, rules: Rules, at: datetime) -> int:
    return sum(_is_refused(name, rules) for name in session.exec(select(Shop.name)))


def _is_refused(name: str, rules: Rules) -> bool:
    try:
        checked_name(name, rules)
    except Refused:
        return True
    return False


CONSEQUENCE = Consequence(
    "forbidden_in_names", 20, N_("店名里已经有这些字的店：%(num)s 家。名字先不动，改名时才按新的"), _count
)
