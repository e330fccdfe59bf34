"""How many days before the end of the after-sale window a shop's commission is settled: what the level gives, or what
star keepers have, whichever is more."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session

from models.kernel.rules import Rules
from models.shop.levelling import levels_of
from models.shop.starring import star_shops


def days_earlier(session: Session, shops: Collection[int], *, rules: Rules, at: datetime) -> dict[int, int]:
    """By the shops' ids; never before the goods have arrived."""
    stars = star_shops(session, shops, rules=rules, at=at)
    levels = levels_of(session, shops, at)
    return {
        shop: min(
            rules.after_sale_days,
            max(levels[shop].settles_days_earlier, rules.star_settles_days_earlier if shop in stars else 0),
        )
        for shop in shops
    }
