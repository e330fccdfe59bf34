"""A parcel that is fetched is ready: its buyer gets a code to say at the counter."""

import secrets
from datetime import timedelta

from sqlmodel import Session, col, select

from models.kernel.act import Act
from models.kernel.database import in_turn
from models.kernel.errors import N_, Refused
from models.trade.order.locks import hold_parcels
from models.trade.order.order import Parcel
from models.trade.order.steps import note_parcel
from models.trade.pickup.pickup import PICKUP_CODE_DIGITS, Pickup

# A code is not drawn again for so long: who comes late with an old one is told of the parcel that it was for.
_RESTS = timedelta(days=90)


def ready_parcel(session: Session, parcel: Parcel, act: Act) -> None:
    """It lies at the counter from now on, for as many days as was said at placement. Again, it changes nothing. Raises
    Refused where it is sent, was fetched or is cancelled."""
    take_counter(session, parcel.supplier_id)
    hold_parcels(session, [parcel])
    if parcel.pickup is None:
        raise Refused("", N_("这个包裹要寄出去，不是来店里取的"))
    if parcel.ready_at is not None:
        return
    if parcel.state != "to_ship":
        raise Refused("", N_("这个包裹现在不能备好待取，刷新看看它的状态"))
    parcel.ready_at = act.at
    parcel.pickup.code = _drawn(session, parcel.supplier_id, act)
    parcel.pickup.fetch_by = act.at + timedelta(days=parcel.pickup.days)
    session.add(parcel)
    note_parcel(session, parcel, "ready", act)


def take_counter(session: Session, supplier_id: int) -> None:
    """Codes of one supplier are drawn and tried one after another: no two are the same, and nobody tries many at once.
    Taken before the order and its parcels."""
    in_turn(session, f"pickup:{supplier_id}")


def _drawn(session: Session, supplier_id: int, act: Act) -> str:
    of_it = select(Pickup.code).where(Pickup.supplier_id == supplier_id, col(Pickup.fetch_by) > act.at - _RESTS)
    taken = set(session.exec(of_it))
    while True:
        code = f"{secrets.randbelow(10**PICKUP_CODE_DIGITS):0{PICKUP_CODE_DIGITS}d}"
        if code not in taken:
            return code
