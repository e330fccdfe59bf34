"""What a supplier does with its parcels, and what the buyer says when one arrives."""

import re
from datetime import datetime

from sqlalchemy.orm import joinedload, selectinload
from sqlmodel import Session, col, select

from models.account.member import Member
from models.catalogue.supplier import Supplier
from models.kernel.errors import N_, Refused
from models.kernel.record import related
from models.kernel.text import narrow, one_line
from models.trade.order import Parcel
from models.trade.steps import step_parcel

CARRIERS = ("顺丰速运", "中通快递", "圆通速递", "申通快递", "韵达快递", "极兔速递", "京东物流", "邮政 EMS", "其他")
_TRACKING = re.compile(r"[0-9A-Z][0-9A-Z\-]{5,39}")


def ship(session: Session, parcel: Parcel, *, carrier: str, tracking: str, by: Member | None, at: datetime) -> None:
    """Ships a parcel, or corrects what was said of one under way. The same call twice changes nothing more."""
    number = narrow(tracking).replace(" ", "").upper()
    carrier = one_line(carrier)
    if carrier not in CARRIERS:
        raise Refused("carrier", N_("选一家快递公司"))
    if not _TRACKING.fullmatch(number):
        raise Refused("tracking", N_("运单号是 6 到 40 位字母或数字"))
    if (parcel.carrier, parcel.tracking, parcel.state) == (carrier, number, "shipped"):
        return
    facts = {"carrier": carrier, "tracking": number}
    if step_parcel(
        session, parcel, "ship", who="supplier", by=by, at=at, why=f"{carrier} {number}", shipped_at=at, **facts
    ):
        return
    if not step_parcel(session, parcel, "correct", who="supplier", by=by, at=at, why=f"{carrier} {number}", **facts):
        raise Refused("", N_("这个包裹现在不能发货，刷新看看它的状态"))


def receive(session: Session, parcel: Parcel, *, who: str, at: datetime, why: str = "") -> None:
    """Confirms receipt. Once received it stays so; a parcel that was not shipped cannot be received."""
    if parcel.state == "received":
        return
    if not step_parcel(session, parcel, "receive", who=who, at=at, why=why, received_at=at):
        session.refresh(parcel)
        if parcel.state == "received":
            # Somebody else, or the clock, confirmed it this very moment.
            return
        raise Refused("", N_("包裹还没有发出，等收到再确认"))


def parcels_of(session: Session, supplier: Supplier, *, state: str, limit: int, offset: int) -> list[Parcel]:
    """A supplier's own parcels in one state (or all), longest waiting first where they are to ship."""
    found = select(Parcel).where(Parcel.supplier_id == supplier.id)
    found = found.where(Parcel.state == state) if state else found.where(Parcel.state != "waiting")
    order = col(Parcel.id).asc() if state == "to_ship" else col(Parcel.id).desc()
    loads = (joinedload(related(Parcel.order)), selectinload(related(Parcel.lines)))
    return list(session.exec(found.order_by(order).limit(limit).offset(offset).options(*loads)))


def parcel_coded(session: Session, supplier: Supplier, code: str) -> Parcel | None:
    """One of the supplier's own parcels that it may know of: not before it is paid."""
    found = select(Parcel).where(Parcel.supplier_id == supplier.id, Parcel.code == code, Parcel.state != "waiting")
    return session.exec(found).first()
