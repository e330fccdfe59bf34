"""What was sent is what is in the boxes, and a parcel's state is what its lines say."""

from collections.abc import Iterator

from sqlalchemy import Connection, and_, exists, or_, select

from models.checks.sums import count_of
from models.kernel.fault import Fault
from models.kernel.record import table_of
from models.kernel.snapshot import stream
from models.trade.order.event import OrderEvent
from models.trade.order.order import Line, Order, Parcel
from models.trade.parcel.shipment import ShipmentLine

_order, _parcel, _line = table_of(Order), table_of(Parcel), table_of(Line)
_box_line, _event = table_of(ShipmentLine), table_of(OrderEvent)
_SENT = ("shipped", "received", "came_back", "closed")


def shipped(connection: Connection) -> Iterator[Fault]:
    """Each line's pieces sent, against the boxes. What is fetched goes in none (pickups.py)."""
    boxed = count_of(_box_line.c.quantity, _box_line.c.line_id == _line.c.id, _line)
    query = select(_parcel.c.code, _line.c.title, _line.c.shipped, boxed.label("boxed")).join_from(_line, _parcel)
    query = query.where(~_parcel.c.is_pickup)
    sums = query.subquery()
    for row in stream(connection, select(sums).where(sums.c.shipped != sums.c.boxed)):
        words = f"“{row.title}” counts {row.shipped} pieces sent, its boxes hold {row.boxed}"
        yield Fault("line.shipped", f"parcel {row.code}", words)


def pieces_sent(connection: Connection) -> Iterator[Fault]:
    """Each parcel's state, against what of its lines was sent, received and came back."""
    left = _line.c.quantity - _line.c.shipped - _line.c.refunded_unshipped
    state = _parcel.c.state
    odd = or_(
        and_(state.in_(("waiting", "to_ship", "cancelled")), _line.c.shipped > 0),
        and_(state.in_(_SENT), left > 0),
        and_(state.in_(("received", "closed")), _line.c.received != _line.c.shipped),
        and_(state.not_in(("received", "closed")), _line.c.received > 0),
        and_(state == "came_back", _line.c.returned != _line.c.shipped),
    )
    facts = (_line.c.quantity, _line.c.shipped, _line.c.received, _line.c.returned, _line.c.refunded_unshipped)
    query = select(_parcel.c.code, state, _line.c.title, *facts).join_from(_line, _parcel)
    for row in stream(connection, query.where(odd)):
        words = (
            f"it is {row.state}, but of “{row.title}” {row.quantity} were ordered, {row.shipped} sent, {row.received} "
            f"received, {row.returned} returned, {row.refunded_unshipped} given back before they were sent"
        )
        yield Fault("parcel.pieces", f"parcel {row.code}", words)


def to_send(connection: Connection) -> Iterator[Fault]:
    """A parcel that is to be sent has something left to send."""
    left = _line.c.quantity - _line.c.shipped - _line.c.refunded_unshipped > 0
    nothing = ~exists().where(_line.c.parcel_id == _parcel.c.id, left)
    query = select(_parcel.c.code, _parcel.c.state).where(_parcel.c.state.in_(("to_ship", "part_shipped")), nothing)
    for row in stream(connection, query):
        yield Fault("parcel.pieces", f"parcel {row.code}", f"it is {row.state}, but nothing is left to send")


def placed(connection: Connection) -> Iterator[Fault]:
    """Every order's story begins with its placing."""
    began = exists().where(_event.c.order_id == _order.c.id, _event.c.about == "order", _event.c.step == "place")
    for row in stream(connection, select(_order.c.number).where(~began)):
        yield Fault("order.events", f"order {row.number}", "nothing says when it was placed")
