"""What a sharing promises: that day's commission rate for some days; while a fall is announced, until it holds.

A line that is placed through the link meanwhile earns at least that (models/trade/cart/lines.py reads it,
models/trade/cart/stock.py proves it behind the lock)."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Table, and_, insert, or_, update
from sqlmodel import Session

from models.catalogue.goods.goods import SKU, Goods
from models.catalogue.goods.price import announced_of, rate_of
from models.kernel.record import table_of
from models.kernel.rules import Rules
from models.link.link import Link
from models.link.sharing import Sharing

_sharing = table_of(Sharing)
# Taps that come closer than this are one sharing: nobody makes many rows that a buyer's checkout must go through.
_ONE_SHARING = timedelta(hours=1)


class Promised(NamedTuple):
    """A rate in basis points, and when it ends."""

    rate_bp: int
    until: datetime


def note_sharing(session: Session, link: Link, goods: Goods, *, rules: Rules, at: datetime) -> None:
    """That goods are shared by this link now, with what that promises. Nothing where sharings promise nothing (0
    days)."""
    if rules.rate_promise_days < 1:
        return
    promised = {sku.id: _promised(sku, rules, at) for sku in goods.on_offer}
    least = Promised(
        min(one.rate_bp for one in promised.values()),
        min(one.until for one in promised.values()),
    )
    _keep(session, link, goods, None, least, at)
    for sku_id, one in promised.items():
        if one.rate_bp > least.rate_bp or one.until > least.until:
            _keep(session, link, goods, sku_id, one, at)


def living_for(of: Table, *, link: Any, goods: Any, sku: Any, at: Any) -> ColumnElement[bool]:
    """That a row of `of` (sharings, or an alias of them) promises its rate at that moment to who buys that there."""
    whose = and_(of.c.link_id == link, of.c.goods_id == goods, or_(of.c.sku_id.is_(None), of.c.sku_id == sku))
    return and_(whose, of.c.at <= at, of.c.until > at)


def _promised(sku: SKU, rules: Rules, at: datetime) -> Promised:
    fall, days = announced_of(sku), timedelta(days=rules.rate_promise_days)
    if fall is None:
        return Promised(rate_of(sku), at + days)
    # Its day has come, and the clock has not looked yet: the old rate is promised to nobody any more.
    return Promised(rate_of(sku), fall.falls_at) if fall.falls_at > at else Promised(fall.rate_bp, at + days)


def _keep(session: Session, link: Link, goods: Goods, sku_id: int | None, one: Promised, at: datetime) -> None:
    of_sku = _sharing.c.sku_id.is_(None) if sku_id is None else _sharing.c.sku_id == sku_id
    just_now = and_(_sharing.c.at > at - _ONE_SHARING, _sharing.c.at <= at, _sharing.c.until > at)
    same = and_(_sharing.c.link_id == link.id, of_sku, _sharing.c.rate_bp == one.rate_bp, just_now)
    later = update(_sharing).where(same, _sharing.c.until <= one.until).values(until=one.until)
    if session.connection().execute(later).rowcount == 0:
        facts = {"link_id": link.id, "goods_id": goods.id, "sku_id": sku_id, "rate_bp": one.rate_bp}
        session.connection().execute(insert(_sharing).values(**facts, at=at, until=one.until))
