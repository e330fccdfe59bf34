"""What shops' levels add to a commission at a moment: for whoever places an order."""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, literal_column, null, select

from models.kernel.record import table_of
from models.shop.level import SLUGS, Level, ShopLevel
from models.shop.levelling import DEFAULTS

_level, _had = table_of(Level), table_of(ShopLevel)
_earlier = _had.alias()
_newest = (
    select(func.max(_earlier.c.month))
    .where(_earlier.c.shop_id == _had.c.shop_id, _earlier.c.month <= bindparam("month"))
    .correlate(_had)
    .scalar_subquery()
)
_EMPTY: Any = literal_column("''")
# With `month` and `shops`: the table of levels, and the newest level of each shop. What else is asked at placement
# joins them (models/stories/order/shop_terms.py).
BONUS_ROWS = (
    select(
        literal_column("'bonus'").label("kind"),
        _level.c.slug,
        _level.c.month,
        _level.c.bonus_bp,
        literal_column("0").label("shop_id"),
        _EMPTY,
    ).where(_level.c.month <= bindparam("month")),
    select(literal_column("'bonus'"), _had.c.slug, _had.c.month, null(), _had.c.shop_id, _EMPTY).where(
        _had.c.shop_id.in_(bindparam("shops", expanding=True)), _had.c.month == _newest
    ),
)


class LevelBonus(NamedTuple):
    """A level's slug, and what the network adds for it, in basis points."""

    slug: str
    bonus_bp: int


def bonuses_in(rows: Sequence[Any], shops: Collection[int]) -> dict[int, LevelBonus]:
    """The bonus of many shops, by their ids, from what BONUS_ROWS found; `levels_of` has their levels."""
    slugs = {row.shop_id: row.slug for row in rows if row.shop_id}
    bonuses = {slug: terms.bonus_bp for slug, terms in DEFAULTS.items()}
    # The newest row of a slug comes last, and counts.
    bonuses |= {row.slug: row.bonus_bp for row in sorted(rows, key=lambda row: row.month) if not row.shop_id}
    return {shop: LevelBonus(slug := slugs.get(shop, SLUGS[0]), bonuses[slug]) for shop in shops}
