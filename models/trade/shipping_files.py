"""Shipping by a file of tracking numbers: good rows are sent, bad ones told, and a row is sent wholly or not at all.

Rows go through in batches of a transaction each, every row in a savepoint of its own, so that nobody waits long for the
database. The same file again finds its boxes sent already."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from sqlmodel import Session, col, select

from models.account.member import Member
from models.catalogue.supplier import Supplier
from models.kernel.codes import fresh_code, read_code
from models.kernel.database import Database
from models.kernel.errors import N_, Refused
from models.trade.holding import hold_parcels
from models.trade.moving import ship_to
from models.trade.order import Parcel
from models.trade.parcel_counts import TO_SEND
from models.trade.parcel_list import parcels_coded, parcels_ordered
from models.trade.parcels import Way, ship, way
from models.trade.shipping_file import ShippingFile
from models.trade.waybills import ROUNDED, Waybill, carrier_meant

BATCH = 25
# The column of the file that a refusal of `ship` or `way` concerns.
COLUMNS = {"carrier": "快递", "tracking": "运单号"}


@dataclass(slots=True)
class Sent:
    """What came of the rows. `used` remembers whom each number went to, and on which line."""

    shipped: int = 0
    again: int = 0
    blank: int = 0
    problems: list[dict[str, Any]] = field(default_factory=list)
    used: dict[Way, tuple[int, str]] = field(default_factory=dict)


def ship_listed(
    database: Database, supplier_id: int, member_id: int, rows: Sequence[Waybill], *, carrier: str, at: datetime
) -> Sent:
    """Sends what the rows say. `carrier` is meant where a row names none. Must not be called inside a transaction."""
    sent = Sent(blank=sum(not row.tracking for row in rows))
    waiting = iter([row for row in rows if row.tracking])
    while batch := list(islice(waiting, BATCH)):
        with database.transaction() as session:
            own, by = session.get_one(Supplier, supplier_id), session.get_one(Member, member_id)
            for row, parcel in _found(session, own, batch):
                _send(session, sent, row, parcel, carrier, by, at)
    return sent


def keep_file(session: Session, supplier: Supplier, by: Member, name: str, sent: Sent, *, at: datetime) -> ShippingFile:
    """The record of what came of a file."""
    kept = ShippingFile(
        code=fresh_code(session, ShippingFile.code, 8),
        supplier_id=supplier.id,
        loaded_by=by.id,
        file_name=name[:120],
        shipped=sent.shipped,
        again=sent.again,
        blank=sent.blank,
        problems=sent.problems,
        loaded_at=at,
    )
    session.add(kept)
    session.flush()
    return kept


def files_of(session: Session, supplier: Supplier, *, limit: int = 10) -> list[ShippingFile]:
    """A supplier's newest files."""
    found = select(ShippingFile).where(ShippingFile.supplier_id == supplier.id)
    return list(session.exec(found.order_by(col(ShippingFile.id).desc()).limit(limit)))


def file_coded(session: Session, supplier: Supplier, code: str) -> ShippingFile | None:
    """One of the supplier's own files."""
    found = select(ShippingFile).where(ShippingFile.supplier_id == supplier.id, ShippingFile.code == code)
    return session.exec(found).first()


def _found(session: Session, own: Supplier, batch: Sequence[Waybill]) -> list[tuple[Waybill, Parcel | None]]:
    """The rows with the supplier's own parcels, which are held together: two files at once never wait in a circle."""
    coded = {parcel.code: parcel for parcel in parcels_coded(session, own, {read_code(row.parcel) for row in batch})}
    ordered = {parcel.order.number: parcel for parcel in parcels_ordered(session, own, {row.order for row in batch})}
    found = [coded.get(read_code(row.parcel)) if row.parcel else ordered.get(row.order) for row in batch]
    hold_parcels(session, [parcel for parcel in found if parcel])
    return list(zip(batch, found, strict=True))


def _send(
    session: Session, sent: Sent, row: Waybill, parcel: Parcel | None, carrier: str, by: Member, at: datetime
) -> None:
    try:
        with session.begin_nested():
            if parcel is None or (row.order and row.parcel and parcel.order.number != row.order):
                raise Refused("parcel", N_("没有这个包裹"))
            if ROUNDED.fullmatch(row.tracking):
                raise Refused("tracking", N_("运单号被表格软件改成了科学计数法，请把这一列设成文本再填"))
            meant = way(carrier_meant(row.carrier) if row.carrier else carrier, row.tracking)
            new = _send_one(session, sent, row, parcel, meant, by, at)
    except Refused as refusal:
        sent.problems.append(_problem(row, refusal))
        return
    sent.shipped += new
    sent.again += not new


def _send_one(session: Session, sent: Sent, row: Waybill, parcel: Parcel, meant: Way, by: Member, at: datetime) -> bool:
    """Whether the box was not sent before. Raises Refused."""
    phone = ship_to(session, parcel).phone
    line, other = sent.used.get(meant, (0, phone))
    if other != phone:
        # A number that was dragged down a column; parcels to one buyer may well share a box.
        raise Refused("tracking", N_("第 %(line)d 行已经把这个运单号用在另一位收货人的包裹上"), line=line)
    standing = [Way(box.carrier, box.tracking) for box in parcel.shipments]
    if meant not in standing:
        _may(parcel, standing)
        ship(session, parcel, meant, by=by, at=at)
    sent.used.setdefault(meant, (row.line, phone))
    return meant not in standing


def _may(parcel: Parcel, standing: list[Way]) -> None:
    if parcel.state in TO_SEND:
        return
    if parcel.state == "cancelled":
        raise Refused("parcel", N_("包裹已经取消，不要发"))
    if standing:
        raise Refused("parcel", N_("包裹已经用 %(way)s 发出，要改单号请到包裹页"), way=str(standing[-1]))
    raise Refused("parcel", N_("这个包裹现在不能发货，刷新看看它的状态"))


def _problem(row: Waybill, refusal: Refused) -> dict[str, Any]:
    return {
        "line": row.line,
        "column": COLUMNS.get(refusal.field, "包裹"),
        "reason": refusal.message,
        "params": refusal.params,
        "parcel": row.parcel,
        "order": row.order,
        "carrier": row.carrier,
        "tracking": row.tracking,
    }
