"""A SKU's commission rate, the one door to change it: a rise holds at once, a fall is announced and holds days later.

Nobody has shared or picked goods that were never on sale: there the rate is written as it is. From their first day on
sale on, also while they are off it or refused, keepers rely on the rate, and a fall gives them notice
(docs/product.md, Goods).
"""

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import object_session
from sqlmodel import Session, col, select

from models.catalogue.category.category import Category
from models.catalogue.goods.goods import SKU, Goods, GoodsEvent
from models.catalogue.goods.price import announced_of, listed_rate, rate_of
from models.catalogue.goods.rate_event import RateEvent, RateMove
from models.kernel.database import Database
from models.kernel.errors import N_, Refused
from models.kernel.rules import Rules
from models.kernel.sweep import SWEEP_BATCH, sweep


def set_rate(sku: SKU, wanted_bp: int, *, at: datetime, rules: Rules) -> bool:
    """What the supplier wants the rate to be; says whether that is news. A smaller fall than the one that stands keeps
    its day, a greater one begins anew; today's rate, or more, calls it off. The caller holds the goods' row."""
    if wanted_bp == listed_rate(sku):
        return False
    if not is_known(sku.goods):
        sku.listed_rate = wanted_bp
        return True
    today, standing = rate_of(sku), announced_of(sku)
    if wanted_bp >= today:
        _call_off(sku, at)
        if wanted_bp > today:
            _note(sku, "rose", wanted_bp, holds_at=at, at=at)
            sku.listed_rate = wanted_bp
        return True
    is_milder = standing is not None and wanted_bp > standing.rate_bp
    falls_at = standing.falls_at if standing and is_milder else at + timedelta(days=rules.rate_notice_days)
    if falls_at <= at:
        _call_off(sku, at)
        _note(sku, "fell", wanted_bp, holds_at=at, at=at)
        sku.listed_rate = wanted_bp
        return True
    sku.announced_rate, sku.falls_at = wanted_bp, falls_at
    _note(sku, "announced", wanted_bp, holds_at=falls_at, at=at)
    return True


def is_known(goods: Goods) -> bool:
    """Whether goods were ever on sale: keepers may have picked and shared them."""
    if goods.state in ("draft", "on_sale", "off_sale"):
        return goods.state != "draft"
    session = object_session(goods)
    if session is None or goods.id is None:
        return False
    sold = select(GoodsEvent.id).where(GoodsEvent.goods_id == goods.id, GoodsEvent.state == "on_sale")
    return session.connection().execute(sold.limit(1)).first() is not None


def refuse_falls_below_floor(goods: Goods) -> None:
    """Raises Refused("skus") where a fall that is announced would go below the category's floor."""
    floor = goods.category.commission_floor_bp if goods.category else 0
    for sku in goods.on_offer:
        announced = announced_of(sku)
        if announced is not None and announced.rate_bp < floor:
            raise Refused(
                "skus",
                N_("佣金率降到 %(rate)s 就低于类目下限 %(floor)s 了"),
                rate=f"{announced.rate_bp / 100:g}%",
                floor=f"{floor / 100:g}%",
            )


def let_rates_fall(database: Database, *, at: datetime) -> int:
    """Every announced fall whose day has come; says how many rates fell. Each in a transaction of its own: done twice,
    or cut off, none falls twice and none is forgotten."""

    def due(session: Session, after: int) -> list[int]:
        over = (col(SKU.falls_at) <= at, col(SKU.id) > after)
        return list(session.exec(select(SKU.id).where(*over).order_by(col(SKU.id)).limit(SWEEP_BATCH)))

    return sweep(database, due, lambda session, sku_id: _let_fall(session, sku_id, at), name="letting a rate fall")


def _let_fall(session: Session, sku_id: int, at: datetime) -> bool:
    """One fall. Held like a supplier's edit holds it, the goods' row first: whoever was first, the other sees it. Where
    the category's floor was raised above it meanwhile, the fall is stopped and the rate stays."""
    held = select(Goods.id, Goods.category_id).join(SKU).where(SKU.id == sku_id).with_for_update(of=Goods)
    _, category_id = session.exec(held).one()
    sku = session.exec(select(SKU).where(SKU.id == sku_id)).one()
    announced = announced_of(sku)
    if announced is None or announced.falls_at > at:
        return False
    category = session.get(Category, category_id) if category_id else None
    is_stopped = category is not None and announced.rate_bp < category.commission_floor_bp
    _note(sku, "stopped" if is_stopped else "fell", announced.rate_bp, holds_at=announced.falls_at, at=at)
    as_announced = update(SKU).where(col(SKU.id) == sku_id, col(SKU.falls_at) == announced.falls_at)
    fallen = {} if is_stopped else {"listed_rate": announced.rate_bp}
    session.exec(as_announced.values(announced_rate=None, falls_at=None, **fallen))
    session.exec(update(Goods).where(col(Goods.id) == sku.goods_id).values(changed_at=at))
    return not is_stopped


def _call_off(sku: SKU, at: datetime) -> None:
    announced = announced_of(sku)
    if announced is not None:
        _note(sku, "called_off", announced.rate_bp, holds_at=announced.falls_at, at=at)
        sku.announced_rate = sku.falls_at = None


def _note(sku: SKU, move: RateMove, to_bp: int, *, holds_at: datetime, at: datetime) -> None:
    session = object_session(sku)
    assert session is not None, "a standing SKU belongs to a session"
    session.add(RateEvent(sku_id=sku.id, move=move, rate_bp=rate_of(sku), to_bp=to_bp, holds_at=holds_at, at=at))
