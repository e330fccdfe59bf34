"""What a shopkeeper reads of the own shop's list of picks, and the figures of goods that such lists show.

Rows come back as plain values. What buyers read stands in storefront.py, what suppliers offer in offers.py.
"""

import functools
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, func, or_, select
from sqlmodel import Session

from models.catalogue.goods.goods import SKU, Goods, Picture
from models.catalogue.goods.price import ANNOUNCED_RATE, COMMISSION_NOW, FALLS_AT, PRICE_NOW, RATE_NOW
from models.catalogue.goods.titles import in_title, words_of
from models.kernel.prebuilt import Prebuilt
from models.kernel.record import table_of
from models.pick.pick import Pick
from models.shop.shop import Shop

PICKS_PAGE = 50
# What the list can be narrowed to: without words, hidden from buyers, or not to be bought at the moment.
ONLY = ("unwritten", "hidden", "gone")

_pick, _goods = table_of(Pick), table_of(Goods)
_sku, _picture = table_of(SKU), table_of(Picture)
_on_offer = (_sku.c.goods_id == _goods.c.id) & _sku.c.withdrawn_at.is_(None)


def _figure(value: Any) -> Any:
    """One figure over what a goods has on offer, as a subquery of the goods at hand."""
    return select(value).where(_on_offer).correlate(_goods).scalar_subquery()


PRICE, DEAREST = _figure(func.min(PRICE_NOW)), _figure(func.max(PRICE_NOW))
EARNS, EARNS_MOST = _figure(func.min(COMMISSION_NOW)), _figure(func.max(COMMISSION_NOW))
RATE, STOCK_LEFT = _figure(func.min(RATE_NOW)), _figure(func.coalesce(func.sum(_sku.c.stock), 0))
# The first fall of a rate that is announced, and the lowest rate that any falls to.
FALLS_TO, FALLS_FIRST = _figure(func.min(ANNOUNCED_RATE)), _figure(func.min(FALLS_AT))
COVER = (
    select(_picture.c.digest)
    .where(_picture.c.goods_id == _goods.c.id)
    .order_by(_picture.c.position, _picture.c.id)
    .limit(1)
    .correlate(_goods)
    .scalar_subquery()
)
FIGURES: tuple[Any, ...] = (
    _goods.c.code,
    _goods.c.title,
    _goods.c.state,
    PRICE.label("price"),
    DEAREST.label("dearest"),
    EARNS.label("earns"),
    EARNS_MOST.label("earns_most"),
    RATE.label("rate"),
    FALLS_TO.label("falls_to"),
    FALLS_FIRST.label("falls_at"),
    STOCK_LEFT.label("stock"),
    COVER.label("cover"),
)
_GONE = or_(_goods.c.state != "on_sale", STOCK_LEFT == 0)
_ORDER = (_pick.c.pinned_at.is_(None), _pick.c.position.desc(), _pick.c.id.desc())
_PICKS: Select[Any] = select(
    *FIGURES, _pick.c.reason, _pick.c.position, _pick.c.pinned_at, _pick.c.hidden_at, _pick.c.picked_at
).join_from(_pick, _goods, _pick.c.goods_id == _goods.c.id)


def shelf(session: Session, shop: Shop, *, only: str = "", words: str = "", page: int = 1) -> Sequence[Any]:
    """One page of the shop's picks as its keeper arranged them: the pinned ones first, each group by position. `place`
    counts the whole shop, whatever the list is narrowed to; `words` stand in the title, all of them."""
    query = _placed(shop).where(_within(shop, only), *_titled(words)).order_by(*_ORDER)
    return session.connection().execute(query.limit(PICKS_PAGE).offset((page - 1) * PICKS_PAGE)).all()


def shelved(session: Session, shop: Shop, code: str) -> Any:
    """One pick as the list shows it, by its goods' public code."""
    return session.connection().execute(_placed(shop).where(_goods.c.code == code)).first()


def tally(session: Session, shop: Shop, words: str = "") -> dict[str, int]:
    """How many picks with these words there are under each name of ONLY; under "" all of them."""
    if words:
        found = session.connection().execute(_tallying().where(_pick.c.shop_id == shop.id, *_titled(words))).one()
        row = found._mapping
    else:
        row = _tally_of_all().rows(session, {"shop_id": shop.id})[0]._asdict()
    return {"": row["every"]} | {only: row[only] for only in ONLY}


def _tallying() -> Select[Any]:
    each: tuple[Any, ...] = (func.count().label("every"), *(_sum(_matching(only)).label(only) for only in ONLY))
    return select(*each).join_from(_pick, _goods, _pick.c.goods_id == _goods.c.id)


@functools.cache
def _tally_of_all() -> Prebuilt:
    return Prebuilt(_tallying().where(_pick.c.shop_id == bindparam("shop_id")))


def _placed(shop: Shop) -> Select[Any]:
    counted = func.row_number().over(order_by=_ORDER).label("place")
    places = select(_pick.c.id, counted).where(_pick.c.shop_id == shop.id).subquery()
    return _PICKS.add_columns(places.c.place).join(places, places.c.id == _pick.c.id)


def _titled(words: str) -> list[ColumnElement[bool]]:
    return [in_title(word) for word in words_of(words)]


def _within(shop: Shop, only: str) -> ColumnElement[bool]:
    own = _pick.c.shop_id == shop.id
    return and_(own, _matching(only)) if only else own


def _matching(only: str) -> ColumnElement[bool]:
    conditions: dict[str, ColumnElement[bool]] = {
        "unwritten": _pick.c.reason == "",
        "hidden": _pick.c.hidden_at.is_not(None),
        "gone": _GONE,
    }
    return conditions[only]


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
