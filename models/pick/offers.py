"""What suppliers offer, as a shopkeeper looks through it before picking. Rows come back as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlmodel import Session
from sqlmodel import select as records

from models.catalogue.category.category import Category
from models.catalogue.goods.goods import SKU, Goods
from models.catalogue.goods.titles import in_title, words_of
from models.catalogue.supplier.supplier import Supplier
from models.kernel.money import Money
from models.kernel.record import related, table_of
from models.pick.first_look import shown_by
from models.pick.pick import Pick
from models.pick.self_run import offered_to
from models.pick.shelf import EARNS, FIGURES, PRICE, RATE, STOCK_LEFT
from models.shop.shop import Shop

OFFERS_PAGE = 30

_pick, _goods, _sku = table_of(Pick), table_of(Goods), table_of(SKU)
_supplier, _category = table_of(Supplier), table_of(Category)
# The newest goods stand first among equals, so that pages never overlap.
_NEWEST = _goods.c.id.desc()
SORTS: dict[str, tuple[Any, ...]] = {
    "newest": (_NEWEST,),
    "amount": (EARNS.desc(), _NEWEST),
    "rate": (RATE.desc(), _NEWEST),
    "price": (PRICE.asc(), _NEWEST),
}
_buyable = exists().where(_sku.c.goods_id == _goods.c.id, _sku.c.withdrawn_at.is_(None))


@dataclass(frozen=True, slots=True)
class OfferFilter:
    """What a keeper looks for: words of the title or the supplier's name, a category's slug (a root means its
    children), the least that any piece must earn, and the order. Newer goods than `shown` are left out: others look
    first (first_look.py)."""

    words: str = ""
    category: str = ""
    least: Money | None = None
    sort: str = "newest"
    shown: datetime | None = None


def offers(session: Session, shop: Shop, wish: OfferFilter, *, page: int = 1) -> Sequence[Any]:
    """One page of goods on sale; `picked` says whether the shop has it already, `written` whether it says why."""
    query = _offers(shop).where(*_fitting(wish)).order_by(*SORTS[wish.sort])
    return session.connection().execute(query.limit(OFFERS_PAGE).offset((page - 1) * OFFERS_PAGE)).all()


def best_offers(
    session: Session, shop: Shop, wish: OfferFilter, categories: Sequence[int], *, most: int
) -> Sequence[Any]:
    """Goods that fit, can be bought and are not picked yet, with their ids: those of these categories first, then those
    that earn most. What a wish says of the order is not asked."""
    query = _offers(shop).add_columns(_goods.c.id.label("goods_id"), _goods.c.category_id)
    query = query.where(*_fitting(wish), ~_picked_by(shop), STOCK_LEFT > 0)
    first = _goods.c.category_id.in_(categories).desc()
    return session.connection().execute(query.order_by(first, EARNS.desc(), _NEWEST).limit(most)).all()


def offers_count(session: Session, shop: Shop, wish: OfferFilter) -> int:
    """How many goods that are offered to the shop fit."""
    joined = select(func.count()).join_from(_goods, _supplier, _goods.c.supplier_id == _supplier.c.id)
    return int(session.connection().execute(joined.where(offered_to(shop.id), *_fitting(wish))).scalar_one())


def offer_of(session: Session, shop: Shop, code: str) -> Any:
    """One goods as the list shows it, or None where it is not on sale."""
    return session.connection().execute(_offers(shop).where(_goods.c.code == code, *_fitting(OfferFilter()))).first()


def goods_before(session: Session, shop: Shop, code: str) -> Goods | None:
    """Goods that this shop's keeper may look at: whatever is on sale but for other shops' own, and what the shop
    carries in any state."""
    query = records(Goods).join(Supplier).where(Goods.code == code, offered_to(shop.id))
    query = query.where(or_(_goods.c.state == "on_sale", _picked_by(shop)))
    loads = (
        joinedload(related(Goods.supplier)),
        joinedload(related(Goods.category)),
        selectinload(related(Goods.skus)),
    )
    return session.exec(query.options(*loads)).first()


def _picked_by(shop: Shop) -> ColumnElement[bool]:
    return exists().where(_pick.c.goods_id == _goods.c.id, _pick.c.shop_id == shop.id)


def _offers(shop: Shop) -> Select[Any]:
    picked = _picked_by(shop)
    written = exists().where(_pick.c.goods_id == _goods.c.id, _pick.c.shop_id == shop.id, _pick.c.reason != "")
    query = select(*FIGURES, _supplier.c.name.label("supplier"), picked.label("picked"), written.label("written"))
    query = query.join_from(_goods, _supplier, _goods.c.supplier_id == _supplier.c.id)
    return query.where(offered_to(shop.id))


def _fitting(wish: OfferFilter) -> list[ColumnElement[bool]]:
    conditions = [_goods.c.state == "on_sale", _buyable]
    for word in words_of(wish.words):
        conditions.append(or_(in_title(word), _supplier.c.name.icontains(word, autoescape=True)))
    if wish.category:
        root = select(_category.c.id).where(_category.c.slug == wish.category)
        child = or_(_category.c.slug == wish.category, _category.c.parent_id.in_(root))
        conditions.append(_goods.c.category_id.in_(select(_category.c.id).where(child)))
    if wish.least:
        conditions.append(wish.least <= EARNS)
    if wish.shown:
        conditions.append(shown_by(wish.shown))
    return conditions
