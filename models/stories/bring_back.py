"""A parcel that came back undelivered: its goods are on the shelf again, and nobody pays for it."""

from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col

from models.account.member import Member
from models.kernel.errors import N_, Refused
from models.stories.close_orders import settle
from models.stories.refunding import Part, refund
from models.trade.carting import return_stock
from models.trade.holding import hold_order
from models.trade.moot import make_moot
from models.trade.order import Line, Parcel
from models.trade.steps import step_parcel


def bring_back(session: Session, parcel: Parcel, *, by: Member | None, at: datetime, why: str = "") -> bool:
    """All of a shipped parcel is with its supplier again: refused at the door, or nobody was there. The buyer, who has
    nothing of it, gets all of it back, freight too; cash on delivery is not collected. Raises Refused where it cannot
    have come back. A second call does nothing. Says whether this one was the first."""
    hold_order(session, parcel.order)
    if parcel.state == "came_back":
        return False
    if any(line.returned for line in parcel.lines):
        raise Refused("", N_("买家已经收到过这个包裹，请走售后"))
    make_moot(session, parcel, who="supplier", by=by, at=at, why="came_back")
    if not step_parcel(session, parcel, "come_back", who="supplier", by=by, at=at, why=why):
        raise Refused("", N_("只有在路上的包裹才会退回来"))
    _shelve(session, parcel)
    _give_back(session, parcel, by, at)
    return True


def _shelve(session: Session, parcel: Parcel) -> None:
    for line in sorted(parcel.lines, key=lambda line: line.sku_id):
        session.exec(update(Line).where(col(Line.id) == line.id).values(returned=Line.shipped))
        return_stock(session, line.sku_id, line.shipped)


def _give_back(session: Session, parcel: Parcel, by: Member | None, at: datetime) -> None:
    lines = [Part(line, line.quantity - line.refunded, line.refundable, sent=True) for line in parcel.lines]
    freight = parcel.freight - parcel.freight_refunded
    if freight + sum(part.amount for part in lines) == 0:
        # All of it was given back while it was under way.
        settle(session, parcel.order, who="supplier", by=by, at=at)
        return
    refund(
        session,
        parcel.order,
        cause="came_back",
        key=f"came_back:{parcel.code}",
        lines=lines,
        freight=freight,
        who="supplier",
        by=by,
        at=at,
    )
