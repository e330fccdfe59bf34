"""Coupons for tests of trade, made through their verbs, and claims of them."""

from datetime import timedelta
from typing import Any

from sqlmodel import Session, col, select

from models.catalogue.goods.goods import SKU
from models.catalogue.supplier.supplier import Supplier
from models.coupon.claiming import claim_coupon
from models.coupon.coupon import Coupon, CouponClaim
from models.coupon.making import Terms, make_shop_coupon, make_supplier_coupon
from models.kernel.act import Act
from models.kernel.money import Money
from models.shop.shop import Shop
from tests.given.baskets import NOON, Carried
from tests.given.factories import make_member
from views.kit.house import House


def terms(*, off: str = "", minimum: str = "", **more: Any) -> Terms:
    """Fixed where `off` is said; then the least it asks for is what it must be."""
    fixed = Money.parse(off) if off else None
    least = Money.parse(minimum) if minimum else Money(-(-int(fixed or 0) * 10 // 9))
    usual: dict[str, Any] = {
        "title": "回头客",
        "quota": 100,
        "begins_at": NOON - timedelta(days=1),
        "ends_at": NOON + timedelta(days=300),
        "on_page": True,
    }
    return Terms(**usual | {"off": fixed, "minimum": least} | more)


def shop_coupon(session: Session, shop: Shop, **facts: Any) -> Coupon:
    """One that the shop pays."""
    return make_shop_coupon(session, shop, terms(**facts), Act.keeper(shop.keeper, NOON))


def supplier_coupon(session: Session, supplier: Supplier, **facts: Any) -> Coupon:
    """One that the supplier pays."""
    return make_supplier_coupon(session, supplier, terms(**facts), Act.supplier(make_member(session), NOON))


def claimed(session: Session, at: Carried, payer: str, visitor: str = "owner", **facts: Any) -> CouponClaim:
    """A visitor's claim of a new coupon of the stall's shop or of its supplier."""
    if payer == "shop":
        coupon = shop_coupon(session, session.get_one(Shop, at.shop), **facts)
    else:
        coupon = supplier_coupon(session, session.get_one(SKU, at.sku).goods.supplier, **facts)
    return claim_coupon(session, coupon, visitor, at=NOON)


def all_coupons(house: House) -> list[Coupon]:
    """Every coupon of everybody, with its goods."""
    with house.database.reading() as session:
        coupons = list(session.exec(select(Coupon).order_by(col(Coupon.id))))
        for coupon in coupons:
            assert coupon.goods is None or coupon.goods.code
        return coupons
