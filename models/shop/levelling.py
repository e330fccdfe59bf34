"""Which level a shop has, what it takes to reach the next, and how operators change the table."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from sqlalchemy import and_
from sqlmodel import Session, col, func, select

from models.account.audit import note_audit
from models.account.audit.editing import changes_between, said_facts
from models.kernel.act import Act
from models.kernel.errors import N_, Refused
from models.kernel.money import Money
from models.kernel.months import following, month_of
from models.kernel.said import Said
from models.shop.level import SLUGS, Level, LevelTerms, ShopLevel
from models.shop.shop import Shop

# Since before any shop: what a network begins with (docs/product.md, Levels). No bonus is above the fee there is by
# default: else who buys from the own shop would earn on it.
EVER = "2000-01"
DEFAULTS: dict[str, LevelTerms] = {
    "newcomer": LevelTerms(Money(0), 0),
    "senior": LevelTerms(Money(300_000), 10, bonus_bp=25, invitations=3),
    "elite": LevelTerms(
        Money(1_000_000), 30, bonus_bp=50, max_shops=2, featured_lessons=True, settles_days_earlier=1, invitations=10
    ),
    "super": LevelTerms(
        Money(5_000_000), 100, bonus_bp=100, max_shops=3, featured_lessons=True, settles_days_earlier=3, invitations=30
    ),
}
HIGHEST_BONUS_BP, MOST_SHOPS, MOST_DAYS, MOST_INVITATIONS = 1000, 10, 7, 1000


@dataclass(frozen=True, slots=True)
class Forecast:
    """Where a month's figures so far lead, and what is missing to the next level; `next` is None at the top."""

    reached: Level
    next: Level | None
    sales_missing: Money
    orders_missing: int


def level_for(sales: Money, orders: int, levels: Sequence[Level]) -> Level:
    """The highest level whose both thresholds are met. `levels` holds the lowest, which asks for nothing."""
    met = [level for level in levels if sales >= level.sales and orders >= level.orders]
    return max(met, key=lambda level: level.position)


def forecast(sales: Money, orders: int, levels: Sequence[Level]) -> Forecast:
    """What this month's figures so far make of next month."""
    reached = level_for(sales, orders, levels)
    above = min(
        (level for level in levels if level.position > reached.position), key=lambda one: one.position, default=None
    )
    if above is None:
        return Forecast(reached, None, Money(0), 0)
    return Forecast(reached, above, Money(max(0, above.sales - sales)), max(0, above.orders - orders))


def levels_in(session: Session, month: str) -> list[Level]:
    """The table in force in a month, from the lowest up. Without rows of its own a network has the defaults."""
    newest = (
        select(Level.slug, func.max(Level.month).label("month"))
        .where(Level.month <= month)
        .group_by(Level.slug)
        .subquery()
    )
    same = and_(col(Level.slug) == newest.c.slug, col(Level.month) == newest.c.month)
    latest = {level.slug: level for level in session.exec(select(Level).join(newest, same))}
    return [latest.get(slug) or written_level(slug, EVER, terms) for slug, terms in DEFAULTS.items()]


def written_level(slug: str, month: str, terms: LevelTerms) -> Level:
    """A row that is not kept yet."""
    level = Level(slug=slug, month=month, sales=terms.sales, orders=terms.orders)
    level.adopt(terms)
    return level


def level_of(session: Session, shop: Shop, at: datetime) -> Level:
    """The level a shop has at a moment, with what it gives in that month. Until a month's run has reached the shop,
    last month's stands; a shop no run has seen is a newcomer."""
    return levels_of(session, [shop.id], at)[shop.id]


def levels_of(session: Session, shops: Collection[int], at: datetime) -> dict[int, Level]:
    """The levels of many shops at a moment, by their ids."""
    month = month_of(at)
    newest = (
        select(ShopLevel.shop_id, func.max(ShopLevel.month).label("month"))
        .where(col(ShopLevel.shop_id).in_(shops), ShopLevel.month <= month)
        .group_by(col(ShopLevel.shop_id))
        .subquery()
    )
    same = and_(col(ShopLevel.shop_id) == newest.c.shop_id, col(ShopLevel.month) == newest.c.month)
    slugs = {had.shop_id: had.slug for had in session.exec(select(ShopLevel).join(newest, same))}
    levels = levels_in(session, month)
    return {shop: levels[SLUGS.index(slugs.get(shop, SLUGS[0]))] for shop in shops}


def levels_had(session: Session, shop: Shop, *, limit: int = 24) -> list[ShopLevel]:
    """The shop's levels month by month, newest first."""
    query = select(ShopLevel).where(ShopLevel.shop_id == shop.id).order_by(col(ShopLevel.month).desc())
    return list(session.exec(query.limit(limit)))


def shops_by_level(session: Session, month: str) -> dict[str, int]:
    """How many shops the month's run gave each level. Shops it has not reached yet are in none."""
    query = select(ShopLevel.slug, func.count()).where(ShopLevel.month == month).group_by(ShopLevel.slug)
    return dict.fromkeys(SLUGS, 0) | dict(session.exec(query).all())


def change_level(session: Session, slug: str, terms: LevelTerms, act: Act) -> Level:
    """Changes what a level asks for and gives, from next month on; a second change in the same month takes the first
    one's place. Raises Refused where the levels would no longer climb."""
    month = following(month_of(act.at))
    if slug not in SLUGS:
        raise Refused("slug", N_("没有这个等级"))
    _check(terms)
    _require_climbing(slug, terms, levels_in(session, month))
    before = next(_facts(one) for one in levels_in(session, month) if one.slug == slug)
    level = session.exec(select(Level).where(Level.slug == slug, Level.month == month)).first()
    if level is None:
        level = written_level(slug, month, terms)
        session.add(level)
    level.adopt(terms)
    session.flush()
    note_audit(session, "level.change", slug, act.because(month), changes_between(before, _facts(terms)))
    return level


def _facts(terms: LevelTerms | Level) -> dict[str, str]:
    """What a level asks for and gives, as the trail tells it."""
    facts = {
        N_("月销售额"): Said(N_("%(yuan)s 元"), yuan=terms.sales.yuan),
        N_("月订单数"): str(terms.orders),
        N_("等级奖励"): f"{terms.bonus_bp / 100:g}%",
        N_("可开店数"): str(terms.max_shops),
        N_("精选课堂"): Said(N_("有") if terms.featured_lessons else N_("没有")),
        N_("提前几天结算"): str(terms.settles_days_earlier),
        N_("每月邀请几人"): str(terms.invitations),
    }
    return said_facts(facts)


def _check(terms: LevelTerms) -> None:
    if not 0 <= terms.bonus_bp <= HIGHEST_BONUS_BP:
        raise Refused("bonus_bp", N_("等级奖励要在 0 到 %(most)s%% 之间"), most=HIGHEST_BONUS_BP // 100)
    if terms.orders < 0:
        raise Refused("orders", N_("订单数不能小于 0"))
    if not 1 <= terms.max_shops <= MOST_SHOPS:
        raise Refused("max_shops", N_("可开店数要在 1 到 %(most)s 之间"), most=MOST_SHOPS)
    if not 0 <= terms.settles_days_earlier <= MOST_DAYS:
        raise Refused("settles_days_earlier", N_("提前结算要在 0 到 %(most)s 天之间"), most=MOST_DAYS)
    if not 0 <= terms.invitations <= MOST_INVITATIONS:
        raise Refused("invitations", N_("每月邀请要在 0 到 %(most)s 人之间"), most=MOST_INVITATIONS)


def _require_climbing(slug: str, terms: LevelTerms, levels: list[Level]) -> None:
    """Each level asks for at least what the one below asks for, and the lowest for nothing."""
    own = (terms.sales, terms.orders)
    thresholds = [own if level.slug == slug else (level.sales, level.orders) for level in levels]
    if thresholds[0] != (0, 0):
        raise Refused("sales", N_("最低一级不能有门槛"))
    for place, field in enumerate(("sales", "orders")):
        if any(above[place] < below[place] for below, above in pairwise(thresholds)):
            raise Refused(field, N_("等级越高，门槛不能越低"))
