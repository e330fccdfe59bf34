"""Shipping by a file of tracking numbers: good rows are sent, bad ones told, and a row is sent wholly or not at all.

Rows go through in batches of a transaction each, which carries the progress with it: nobody waits long for the
database, and a file that died goes on exactly where it stood. The same file again finds its boxes sent already.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from models.account.member import Member
from models.catalogue.supplier.supplier import Supplier
from models.kernel.act import Act
from models.kernel.codes import read_code
from models.kernel.database import Database
from models.kernel.errors import N_, Refused
from models.kernel.reading.numbers import ROUNDED
from models.trade.order.locks import hold_parcels_of
from models.trade.order.order import Parcel
from models.trade.parcel.counts import TO_SEND
from models.trade.parcel.finding import Named, parcels_held, parcels_named
from models.trade.parcel.readdressing import destinations
from models.trade.parcel.shipment import Shipment
from models.trade.parcel.shipping import Box, Way, ship_held, way
from models.trade.waybill.file import ShippingFile, ShippingState
from models.trade.waybill.keeping import file_has_died
from models.trade.waybill.reading import Waybill, carrier_meant

log = logging.getLogger(__name__)
PARCELS_BATCH = 100
# The column of the file that a refusal of `ship` or `way` concerns.
_COLUMNS = {"carrier": "快递", "tracking": "运单号"}
# Whom each number went to (a phone), and on which line.
Used = dict[Way, tuple[int, str]]
# What a row comes to: refused, a box, or nothing, as it was sent before.
Coming = Refused | Box | None


@dataclass(slots=True)
class Sent:
    """What came of rows."""

    shipped: int = 0
    again: int = 0
    problems: list[dict[str, Any]] = field(default_factory=list)


def ship_file(database: Database, code: str, *, clock: Callable[[], datetime]) -> None:
    """Sends what the rows of a waiting file say, or goes on with one that died. Leaves any other file alone, so that a
    job given out twice does no harm."""
    kept = _begin(database, code, clock())
    if kept is None:
        return
    rows = [Waybill(*row) for row in kept.rows]
    try:
        used = _remembered(database, kept, rows[: kept.rows_done])
        for start in range(kept.rows_done, len(rows), PARCELS_BATCH):
            if not _batch(database, kept, rows, start, used, clock()):
                # Somebody else goes on with it.
                return
    except Exception:
        log.exception("the file of tracking numbers %s stopped", code)
        with database.transaction() as session:
            session.exec(_mine(kept, "running").values(state="failed", moved_at=clock()))
        raise
    with database.transaction() as session:
        session.exec(_mine(kept, "running").values(state="done", rows=[], moved_at=clock()))


def _begin(database: Database, code: str, at: datetime) -> ShippingFile | None:
    """The file, now running, as values of this moment."""
    with database.transaction() as session:
        kept = session.exec(select(ShippingFile).where(ShippingFile.code == code).with_for_update()).first()
        if kept is None or not (kept.state == "waiting" or file_has_died(kept, at=at)):
            return None
        kept.state, kept.moved_at = "running", at
        session.flush()
        session.expunge(kept)
    return kept


def _mine(kept: ShippingFile, state: ShippingState) -> Any:
    return update(ShippingFile).where(col(ShippingFile.id) == kept.id, col(ShippingFile.state) == state)


def _batch(database: Database, kept: ShippingFile, rows: list[Waybill], start: int, used: Used, at: datetime) -> bool:
    """Sends one stretch of the file and writes its progress, both or neither. Says whether it was ours to send."""
    end = min(start + PARCELS_BATCH, len(rows))
    with database.transaction() as session:
        sent = send_rows(session, kept, rows[start:end], used, at=at)
        problems = [
            *session.exec(select(ShippingFile.problems).where(ShippingFile.id == kept.id)).one(),
            *sent.problems,
        ]
        done = (
            _mine(kept, "running")
            .where(col(ShippingFile.rows_done) == start)
            .values(
                rows_done=end,
                shipped=ShippingFile.shipped + sent.shipped,
                again=ShippingFile.again + sent.again,
                problems=problems,
                moved_at=at,
            )
        )
        is_ours = session.connection().execute(done).rowcount == 1
        if not is_ours:
            session.rollback()
    return is_ours


def send_rows(session: Session, kept: ShippingFile, rows: Sequence[Waybill], used: Used, *, at: datetime) -> Sent:
    """Sends what these rows say, in the caller's transaction."""
    sent, own = Sent(), session.get_one(Supplier, kept.supplier_id)
    act = Act.supplier(session.get(Member, kept.loaded_by) if kept.loaded_by else None, at)
    ids = _ids(parcels_named(session, own, *_names(rows)), rows)
    # Together, so that two files at once never wait in a circle.
    hold_parcels_of(session, {id_ for id_ in ids if id_})
    for part in _apart(list(zip(rows, ids, strict=True))):
        parcels = {parcel.id: parcel for parcel in parcels_held(session, [id_ for _, id_ in part if id_])}
        phones = {id_: to.phone for id_, to in destinations(session, parcels.values()).items()}
        pairs = [(row, parcels.get(id_ or 0)) for row, id_ in part]
        _send(session, sent, [row for row, _ in part], _looked(pairs, phones, used, kept.carrier), act)
    return sent


def _names(rows: Sequence[Waybill]) -> tuple[set[str], set[str]]:
    return {read_code(row.parcel) for row in rows if row.parcel}, {row.order for row in rows if row.order}


def _ids(named: Sequence[Named], rows: Sequence[Waybill]) -> list[int | None]:
    """The parcel each row means; None for one that is not there, or whose order is another."""
    coded, ordered = {parcel.code: parcel for parcel in named}, {parcel.order: parcel for parcel in named}
    parcels = [coded.get(read_code(row.parcel)) if row.parcel else ordered.get(row.order) for row in rows]
    return [
        parcel.id if parcel and (not row.order or parcel.order == row.order) else None
        for row, parcel in zip(rows, parcels, strict=True)
    ]


def _apart(found: list[tuple[Waybill, int | None]]) -> Iterator[list[tuple[Waybill, int | None]]]:
    """The rows in stretches that name no parcel twice: what comes of the first is seen by the second."""
    part: list[tuple[Waybill, int | None]] = []
    seen: set[int] = set()
    for row, id_ in found:
        if id_ in seen:
            yield part
            part, seen = [], set()
        part.append((row, id_))
        seen |= {id_} if id_ else set()
    yield part


def _looked(
    found: Sequence[tuple[Waybill, Parcel | None]], phones: dict[int, str], used: Used, carrier: str
) -> dict[int, Coming]:
    """What each row of a stretch comes to before anything leaves, by its line."""
    said: dict[int, Coming] = {}
    for row, parcel in found:
        try:
            said[row.line] = _box(row, parcel, phones, used, carrier)
        except Refused as refusal:
            said[row.line] = refusal
    return said


def _send(session: Session, sent: Sent, rows: Sequence[Waybill], said: dict[int, Coming], act: Act) -> None:
    """The boxes of one stretch leave together; what came of each row is counted."""
    boxes = {line: box for line, box in said.items() if isinstance(box, Box)}
    made = ship_held(session, list(boxes.values()), act)
    said |= {line: one for line, one in zip(boxes, made, strict=True) if isinstance(one, Refused)}
    for row in rows:
        come = said[row.line]
        if isinstance(come, Refused):
            sent.problems.append(_problem(row, come))
        sent.shipped += isinstance(come, Box)
        sent.again += come is None


def _box(row: Waybill, parcel: Parcel | None, phones: dict[int, str], used: Used, carrier: str) -> Box | None:
    """What the row sends; nothing where it was sent before in the same way. Raises Refused."""
    if parcel is None:
        raise Refused("parcel", N_("没有这个包裹"))
    meant, phone = _meant(row, carrier), phones[parcel.id]
    line, other = used.get(meant, (0, phone))
    if other != phone:
        # A number that was dragged down a column; parcels to one buyer may well share a box.
        raise Refused("tracking", N_("第 %(line)d 行已经把这个运单号用在另一位收货人的包裹上"), line=line)
    existing = _ways(parcel.shipments)
    if meant not in existing:
        _may(parcel, existing)
    used.setdefault(meant, (row.line, phone))
    return None if meant in existing else Box(parcel, meant)


def _meant(row: Waybill, carrier: str) -> Way:
    if ROUNDED.fullmatch(row.tracking):
        raise Refused("tracking", N_("运单号被表格软件改成了科学计数法，请把这一列设成文本再填"))
    return way(carrier_meant(row.carrier) if row.carrier else carrier, row.tracking)


def _may(parcel: Parcel, existing: list[Way]) -> None:
    if parcel.is_pickup:
        raise Refused("parcel", N_("这个包裹买家到店自取，不用发货"))
    if parcel.state in TO_SEND:
        return
    if parcel.state == "cancelled":
        raise Refused("parcel", N_("包裹已经取消，不要发"))
    if existing:
        raise Refused("parcel", N_("包裹已经用 %(way)s 发出，要改单号请到包裹页"), way=str(existing[-1]))
    raise Refused("parcel", N_("这个包裹现在不能发货，刷新看看它的状态"))


def _ways(boxes: Sequence[Shipment]) -> list[Way]:
    return [Way(box.carrier, box.tracking) for box in boxes]


def _remembered(database: Database, kept: ShippingFile, rows: Sequence[Waybill]) -> Used:
    """Whom the numbers of the rows that are done went to, before the file died."""
    used: Used = {}
    for start in range(0, len(rows), PARCELS_BATCH):
        with database.reading() as session:
            some, own = rows[start : start + PARCELS_BATCH], session.get_one(Supplier, kept.supplier_id)
            ids = _ids(parcels_named(session, own, *_names(some)), some)
            parcels = {parcel.id: parcel for parcel in parcels_held(session, [id_ for id_ in ids if id_])}
            to = destinations(session, parcels.values())
            for row, id_ in zip(some, ids, strict=True):
                for sent in _ways(parcels[id_].shipments) if id_ else ():
                    if sent.tracking == row.tracking.replace(" ", "").upper():
                        used.setdefault(sent, (row.line, to[id_ or 0].phone))
    return used


def _problem(row: Waybill, refusal: Refused) -> dict[str, Any]:
    return {
        "line": row.line,
        "column": _COLUMNS.get(refusal.field, "包裹"),
        "reason": refusal.message,
        "params": refusal.params,
        "parcel": row.parcel,
        "order": row.order,
        "carrier": row.carrier,
        "tracking": row.tracking,
    }
