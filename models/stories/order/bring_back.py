"""A parcel that came back undelivered: its goods are on the shelf again, and nobody pays for it.

A parcel of cash on delivery may come back also after its buyer, or the clock, called it received, since nobody paid the
carrier for it. As long as the carrier has not paid out what it collected, the promise to shops and suppliers is taken
back like any refund, and nothing leaves the house.
"""

from sqlalchemy import update
from sqlmodel import Session, col, select

from models.kernel.act import Act
from models.kernel.errors import N_, Refused
from models.payment.payment import Payment, payment_for
from models.stories.refund.close_order import advance_order
from models.stories.refund.decide import Decision, RefundPart, refund
from models.stories.review.unreceived import take_off_unreceived
from models.trade.after_sale.overtaken import make_moot, open_after_sales
from models.trade.cart.stock import return_stock
from models.trade.order.locks import hold_order
from models.trade.order.order import Line, Parcel
from models.trade.order.states import ParcelStep
from models.trade.order.steps import step_parcel
from models.trade.parcel.shipment import Shipment


def bring_back(session: Session, parcel: Parcel, act: Act) -> bool:
    """All of a shipped parcel is with its supplier again: refused at the door, or nobody was there. The buyer, who has
    nothing of it, gets all of it back, freight too; cash on delivery is not collected. Raises Refused where it cannot
    have come back: of what is called received only cash that was not paid out yet can (`trouble_late`). A second call
    does nothing. Says whether this one was the first."""
    hold_order(session, parcel.order)
    if parcel.state == "came_back":
        return False
    if any(line.returned for line in parcel.lines):
        raise Refused("", N_("买家已经收到过这个包裹，请走售后"))
    is_late = parcel.state == "received"
    trouble = trouble_late(session, parcel, hold=True) if is_late else None
    if trouble:
        raise trouble
    make_moot(session, parcel, act.because("came_back"))
    step: ParcelStep = "come_back_late" if is_late else "come_back"
    facts = {"received_at": None} if is_late else {}
    if not step_parcel(session, parcel, step, act, **facts):
        raise Refused("", N_("只有在路上的包裹才会退回来"))
    if is_late:
        take_off_unreceived(session, parcel, act)
    _shelve(session, parcel)
    _give_back(session, parcel, act.because(""))
    return True


def trouble_late(session: Session, parcel: Parcel, *, hold: bool = False) -> Refused | None:
    """Why a parcel that is called received cannot have come back; None where it can. With `hold` nobody books its
    money as paid out before this transaction ends."""
    if parcel.is_pickup:
        return Refused("", N_("买家到店取走的，请走售后"))
    if parcel.order.payment_method != "cod":
        return Refused("", N_("买家已经确认收货，请走售后"))
    if open_after_sales(session, parcel):
        return Refused("", N_("买家收到后申请了售后，请先把售后办完"))
    if parcel.freight_refunded or any(line.refunded_amount or line.returned for line in parcel.lines):
        return Refused("", N_("这个包裹已经退过货或退过款，请走售后"))
    if hold:
        mine = select(Payment.id).where(Payment.order_id == parcel.order_id)
        session.exec(mine.with_for_update(key_share=True)).one()
        session.expire(payment_for(session, parcel.order))
    if payment_for(session, parcel.order).remitted_at is not None:
        return Refused("", N_("快递已经把这单代收的货款交给平台了，请走售后"))
    return None


def _shelve(session: Session, parcel: Parcel) -> None:
    for line in sorted(parcel.lines, key=lambda line: line.sku_id):
        session.exec(update(Line).where(col(Line.id) == line.id).values(returned=Line.shipped, received=0))
        return_stock(session, line.sku_id, line.shipped)
    session.exec(update(Shipment).where(col(Shipment.parcel_id) == parcel.id).values(received_at=None))


def _give_back(session: Session, parcel: Parcel, act: Act) -> None:
    lines = [RefundPart(line, line.quantity - line.refunded, line.refundable, sent=True) for line in parcel.lines]
    freight = parcel.freight - parcel.freight_refunded
    if freight + sum(part.amount for part in lines) == 0:
        # All of it was given back while it was under way.
        advance_order(session, parcel.order, act)
        return
    refund(session, parcel.order, Decision("came_back", f"came_back:{parcel.code}", lines, freight=freight), act)
