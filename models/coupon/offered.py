"""The coupons that pages offer by a button, read by prebuilt Core statements: shop and goods pages are the hot ones
(docs/performance.md, Pages)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, or_, select
from sqlmodel import Session

from models.catalogue.goods.goods import Goods
from models.coupon.coupon import Coupon
from models.kernel.clock import Moment
from models.kernel.record import table_of

# A page offers a few; the rest is given by passphrase.
MOST_OFFERED = 6

_coupon, _goods = table_of(Coupon), table_of(Goods)
_at = bindparam("at", type_=Moment)
_LIVE = (
    select(_coupon)
    .where(
        _coupon.c.on_page,
        _coupon.c.stopped_at.is_(None),
        _coupon.c.begins_at <= _at,
        _coupon.c.ends_at > _at,
        _coupon.c.claimed < _coupon.c.quota,
    )
    .order_by(_coupon.c.ends_at, _coupon.c.id)
    .limit(MOST_OFFERED)
)
_IN_SHOP = _LIVE.where(_coupon.c.shop_id == bindparam("shop_id"))
_its_supplier = select(_goods.c.supplier_id).where(_goods.c.id == bindparam("goods_id")).scalar_subquery()
_ON_GOODS = _LIVE.where(
    or_(_coupon.c.shop_id == bindparam("shop_id"), _coupon.c.supplier_id == _its_supplier),
    or_(_coupon.c.goods_id.is_(None), _coupon.c.goods_id == bindparam("goods_id")),
)


def offered_in(session: Session, shop_id: int, *, at: datetime) -> Sequence[Any]:
    """What a shop gives on its own page, what ends soonest first."""
    return session.connection().execute(_IN_SHOP, {"shop_id": shop_id, "at": at}).all()


def offered_on(session: Session, shop_id: int, goods_id: int, *, at: datetime) -> Sequence[Any]:
    """What counts on these goods in this shop: the shop's own, and those of the goods' supplier."""
    return session.connection().execute(_ON_GOODS, {"shop_id": shop_id, "goods_id": goods_id, "at": at}).all()
