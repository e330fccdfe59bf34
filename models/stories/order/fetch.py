"""A parcel is fetched at the counter: it counts as sent and received at once, and cash was paid there."""

from dataclasses import dataclass

from sqlalchemy import update
from sqlmodel import Session, col

from models.catalogue.supplier.supplier import Supplier
from models.kernel.act import Act
from models.kernel.clock import local
from models.kernel.errors import N_, Refused
from models.kernel.rules import Rules
from models.stories.refund.close_order import advance_order
from models.trade.order.locks import hold_order
from models.trade.order.order import Line, Parcel
from models.trade.order.progress import ARRIVED
from models.trade.order.steps import step_parcel
from models.trade.pickup.counter import parcel_said


@dataclass(frozen=True, slots=True)
class AtCounter:
    """What came of a code at the counter: a parcel that lies there, or `refusal` says why nothing is handed out. Of a
    parcel that was fetched before, it says when."""

    parcel: Parcel | None = None
    refusal: Refused | None = None


def look_at_counter(session: Session, supplier: Supplier, typed: str, act: Act, *, rules: Rules) -> AtCounter:
    """What the code is for, before it is handed out. The caller commits: a wrong code is counted. Raises Refused."""
    parcel, refusal = parcel_said(session, supplier, typed, rules=rules, at=act.at)
    if parcel is None:
        return AtCounter(refusal=refusal)
    hold_order(session, parcel.order)
    return AtCounter(parcel, trouble_fetching(parcel))


def fetch_parcel(session: Session, supplier: Supplier, typed: str, act: Act, *, rules: Rules) -> AtCounter:
    """Hands out the parcel of this code, once: of two at once the second hears that it was fetched. The caller commits.
    Raises Refused."""
    said = look_at_counter(session, supplier, typed, act, rules=rules)
    if said.parcel is not None and said.refusal is None:
        _hand_out(session, said.parcel, act)
    return said


def trouble_fetching(parcel: Parcel) -> Refused | None:
    """Why it is not handed out; None where it is."""
    if parcel.state in ARRIVED:
        assert parcel.received_at is not None, "what is received has its time"
        return Refused(
            "code", N_("这个取货码的包裹已经在 %(at)s 取走了"), at=f"{local(parcel.received_at):%m-%d %H:%M}"
        )
    if parcel.state != "to_ship":
        return Refused("code", N_("这个取货码的包裹已经取消了"))
    return None


def _hand_out(session: Session, parcel: Parcel, act: Act) -> None:
    if not step_parcel(session, parcel, "fetch", act, shipped_at=act.at, received_at=act.at):
        raise Refused("code", N_("这个包裹刚刚有了变化，再输一次取货码"))
    left = col(Line.quantity) - col(Line.refunded_unshipped)
    session.exec(update(Line).where(col(Line.parcel_id) == parcel.id).values(shipped=left, received=left))
    session.expire_all()
    advance_order(session, parcel.order, act)
