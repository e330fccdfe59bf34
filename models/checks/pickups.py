"""What is fetched has terms and no waybill, was handed out at one moment, and leaves no address behind."""

from collections.abc import Iterator

from sqlalchemy import Connection, and_, exists, func, or_, select

from models.kernel.fault import Fault
from models.kernel.record import table_of
from models.kernel.snapshot import stream
from models.trade.order.order import Order, Parcel
from models.trade.parcel.address_change import AddressChange
from models.trade.parcel.shipment import Shipment
from models.trade.pickup.pickup import Pickup

_order, _parcel, _pickup = table_of(Order), table_of(Parcel), table_of(Pickup)
_box, _change = table_of(Shipment), table_of(AddressChange)


def pickup_terms(connection: Connection) -> Iterator[Fault]:
    """Each parcel that is fetched, and no other, has its terms: of its own supplier, with a code once it is ready."""
    query = select(_parcel.c.code, _parcel.c.is_pickup, _pickup.c.parcel_id).outerjoin_from(_parcel, _pickup)
    odd = or_(
        and_(_parcel.c.is_pickup, _pickup.c.parcel_id.is_(None)),
        and_(~_parcel.c.is_pickup, _pickup.c.parcel_id.is_not(None)),
        _pickup.c.supplier_id != _parcel.c.supplier_id,
        and_(_pickup.c.parcel_id.is_not(None), _pickup.c.code.is_(None) != _parcel.c.ready_at.is_(None)),
    )
    for row in stream(connection, query.where(odd)):
        words = "it is not fetched, but has terms of it" if not row.is_pickup else "its terms of pick-up do not fit it"
        yield Fault("parcel.pickup", f"parcel {row.code}", words)


def fetched(connection: Connection) -> Iterator[Fault]:
    """What was fetched was ready, left and arrived at one moment; no waybill and no other address was ever given."""
    arrived = _parcel.c.state.in_(("received", "closed"))
    sent = exists().where(_box.c.parcel_id == _parcel.c.id)
    moved = exists().where(_change.c.parcel_id == _parcel.c.id)
    at_once = and_(
        _parcel.c.ready_at.is_not(None),
        _parcel.c.shipped_at == _parcel.c.received_at,
        _parcel.c.ready_at <= _parcel.c.received_at,
    )
    odd = or_(
        and_(arrived, ~func.coalesce(at_once, False)),
        and_(~arrived, or_(_parcel.c.shipped_at.is_not(None), _parcel.c.received_at.is_not(None))),
        sent,
        moved,
    )
    for row in stream(connection, select(_parcel.c.code, _parcel.c.state).where(_parcel.c.is_pickup, odd)):
        words = (
            f"it is fetched, and {row.state}, but has a waybill, another address, or no moment at which it was fetched"
        )
        yield Fault("parcel.pickup", f"parcel {row.code}", words)


def said_twice(connection: Connection) -> Iterator[Fault]:
    """No two parcels that lie at one counter have one code."""
    lies = _parcel.c.state == "to_ship"
    query = select(_pickup.c.supplier_id, func.min(_parcel.c.code).label("code"), func.count().label("parcels"))
    query = query.join_from(_pickup, _parcel).where(lies, _pickup.c.code.is_not(None))
    for row in stream(connection, query.group_by(_pickup.c.supplier_id, _pickup.c.code).having(func.count() > 1)):
        yield Fault("parcel.pickup", f"parcel {row.code}", f"{row.parcels} parcels at one counter have its code")


def no_needless_address(connection: Connection) -> Iterator[Fault]:
    """Who has nothing sent gave no address; who has something sent did."""
    sent = exists().where(_parcel.c.order_id == _order.c.id, ~_parcel.c.is_pickup)
    written = or_(_order.c.region != "", _order.c.region_code != "", _order.c.street != "")
    for row in stream(connection, select(_order.c.number).where(~sent, written)):
        yield Fault("order.address", f"order {row.number}", "all of it is fetched, but an address is kept")
    for row in stream(connection, select(_order.c.number).where(sent, _order.c.street == "")):
        yield Fault("order.address", f"order {row.number}", "something of it is sent, but there is no address")
