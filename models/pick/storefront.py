"""What buyers see of a shop, read by prebuilt Core statements: these are the hot pages (docs/performance.md, Pages).

Rows come back as plain values; nothing here can be changed through them.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session

from models.account.member import Member
from models.catalogue.category.category import Category
from models.catalogue.goods.detail_picture import DetailPicture
from models.catalogue.goods.goods import SKU, Goods, Picture
from models.catalogue.goods.price import PRICE_NOW
from models.catalogue.goods.titles import in_title, words_of
from models.catalogue.supplier.pickup_place import PickupPlace
from models.catalogue.supplier.supplier import FreightZone, Supplier
from models.kernel.record import table_of
from models.pick.pick import Pick
from models.pick.self_run import offered_to
from models.shop.shop import Shop

CARDS_PAGE = 40

# Tables, not mapped classes: Core rows cost a fraction of an object.
_pick, _goods, _sku, _shop = table_of(Pick), table_of(Goods), table_of(SKU), table_of(Shop)
_picture, _member, _supplier = table_of(Picture), table_of(Member), table_of(Supplier)
_detail, _place = table_of(DetailPicture), table_of(PickupPlace)
_category, _zone = table_of(Category), table_of(FreightZone)
_root = aliased(_category)

_on_offer = (_sku.c.goods_id == _goods.c.id) & _sku.c.withdrawn_at.is_(None)
_price = select(func.min(PRICE_NOW)).where(_on_offer).correlate(_goods).scalar_subquery()
_dearest = select(func.max(PRICE_NOW)).where(_on_offer).correlate(_goods).scalar_subquery()
_stock = select(func.coalesce(func.sum(_sku.c.stock), 0)).where(_on_offer).correlate(_goods).scalar_subquery()
_cover = (
    select(_picture.c.digest)
    .where(_picture.c.goods_id == _goods.c.id)
    .order_by(_picture.c.position)
    .limit(1)
    .correlate(_goods)
    .scalar_subquery()
)
_zones = select(func.count()).where(_zone.c.supplier_id == _supplier.c.id).correlate(_supplier).scalar_subquery()
_visible = (_pick.c.hidden_at.is_(None)) & (_goods.c.state == "on_sale")

_DOOR = (
    select(_shop, _member.c.name.label("keeper_name"))
    .join_from(_shop, _member, _shop.c.keeper_id == _member.c.id)
    .where(_shop.c.number == bindparam("number"))
)

_BY_PLACE = (_pick.c.pinned_at.is_(None), _pick.c.position.desc(), _pick.c.id.desc())
_CARDS = (
    select(
        _goods.c.code,
        _goods.c.title,
        _pick.c.reason,
        _pick.c.pinned_at,
        _price.label("price"),
        _dearest.label("dearest"),
        _stock.label("stock"),
        _cover.label("cover"),
    )
    .join_from(_pick, _goods, _pick.c.goods_id == _goods.c.id)
    .where(_pick.c.shop_id == bindparam("shop_id"), _visible)
    .order_by(*_BY_PLACE)
)
# Which of them fit is found first, and their prices only for a page: thousands may fit.
_HITS = (
    select(_pick.c.id)
    .join_from(_pick, _goods, _pick.c.goods_id == _goods.c.id)
    .where(_pick.c.shop_id == bindparam("shop_id"), _visible)
    .order_by(*_BY_PLACE)
    .correlate(None)
)
_CARDS_PAGE = _CARDS.limit(bindparam("limit")).offset(bindparam("offset"))
_in_root = _goods.c.category_id.in_(
    select(_category.c.id).where(_category.c.parent_id.in_(select(_root.c.id).where(_root.c.slug == bindparam("root"))))
)
_CARDS_IN_ROOT = _CARDS.where(_in_root).limit(bindparam("limit")).offset(bindparam("offset"))

_ROOTS = (
    select(_root.c.slug, _root.c.name, _root.c.names, func.count().label("goods"))
    .join_from(_pick, _goods, _pick.c.goods_id == _goods.c.id)
    .join(_category, _goods.c.category_id == _category.c.id)
    .join(_root, _category.c.parent_id == _root.c.id)
    .where(_pick.c.shop_id == bindparam("shop_id"), _visible)
    .group_by(_root.c.id)
    .order_by(_root.c.position)
)

_OFFER = (
    select(
        _goods.c.id,
        _goods.c.code,
        _goods.c.title,
        _goods.c.description,
        _goods.c.brand,
        _goods.c.option_names,
        _goods.c.attributes,
        _goods.c.state,
        _goods.c.state_why,
        _goods.c.on_sale_from,
        _goods.c.on_sale_until,
        _goods.c.per_buyer,
        _goods.c.per_buyer_days,
        _pick.c.id.label("pick_id"),
        _pick.c.reason,
        _pick.c.reason_at,
        _supplier.c.name.label("supplier_name"),
        _supplier.c.shop_id.is_not(None).label("own"),
        _supplier.c.ships_from,
        _supplier.c.freight,
        _supplier.c.free_over,
        _supplier.c.usual_grams,
        _supplier.c.growth_by,
        _supplier.c.growth_first,
        _supplier.c.growth_per,
        _supplier.c.growth_more,
        _zones.label("zones"),
        _place.c.place.label("pickup_place"),
        _place.c.hours.label("pickup_hours"),
    )
    .join_from(_goods, _supplier, _goods.c.supplier_id == _supplier.c.id)
    .outerjoin(_place, _place.c.supplier_id == _supplier.c.id)
    .outerjoin(_pick, (_pick.c.goods_id == _goods.c.id) & (_pick.c.shop_id == bindparam("shop_id")))
    # What another shop sells of its own was never this one's.
    .where(offered_to(bindparam("shop_id")))
)
_OFFER_BY_CODE = _OFFER.where(_goods.c.code == bindparam("code"))
_OFFER_BY_ID = _OFFER.where(_goods.c.id == bindparam("goods_id"))

_PICTURES = select(_picture.c.digest).where(_picture.c.goods_id == bindparam("goods_id")).order_by(_picture.c.position)
_DETAILS = (
    select(_detail.c.digest, _detail.c.width, _detail.c.height)
    .where(_detail.c.goods_id == bindparam("goods_id"))
    .order_by(_detail.c.position)
)
_SKUS = (
    select(_sku.c.options, PRICE_NOW.label("price"), _sku.c.was, _sku.c.stock, _sku.c.grams, _sku.c.picture)
    .where(_sku.c.goods_id == bindparam("goods_id"), _sku.c.withdrawn_at.is_(None))
    .order_by(_sku.c.position, _sku.c.id)
)


def door(session: Session, number: int) -> Any:
    """The shop behind a number with its keeper's name; closed shops too."""
    return session.connection().execute(_DOOR, {"number": number}).first()


def cards(session: Session, shop_id: int, *, root: str = "", page: int = 1) -> Sequence[Any]:
    """One page of a shop's visible goods, pinned first. One row more than PAGE where there is a next page."""
    bounds = {"shop_id": shop_id, "limit": CARDS_PAGE + 1, "offset": (page - 1) * CARDS_PAGE}
    statement = _CARDS_IN_ROOT if root else _CARDS_PAGE
    return session.connection().execute(statement, bounds | ({"root": root} if root else {})).all()


def cards_titled(session: Session, shop_id: int, typed: str, *, page: int = 1) -> Sequence[Any]:
    """One page of a shop's visible goods whose titles have all these words; one row more where there is a next page.
    The database goes through this shop's picks, and through nobody else's goods."""
    titled = [in_title(word) for word in words_of(typed)]
    hits = _HITS.where(*titled).limit(CARDS_PAGE + 1).offset((page - 1) * CARDS_PAGE)
    return session.connection().execute(_CARDS.where(_pick.c.id.in_(hits)), {"shop_id": shop_id}).all()


def roots(session: Session, shop_id: int) -> Sequence[Any]:
    """The root categories a shop has visible goods in, with how many."""
    return session.connection().execute(_ROOTS, {"shop_id": shop_id}).all()


def offer(session: Session, shop_id: int, *, code: str = "", goods_id: int = 0) -> Any:
    """Goods as this shop shows them; `pick_id` is empty where the shop does not carry them (any more)."""
    connection = session.connection()
    if code:
        return connection.execute(_OFFER_BY_CODE, {"shop_id": shop_id, "code": code}).first()
    return connection.execute(_OFFER_BY_ID, {"shop_id": shop_id, "goods_id": goods_id}).first()


def goods_pictures(session: Session, goods_id: int) -> list[str]:
    """Digests of the goods' pictures, in order."""
    return list(session.connection().execute(_PICTURES, {"goods_id": goods_id}).scalars())


def goods_details(session: Session, goods_id: int) -> Sequence[Any]:
    """The long pictures, in order, with their sizes."""
    return session.connection().execute(_DETAILS, {"goods_id": goods_id}).all()


def goods_skus(session: Session, goods_id: int) -> Sequence[Any]:
    """What can be chosen."""
    return session.connection().execute(_SKUS, {"goods_id": goods_id}).all()
