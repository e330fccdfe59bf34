"""What a supplier does with its parcels, box by box, and what the buyer says when one arrives."""

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from models.account.member import Member
from models.catalogue.supplier import Supplier
from models.kernel.codes import fresh_code
from models.kernel.errors import N_, Refused
from models.kernel.text import narrow, one_line
from models.trade.holding import hold_parcels
from models.trade.moving import lapse, open_change
from models.trade.order import Line, Parcel, Shipment, ShipmentLine
from models.trade.steps import note, step_parcel

CARRIERS = ("顺丰速运", "中通快递", "圆通速递", "申通快递", "韵达快递", "极兔速递", "京东物流", "邮政 EMS", "其他")
_TRACKING = re.compile(r"[0-9A-Z][0-9A-Z\-]{5,39}")


@dataclass(frozen=True, slots=True)
class Way:
    """How a box travels: one of CARRIERS and its number, as `way` read it."""

    carrier: str
    tracking: str

    def __str__(self) -> str:
        return f"{self.carrier} {self.tracking}"


def way(carrier: str, tracking: str) -> Way:
    """Reads what was typed or pasted. Raises Refused at the field that cannot be right."""
    read = Way(one_line(carrier), narrow(tracking).replace(" ", "").upper())
    if read.carrier not in CARRIERS:
        raise Refused("carrier", N_("选一家快递公司"))
    if not _TRACKING.fullmatch(read.tracking):
        raise Refused("tracking", N_("运单号是 6 到 40 位字母或数字"))
    return read


def ship(
    session: Session,
    parcel: Parcel,
    sent: Way,
    *,
    by: Member | None,
    at: datetime,
    pieces: dict[int, int] | None = None,
    anyway: bool = False,
) -> Shipment:
    """Sends a box: `pieces` of it by line id, or all that is still to send. The same box (carrier and number) twice is
    one. Raises Refused where nothing is left to send, more is named than there is, or the buyer waits for an answer
    about another address: unless it is sent to the old one `anyway`, by which the request lapses."""
    # Of two boxes at once, the second sees what the first took.
    hold_parcels(session, [parcel])
    again = (box for box in parcel.shipments if (box.carrier, box.tracking) == (sent.carrier, sent.tracking))
    standing = next(again, None)
    if standing is not None:
        return standing
    step = _step_for(parcel, pieces)
    if open_change(session, parcel) is not None and not anyway:
        raise Refused("anyway", N_("买家想改地址，请先同意或拒绝，再发货"))
    facts = {"shipped_at": at} if step == "ship" else {}
    if not step_parcel(session, parcel, step, who="supplier", by=by, at=at, why=str(sent), **facts):
        raise Refused("", N_("这个包裹现在不能发货，刷新看看它的状态"))
    lapse(session, parcel, by=by, at=at)
    box = Shipment(
        code=fresh_code(session, Shipment.code, 8),
        parcel_id=parcel.id,
        carrier=sent.carrier,
        tracking=sent.tracking,
        shipped_at=at,
    )
    session.add(box)
    session.flush()
    for line in parcel.lines:
        _put_in(session, box, line, line.to_ship if pieces is None else pieces.get(line.id, 0))
    session.refresh(parcel)
    return box


def _step_for(parcel: Parcel, pieces: dict[int, int] | None) -> str:
    """Whether this box ends the sending. Raises Refused for pieces that are not there."""
    if pieces is None:
        return "ship"
    for line in parcel.lines:
        if not 0 <= pieces.get(line.id, 0) <= line.to_ship:
            raise Refused("pieces", N_("“%(title)s”最多还能发 %(left)s 件"), title=line.title, left=line.to_ship)
    if not sum(pieces.values()) or set(pieces) - {line.id for line in parcel.lines}:
        raise Refused("pieces", N_("这一箱里要装至少一件"))
    return "ship" if all(pieces.get(line.id, 0) == line.to_ship for line in parcel.lines) else "ship_part"


def _put_in(session: Session, box: Shipment, line: Line, quantity: int) -> None:
    if quantity == 0:
        return
    left = col(Line.quantity) - col(Line.refunded_unshipped) - col(Line.shipped) >= quantity
    taken = session.exec(update(Line).where(col(Line.id) == line.id, left).values(shipped=Line.shipped + quantity))
    if taken.rowcount != 1:
        raise Refused("pieces", N_("“%(title)s”刚刚有变化，刷新再看"), title=line.title)
    session.add(ShipmentLine(shipment_id=box.id, line_id=line.id, quantity=quantity))
    session.flush()
    session.refresh(line)


def correct(session: Session, box: Shipment, sent: Way, *, by: Member | None, at: datetime) -> None:
    """Corrects what was said of a box under way. Raises Refused once it arrived."""
    if (box.carrier, box.tracking) == (sent.carrier, sent.tracking):
        return
    if box.received_at is not None:
        raise Refused("", N_("包裹已经收到，运单号不能再改"))
    box.carrier, box.tracking = sent.carrier, sent.tracking
    parcel = box.parcel
    note(
        session,
        parcel.order_id,
        "correct",
        who="supplier",
        by=by,
        at=at,
        why=str(sent),
        parcel_id=parcel.id,
        subject=parcel.code,
    )


def receive(session: Session, parcel: Parcel, *, who: str, at: datetime, why: str = "") -> None:
    """Confirms receipt of all its boxes. Once received it stays so; a parcel that was not wholly shipped cannot be."""
    if parcel.state in ("received", "closed"):
        return
    if not step_parcel(session, parcel, "receive", who=who, at=at, why=why, received_at=at):
        if parcel.state in ("received", "closed"):
            # Somebody else, or the clock, confirmed it this very moment.
            return
        raise Refused("", N_("包裹还没有发出，等收到再确认"))
    session.exec(update(Line).where(col(Line.parcel_id) == parcel.id).values(received=Line.shipped))
    arrived = update(Shipment).where(col(Shipment.parcel_id) == parcel.id, col(Shipment.received_at).is_(None))
    session.exec(arrived.values(received_at=at))


def parcel_coded(session: Session, supplier: Supplier, code: str) -> Parcel | None:
    """One of the supplier's own parcels that it may know of: not before it is paid."""
    found = select(Parcel).where(Parcel.supplier_id == supplier.id, Parcel.code == code, Parcel.state != "waiting")
    return session.exec(found).first()
