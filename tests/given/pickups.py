"""Parcels that buyers fetch, for tests: a shop that offers it, and orders that chose it."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from models.catalogue.goods.goods import SKU
from models.catalogue.supplier.pickup_place import PickupPlace, PickupTerms, offer_pickup
from models.catalogue.supplier.supplier import Supplier
from models.kernel.act import Act
from models.kernel.address.recipient import Recipient
from models.kernel.database import Database
from models.payment.gateways import Gateway
from models.trade.cart.quote import Quote
from models.trade.order.order import Order, Parcel
from models.trade.pickup.readying import ready_parcel
from tests.given.baskets import COD, NOON, Carried, order_quoted, put, quote_cart

AT_SHOP = PickupTerms("福鼎市太姥山镇茶厂路 1 号", "每天 9:00–18:00", "进门右手边", days=3)
SOMEBODY = Recipient("王小明", "13800138000")


def offer(session: Session, at: Carried, terms: PickupTerms = AT_SHOP) -> PickupPlace:
    """The supplier of what is carried there offers pick-up."""
    return offer_pickup(session, supplier_of_stall(session, at), terms, at=NOON)


def supplier_of_stall(session: Session, at: Carried) -> Supplier:
    """Whose goods they are."""
    return session.get_one(SKU, at.sku).goods.supplier


def quote_fetched(session: Session, visitor: str, *, at: datetime = NOON) -> Quote:
    """A visitor's cart, where all that can be fetched is."""
    return quote_cart(session, visitor, fetch=True, at=at)


def to_fetch(
    database: Database, at: Carried, *, visitor: str = "owner", gateway: Gateway = COD, quantity: int = 1
) -> int:
    """The id of an order that is all fetched; its supplier offers that."""
    with database.transaction() as session:
        offer(session, at)
        put(session, visitor, at, quantity)
        return order_quoted(session, quote_fetched(session, visitor), gateway=gateway, contact=SOMEBODY).id


def made_ready(database: Database, order_id: int, *, at: datetime = NOON) -> str:
    """The code of the order's first parcel."""
    with database.transaction() as session:
        parcel = first_parcel(session, order_id)
        ready_parcel(session, parcel, Act.supplier(None, at))
        assert parcel.pickup is not None
        return parcel.pickup.code or ""


def first_parcel(session: Session, order_id: int) -> Parcel:
    """The order's first one."""
    return session.get_one(Order, order_id).parcels[0]


def parcel_facts(database: Database, order_id: int) -> tuple[Any, ...]:
    """What stands of the first parcel: state, shipped_at, received_at."""
    with database.reading() as session:
        parcel = first_parcel(session, order_id)
        return parcel.state, parcel.shipped_at, parcel.received_at
