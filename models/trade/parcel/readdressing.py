"""Sending a parcel elsewhere: the buyer asks before anything of it left, the supplier agrees or refuses, and the first
box that leaves makes an open request lapse. The freight was agreed at placement and stays."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, col, select

from models.kernel import text
from models.kernel.act import Act
from models.kernel.address.recipient import Recipient, written_on
from models.kernel.errors import N_, Refused
from models.kernel.steps import take
from models.trade.order.locks import hold_parcels
from models.trade.order.order import Parcel
from models.trade.order.steps import note_parcel
from models.trade.parcel.address_change import CHANGE, AddressChange, ChangeStep

# As long as a parcel is in one of these, nothing of it has left.
MOVABLE = ("waiting", "to_ship")
MOST_REQUESTS = 5
ADDRESS_WHY_LIMIT = 100


def can_move(parcel: Parcel) -> bool:
    """Whether it may still be sent elsewhere."""
    return parcel.state in MOVABLE and not parcel.is_pickup


def ship_to(session: Session, parcel: Parcel) -> Recipient:
    """Where the parcel goes: as last agreed, else as ordered."""
    return destinations(session, [parcel])[parcel.id]


def destinations(session: Session, parcels: Iterable[Parcel]) -> dict[int, Recipient]:
    """Where many parcels go, by parcel id. One that is fetched goes nowhere: whoever hands it out knows whom to."""
    goes_to = {parcel.id: _ordered(parcel) for parcel in parcels}
    agreed = select(AddressChange).where(col(AddressChange.parcel_id).in_(goes_to), AddressChange.state == "agreed")
    for change in session.exec(agreed.order_by(col(AddressChange.id))):
        goes_to[change.parcel_id] = written_on(change)
    return goes_to


def open_changes(session: Session, parcels: Iterable[Parcel]) -> dict[int, AddressChange]:
    """Requests that wait for the supplier, by parcel id."""
    ids = [parcel.id for parcel in parcels if parcel.state in MOVABLE]
    query = select(AddressChange).where(col(AddressChange.parcel_id).in_(ids), AddressChange.state == "asked")
    return {change.parcel_id: change for change in session.exec(query)}


def open_change(session: Session, parcel: Parcel) -> AddressChange | None:
    """The request on a parcel that waits for the supplier."""
    return open_changes(session, [parcel]).get(parcel.id)


def changes_of(session: Session, parcels: Iterable[Parcel]) -> dict[int, AddressChange]:
    """The newest request of each parcel, whatever came of it, by parcel id."""
    ids = [parcel.id for parcel in parcels]
    query = select(AddressChange).where(col(AddressChange.parcel_id).in_(ids)).order_by(col(AddressChange.id))
    return {change.parcel_id: change for change in session.exec(query)}


def ask_address(session: Session, parcel: Parcel, to: Recipient, *, at: datetime) -> AddressChange | None:
    """The buyer asks. The same again is the same request; another address takes its place. None where the parcel goes
    there already. Raises Refused once something of it left, or where it was asked too often."""
    to = read_address(to)
    if parcel.is_pickup:
        raise Refused("", N_("这个包裹到店自取，没有地址可以改"))
    if not _hold(session, parcel):
        raise Refused("", N_("包裹已经发出或取消，地址不能再改"))
    existing = open_change(session, parcel)
    if existing is not None and written_on(existing) == to:
        return existing
    if existing is None and ship_to(session, parcel) == to:
        return None
    asked_so_far = session.exec(select(AddressChange.id).where(AddressChange.parcel_id == parcel.id)).all()
    if len(asked_so_far) >= MOST_REQUESTS:
        raise Refused("", N_("这个包裹改地址的次数太多了，请直接问商家"))
    if existing is not None:
        _decide(session, existing, "lapse", Act.buyer(at, "replaced"))
    change = AddressChange(
        parcel_id=parcel.id,
        name=to.name,
        phone=to.phone,
        region=to.region,
        region_code=to.region_code,
        street=to.street,
        asked_at=at,
    )
    session.add(change)
    note_parcel(session, parcel, "move_ask", Act.buyer(at))
    return change


def agree_address(session: Session, change: AddressChange, act: Act) -> None:
    """The supplier agrees: from now on the parcel goes there. Raises Refused where it was shipped or answered."""
    if not _hold(session, change.parcel):
        raise Refused("", N_("包裹已经发出或取消，地址不能再改"))
    if _answer(session, change, "agree", act):
        note_parcel(session, change.parcel, "move_agree", act)


def refuse_address(session: Session, change: AddressChange, act: Act) -> None:
    """The supplier refuses, with a reason. Raises Refused without one, or where it was answered already."""
    reason = text.one_line(act.why)
    if not reason or len(reason) > ADDRESS_WHY_LIMIT:
        raise Refused("why", N_("请写原因，最多 %(most)d 个字"), most=ADDRESS_WHY_LIMIT)
    act = act.because(reason)
    if _answer(session, change, "refuse", act):
        note_parcel(session, change.parcel, "move_refuse", act)


def lapse_address(session: Session, parcel: Parcel, act: Act) -> None:
    """A box left for the old address: an open request cannot be met any more, and the buyer is told so."""
    query = select(AddressChange).where(AddressChange.parcel_id == parcel.id, AddressChange.state == "asked")
    for change in session.exec(query).all():
        if _decide(session, change, "lapse", act.because("shipped")):
            note_parcel(session, parcel, "move_lapse", act)


def _ordered(parcel: Parcel) -> Recipient:
    if parcel.is_pickup:
        return Recipient(parcel.order.name, parcel.order.phone)
    return written_on(parcel.order)


def _answer(session: Session, change: AddressChange, step: ChangeStep, act: Act) -> bool:
    """Whether it was answered so just now, not before. Raises Refused where it was answered otherwise."""
    if change.state == CHANGE[step][1]:
        return False
    if not _decide(session, change, step, act):
        raise Refused("", N_("这个请求已经有结果了，刷新看看"))
    return True


def _decide(session: Session, change: AddressChange, step: ChangeStep, act: Act) -> bool:
    return take(session, change, CHANGE, step, {"decided_at": act.at, "decided_by": act.by_id, "why": act.why})


def _hold(session: Session, parcel: Parcel) -> bool:
    """Asking, answering and shipping come one after another. False once something left."""
    hold_parcels(session, [parcel])
    return parcel.state in MOVABLE


def read_address(to: Recipient) -> Recipient:
    """The address as it was typed, made plain. Raises Refused at the field that cannot be right."""
    read = to.plain
    if not read.phone:
        raise Refused("phone", N_("请填 11 位手机号"))
    for name, most in (("name", 30), ("region", 60), ("street", 120)):
        if not 0 < len(getattr(read, name)) <= most:
            raise Refused(name, N_("要填，最多 %(most)d 个字"), most=most)
    return read
