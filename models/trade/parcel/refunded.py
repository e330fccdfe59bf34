"""What a refund does to lines and parcels: pieces and money counted once, unsent pieces back on the shelf."""

from sqlalchemy import update
from sqlmodel import Session, col

from models.kernel.act import Act
from models.kernel.errors import N_, Refused
from models.kernel.money import Money
from models.trade.order.order import Line, Parcel
from models.trade.order.steps import step_parcel


def give_pieces(session: Session, line: Line, *, pieces: int, unsent: int, amount: Money) -> None:
    """Counts pieces and money of a line as given back; `unsent` of them never left. Raises Refused past what there
    is."""
    sent = pieces - unsent
    enough = (
        col(Line.refunded) + pieces <= Line.quantity,
        col(Line.refunded_amount) + amount <= Line.price * Line.quantity - Line.discount,
        col(Line.shipped) + Line.refunded_unshipped + unsent <= Line.quantity,
        col(Line.refunded) - Line.refunded_unshipped + sent <= Line.shipped,
    )
    given = session.exec(
        update(Line)
        .where(col(Line.id) == line.id, *enough)
        .values(
            refunded=Line.refunded + pieces,
            refunded_unshipped=Line.refunded_unshipped + unsent,
            refunded_amount=Line.refunded_amount + amount,
        )
    )
    if given.rowcount != 1:
        raise Refused("amount", N_("“%(title)s”退不了这么多，刷新再看"), title=line.title)
    session.refresh(line)


def give_freight(session: Session, parcel: Parcel, amount: Money) -> None:
    """Counts freight of a parcel as given back. Raises Refused past what was charged."""
    enough = col(Parcel.freight_refunded) + amount <= Parcel.freight
    more = update(Parcel).where(col(Parcel.id) == parcel.id, enough)
    if session.exec(more.values(freight_refunded=Parcel.freight_refunded + amount)).rowcount != 1:
        raise Refused("freight", N_("运费最多能退 %(most)s 元"), most=(parcel.freight - parcel.freight_refunded).short)
    session.refresh(parcel)


def end_sending(session: Session, parcel: Parcel, act: Act) -> None:
    """Ends the sending where nothing is left to send: a parcel of which nothing left is cancelled, else it counts as
    shipped."""
    if parcel.state not in ("to_ship", "part_shipped") or any(line.to_ship for line in parcel.lines):
        return
    if parcel.state == "to_ship":
        step_parcel(session, parcel, "cancel", act)
    else:
        last = max(box.shipped_at for box in parcel.shipments)
        step_parcel(session, parcel, "ship", act, shipped_at=last)
