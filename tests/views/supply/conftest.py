"""The supplier of `staff` with goods, and another supplier with theirs."""

from dataclasses import dataclass

import pytest
from sqlmodel import Session, select

from models.catalogue.goods.change import as_wanted
from models.catalogue.goods.goods import Goods
from models.catalogue.goods.look import GoodsLook
from models.catalogue.goods.proposal import Proposal, waiting_proposal
from models.catalogue.supplier.supplier import Supplier
from models.kernel.address.recipient import Recipient
from models.kernel.clock import now
from models.payment.gateways.cod.gateway import CashOnDelivery
from models.payment.gateways.test.gateway import TestGateway
from models.trade.cart.changing import Chosen, put_in
from models.trade.order.order import Order
from tests.given.baskets import order_quoted, quote_cart
from tests.given.factories import make_category, make_goods, make_pick, make_shop, make_supplier, store_picture
from tests.given.people import Person
from views.kit.house import House

CONTACT = Recipient("王小明", "13900000000", "浙江省杭州市", "文三路 1 号", note="放门口")


@dataclass(frozen=True, slots=True)
class Shelf:
    """Codes of goods: the supplier's own on sale, and another supplier's."""

    mine: str
    theirs: str
    sku: str


@pytest.fixture
def shelf(staff: Person, house: House) -> Shelf:
    """One goods each."""
    with house.database.transaction() as session:
        own = session.exec(select(Supplier).where(Supplier.code == staff.supplier_code)).one()
        digest = store_picture(house.media)
        mine = make_goods(session, own, digest=digest)
        theirs = make_goods(session, make_supplier(session, name="别家"), title="别家的茶", digest=digest)
        return Shelf(mine.code, theirs.code, mine.skus[0].code)


@pytest.fixture
def category(house: House) -> str:
    """The slug of a category."""
    with house.database.transaction() as session:
        return make_category(session, floor_bp=1000).slug


def goods_of(house: House, code: str) -> Goods:
    """Goods as they stand, to be read before the session goes."""
    with house.database.reading() as session:
        goods = session.exec(select(Goods).where(Goods.code == code)).one()
        assert goods.skus is not None and goods.pictures is not None and goods.missing is not None
        assert goods.category is None or goods.category.slug
        return goods


def order_of(session: Session, code: str, visitor: str, *, prepaid: bool = False) -> Order:
    """Two pieces of these goods, bought in a new shop."""
    goods = session.exec(select(Goods).where(Goods.code == code)).one()
    shop = make_shop(session, name=f"小店{visitor}")
    make_pick(session, shop, goods)
    line = put_in(session, visitor, Chosen(goods.skus[0], shop, 2), at=now())
    gateway = TestGateway("secret" * 8) if prepaid else CashOnDelivery()
    quote = quote_cart(session, visitor, only=[line.code], at=now())
    return order_quoted(session, quote, gateway=gateway, once=f"once-{visitor}", contact=CONTACT)


@pytest.fixture
def parcel(house: House, shelf: Shelf) -> str:
    """The code of a parcel to ship."""
    with house.database.transaction() as session:
        return order_of(session, shelf.mine, "甲").parcels[0].code


def waiting_of(house: House, code: str) -> Proposal | None:
    """What waits of these goods."""
    with house.database.reading() as session:
        return waiting_proposal(session, session.exec(select(Goods).where(Goods.code == code)).one())


def wanted_of(house: House, code: str) -> GoodsLook:
    """How their supplier wants these goods."""
    with house.database.reading() as session:
        goods = session.exec(select(Goods).where(Goods.code == code)).one()
        return as_wanted(goods, waiting_proposal(session, goods))
