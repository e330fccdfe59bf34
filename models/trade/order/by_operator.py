"""What an operator sees of an order, and looks at with a trace."""

from sqlalchemy.orm import selectinload
from sqlmodel import Session, select

from models.account.audit import note_audit
from models.kernel.act import Act
from models.kernel.address.recipient import Recipient, written_on
from models.kernel.record import related
from models.trade.order.order import Line, Order, Parcel


def order_at_desk(session: Session, number: str) -> Order | None:
    """An order with its parcels, lines, boxes and steps."""
    parcels = selectinload(related(Order.parcels))
    whole = (
        parcels.selectinload(related(Parcel.lines)).selectinload(related(Line.shop)),
        parcels.selectinload(related(Parcel.shipments)),
        parcels.selectinload(related(Parcel.supplier)),
        selectinload(related(Order.events)),
    )
    return session.exec(select(Order).where(Order.number == number).options(*whole)).first()


def look_at_recipient(session: Session, order: Order, act: Act) -> Recipient:
    """Where the buyer lives and can be called; that somebody looked is on record."""
    note_audit(session, "order.look", order.number, act)
    return written_on(order)
