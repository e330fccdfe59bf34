"""Cancelling what was not shipped, by the buyer or by the clock: stock comes back exactly once, so do money and the
coupon."""

from sqlmodel import Session

from models.kernel.act import Act
from models.kernel.errors import N_, Refused
from models.payment.payment import payment_for
from models.stories.refund.close_order import end_undelivered, free_coupon, void
from models.stories.refund.decide import Decision, RefundPart, refund
from models.trade.after_sale.overtaken import make_moot
from models.trade.cart.stock import return_stock
from models.trade.order.locks import hold_order
from models.trade.order.order import Order, Parcel
from models.trade.order.progress import FALLEN_AWAY
from models.trade.order.steps import step_parcel


def can_cancel(order: Order) -> bool:
    """Whether nothing of it was sent yet, and something still would be."""
    living = {parcel.state for parcel in order.parcels} - set(FALLEN_AWAY)
    return order.state in ("unpaid", "placed", "paid") and bool(living) and living <= {"waiting", "to_ship"}


def can_cancel_parcel(parcel: Parcel) -> bool:
    """Whether it may be cancelled alone: the last one that is left is cancelled with its order."""
    living = [one for one in parcel.order.parcels if one.state not in FALLEN_AWAY]
    return parcel.state == "to_ship" and len(living) > 1


def cancel_order(session: Session, order: Order, act: Act) -> bool:
    """Raises Refused where something was shipped; the caller's transaction then rolls back. A second call finds it
    cancelled and does nothing. Says whether this one was the first."""
    hold_order(session, order)
    if order.state == "cancelled":
        return False
    living = [parcel for parcel in order.parcels if parcel.state not in FALLEN_AWAY]
    if not can_cancel(order):
        raise Refused("", N_("已经有包裹发出，不能整单取消了") if living else N_("这笔订单现在不能取消"))
    for parcel in living:
        make_moot(session, parcel, act)
    if order.state == "paid":
        _give_back(session, order, living, f"cancel:{order.number}", act)
    else:
        _drop(session, order, living, act)
    return True


def cancel_parcel(session: Session, parcel: Parcel, act: Act) -> bool:
    """One parcel alone, its freight with it, before anything of it is sent; the others go on. Raises Refused else. A
    second call does nothing. Says whether this one was the first."""
    hold_order(session, parcel.order)
    if parcel.state == "cancelled":
        return False
    if parcel.state != "to_ship":
        raise Refused("", N_("这个包裹现在不能取消"))
    make_moot(session, parcel, act)
    _give_back(session, parcel.order, [parcel], f"cancel:{parcel.code}", act)
    return True


def _give_back(session: Session, order: Order, parcels: list[Parcel], key: str, act: Act) -> None:
    """All of the parcels that is not given back yet; they and the order end up cancelled by that."""
    lines = [
        RefundPart(line, line.quantity - line.refunded, line.refundable) for parcel in parcels for line in parcel.lines
    ]
    refund(session, order, Decision("cancel", key, lines), act)


def _drop(session: Session, order: Order, parcels: list[Parcel], act: Act) -> None:
    """Nothing was paid: the parcels fall away, what was not back on the shelf yet goes there."""
    end_undelivered(session, order, act)
    for parcel in parcels:
        # A box that is sent this very moment stops the whole cancellation.
        if not step_parcel(session, parcel, "cancel", act):
            raise Refused("", N_("已经有包裹发出，不能整单取消了"))
    for line in sorted((line for parcel in parcels for line in parcel.lines), key=lambda line: line.sku_id):
        return_stock(session, line.sku_id, line.to_ship)
    free_coupon(session, order)
    void(session, payment_for(session, order), act)
