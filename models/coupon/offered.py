"""The coupons that pages offer by a button, read by prebuilt Core statements: shop and goods pages are the hot ones
(docs/performance.md, Pages)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, or_, select
from sqlmodel import Session

from models.catalogue.goods.goods import Goods
from models.coupon.coupon import Coupon
from models.coupon.lapsing import HAS_ROOM, lapse_before
from models.kernel.clock import Moment
from models.kernel.record import table_of
from models.kernel.rules import DEFAULT, Rules

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
        or_(_coupon.c.claimed < _coupon.c.quota, HAS_ROOM),
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


def offered_in(session: Session, shop_id: int, *, at: datetime, rules: Rules = DEFAULT) -> Sequence[Any]:
    """What a shop gives on its own page, what ends soonest first."""
    given = {"shop_id": shop_id, "at": at, "lapse_before": lapse_before(at, rules)}
    return session.connection().execute(_IN_SHOP, given).all()


def offered_on(session: Session, shop_id: int, goods_id: int, *, at: datetime, rules: Rules = DEFAULT) -> Sequence[Any]:
    """What counts on these goods in this shop: the shop's own, and those of the goods' supplier."""
    given = {"shop_id": shop_id, "goods_id": goods_id, "at": at, "lapse_before": lapse_before(at, rules)}
    return session.connection().execute(_ON_GOODS, given).all()
