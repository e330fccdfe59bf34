"""What a supplier does with its parcels, box by box, and what the buyer says when one arrives."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import insert, update
from sqlmodel import Session, col, select

from models.catalogue.supplier.supplier import Supplier
from models.kernel.act import Act
from models.kernel.codes import fresh_codes
from models.kernel.errors import N_, Refused
from models.kernel.text import narrow, one_line
from models.trade.order.locks import hold_parcels
from models.trade.order.order import Line, Parcel
from models.trade.order.steps import note_parcel, step_parcel, step_parcels
from models.trade.parcel.carriers import CARRIERS
from models.trade.parcel.readdressing import lapse_address, open_changes
from models.trade.parcel.shipment import Shipment, ShipmentLine

_TRACKING = re.compile(r"[0-9A-Z][0-9A-Z\-]{5,39}")


@dataclass(frozen=True, slots=True)
class Way:
    """How a box travels: one of CARRIERS and its number, as `way` read it."""

    carrier: str
    tracking: str

    def __str__(self) -> str:
        return f"{self.carrier} {self.tracking}".strip()


# Handed over where the parcel was fetched: nobody carries it, so it has no number.
AT_COUNTER = Way("到店", "")


def way(carrier: str, tracking: str) -> Way:
    """Reads what was typed or pasted. Raises Refused at the field that cannot be right."""
    read = Way(one_line(carrier), narrow(tracking).replace(" ", "").upper())
    if read.carrier not in CARRIERS:
        raise Refused("carrier", N_("选一家快递公司"))
    if not _TRACKING.fullmatch(read.tracking):
        raise Refused("tracking", N_("运单号是 6 到 40 位字母或数字"))
    return read


@dataclass(frozen=True, slots=True)
class Box:
    """What is to be sent: `pieces` of a parcel by line id, or all that is still to send. `anyway`: to the old address
    although the buyer asked for another."""

    parcel: Parcel
    sent: Way
    pieces: dict[int, int] | None = None
    anyway: bool = False

    @property
    def contents(self) -> dict[int, int]:
        """Pieces by line id, without lines of which there are none in it."""
        named = self.pieces
        all_ = {line.id: line.to_ship if named is None else named.get(line.id, 0) for line in self.parcel.lines}
        return {line: quantity for line, quantity in all_.items() if quantity}


def ship(
    session: Session, parcel: Parcel, sent: Way, act: Act, *, pieces: dict[int, int] | None = None, anyway: bool = False
) -> Shipment:
    """Sends a box: `pieces` of the parcel by line id, or all that is still to send. The same box (carrier and number)
    again changes nothing. Raises Refused where nothing is left to send, or more is named than there is. Raises Refused
    too while the buyer waits for an answer about another address, unless `anyway` sends it to the old one; then the
    request lapses."""
    # The second of two boxes at once sees what the first took.
    hold_parcels(session, [parcel])
    said = ship_held(session, [Box(parcel, sent, pieces, anyway)], act)[0]
    if isinstance(said, Refused):
        raise said
    return said


def ship_held(session: Session, boxes: Sequence[Box], act: Act) -> list[Shipment | Refused]:
    """Sends one box of each of many parcels, in a few statements. The caller holds the parcels and has read them since.
    A refusal stands in its box's place and keeps none of the others back."""
    ids = [box.parcel.id for box in boxes]
    changes = open_changes(session, [box.parcel for box in boxes])
    said = [_sent_already(box) or _refusal(box, asked=id_ in changes) for id_, box in zip(ids, boxes, strict=True)]
    going = {id_: box for id_, box, no in zip(ids, boxes, said, strict=True) if no is None}
    made = _leave(session, going, act)
    for id_ in changes.keys() & made.keys():
        lapse_address(session, going[id_].parcel, act)
    moved = Refused("", N_("这个包裹现在不能发货，刷新看看它的状态"))
    return [no if no is not None else made.get(id_, moved) for id_, no in zip(ids, said, strict=True)]


def _sent_already(box: Box) -> Shipment | None:
    same = (
        shipment
        for shipment in box.parcel.shipments
        if (shipment.carrier, shipment.tracking) == (box.sent.carrier, box.sent.tracking)
    )
    return next(same, None)


def _refusal(box: Box, *, asked: bool) -> Refused | None:
    """Why it cannot go."""
    named, lines = box.pieces, box.parcel.lines
    if box.parcel.is_pickup:
        return Refused("", N_("这个包裹买家到店自取，不用发货"))
    if named is not None:
        for line in lines:
            if not 0 <= named.get(line.id, 0) <= line.to_ship:
                return Refused("pieces", N_("“%(title)s”最多还能发 %(left)s 件"), title=line.title, left=line.to_ship)
        if not box.contents or named.keys() - {line.id for line in lines}:
            return Refused("pieces", N_("这一箱里要装至少一件"))
    if asked and not box.anyway:
        return Refused("anyway", N_("买家想改地址，请先同意或拒绝，再发货"))
    return None


def _leave(session: Session, boxes: dict[int, Box], act: Act) -> dict[int, Shipment]:
    """Takes the steps, counts the pieces, makes the rows: of those whose parcel took its step. By the parcels' ids."""
    contents = {id_: box.contents for id_, box in boxes.items()}
    stale = [record for box in boxes.values() for record in (*box.parcel.lines, box.parcel)]
    taken = _step(session, boxes, contents, act)
    _count(session, {line: pieces for id_ in taken for line, pieces in contents[id_].items()})
    codes = fresh_codes(session, col(Shipment.code), 8, len(taken))
    made = {
        id_: Shipment(
            code=code,
            parcel_id=id_,
            carrier=boxes[id_].sent.carrier,
            tracking=boxes[id_].sent.tracking,
            shipped_at=act.at,
        )
        for code, id_ in zip(codes, taken, strict=True)
    }
    session.add_all(made.values())
    session.flush()
    packed = [
        {"shipment_id": shipment.id, "line_id": line, "quantity": pieces}
        for id_, shipment in made.items()
        for line, pieces in contents[id_].items()
    ]
    if packed:
        session.connection().execute(insert(ShipmentLine), packed)
    for record in stale:
        session.expire(record)
    return made


def _step(session: Session, boxes: dict[int, Box], contents: dict[int, dict[int, int]], act: Act) -> list[int]:
    """Those whose parcel took its step, in the order given: by a box that ends the sending another than before it."""
    whys = {id_: str(box.sent) for id_, box in boxes.items()}
    last = {
        id_
        for id_, box in boxes.items()
        if all(contents[id_].get(line.id, 0) == line.to_ship for line in box.parcel.lines)
    }
    some = [boxes[id_].parcel for id_ in sorted(boxes.keys() - last)]
    whole = [boxes[id_].parcel for id_ in sorted(last)]
    taken = step_parcels(session, whole, "ship", act, whys=whys, shipped_at=act.at)
    taken |= step_parcels(session, some, "ship_part", act, whys=whys)
    return [id_ for id_ in boxes if id_ in taken]


def _count(session: Session, pieces: dict[int, int]) -> None:
    """So many pieces of each line have left. Raises Refused where there are not so many."""
    by_quantity: dict[int, list[int]] = {}
    for line, quantity in pieces.items():
        by_quantity.setdefault(quantity, []).append(line)
    for quantity, lines in sorted(by_quantity.items()):
        left = col(Line.quantity) - col(Line.refunded_unshipped) - col(Line.shipped) >= quantity
        taken = update(Line).where(col(Line.id).in_(lines), left).values(shipped=Line.shipped + quantity)
        if session.connection().execute(taken).rowcount != len(lines):
            # Who holds the parcel has read what there is; only a writer that holds nothing comes here.
            raise Refused("pieces", N_("货品刚刚有变化，刷新再看"))


def correct(session: Session, box: Shipment, sent: Way, act: Act) -> None:
    """Corrects what was said of a box under way. Raises Refused once it arrived."""
    if (box.carrier, box.tracking) == (sent.carrier, sent.tracking):
        return
    if box.received_at is not None:
        raise Refused("", N_("包裹已经收到，运单号不能再改"))
    box.carrier, box.tracking = sent.carrier, sent.tracking
    note_parcel(session, box.parcel, "correct", act.because(str(sent)))


def receive(session: Session, parcel: Parcel, act: Act) -> None:
    """Confirms receipt of all its boxes. Once received it stays so; a parcel that was not wholly shipped cannot be."""
    if parcel.state in ("received", "closed"):
        return
    if not step_parcel(session, parcel, "receive", act, received_at=act.at):
        if parcel.state in ("received", "closed"):
            # Somebody else, or the clock, confirmed it this very moment.
            return
        raise Refused("", N_("包裹还没有发出，等收到再确认"))
    session.exec(update(Line).where(col(Line.parcel_id) == parcel.id).values(received=Line.shipped))
    arrived = update(Shipment).where(col(Shipment.parcel_id) == parcel.id, col(Shipment.received_at).is_(None))
    session.exec(arrived.values(received_at=act.at))


def parcel_coded(session: Session, supplier: Supplier, code: str) -> Parcel | None:
    """One of the supplier's own parcels that it may know of: not before it is paid."""
    query = select(Parcel).where(Parcel.supplier_id == supplier.id, Parcel.code == code, Parcel.state != "waiting")
    return session.exec(query).first()
