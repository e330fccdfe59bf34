"""Coupons for tests: a shop and a supplier that give them."""

from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, select

from models.account.member import Member
from models.catalogue.goods.goods import Goods
from models.catalogue.supplier.supplier import Supplier, SupplierStaff
from models.coupon.coupon import Coupon
from models.coupon.making import Terms, make_shop_coupon, make_supplier_coupon
from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.money import Money
from models.shop.shop import Shop
from tests.given.baskets import NOON
from tests.given.stall import Stall

BEGIN, END = NOON - timedelta(hours=4), NOON + timedelta(days=7)


def terms(**other: Any) -> Terms:
    """20 off 99 for a hundred buyers, by the button on the pages, unless said otherwise."""
    usual: dict[str, Any] = {"title": "见面礼", "quota": 100, "begins_at": BEGIN, "ends_at": END}
    if "off_bp" not in other:
        usual["off"] = Money(2_000)
    return Terms(**usual | {"minimum": Money(9_900), "on_page": "passphrase" not in other} | other)


def given_by_shop(session: Session, shop: Shop, *, at: datetime = NOON, **other: Any) -> Coupon:
    """A coupon that the shop pays."""
    return make_shop_coupon(session, shop, terms(**other), Act.keeper(shop.keeper, at))


def given_by_supplier(session: Session, supplier: Supplier, *, at: datetime = NOON, **other: Any) -> Coupon:
    """A coupon that the supplier pays."""
    staff = select(Member).join(SupplierStaff).where(SupplierStaff.supplier_id == supplier.id)
    return make_supplier_coupon(session, supplier, terms(**other), Act.supplier(session.exec(staff).one(), at))


def given_now(stall: Stall, payer: str = "shop", **other: Any) -> str:
    """The code of a coupon that runs now, by the stall's shop or by its goods' supplier."""
    days = {"begins_at": now() - timedelta(days=1), "ends_at": now() + timedelta(days=7)}
    with stall.house.database.transaction() as session:
        goods = session.exec(select(Goods).where(Goods.code == stall.goods)).one()
        if other.pop("one_goods", False):
            other["goods"] = goods
        if payer == "supplier":
            return given_by_supplier(session, goods.supplier, at=now(), **days | other).code
        shop = session.exec(select(Shop).where(Shop.number == stall.number)).one()
        return given_by_shop(session, shop, at=now(), **days | other).code
