"""Deciding that money goes back: lines, freight, stock, parcels and the payment change together, once.

The money itself moves later, in a job (give_back.py). Who calls this has decided that the buyer is to have it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col

from models.books.refunds import book_refund, book_refunded
from models.kernel.act import Act
from models.kernel.codes import fresh_code
from models.kernel.errors import N_, Refused
from models.kernel.money import Money
from models.payment.finding import refund_keyed
from models.payment.payment import Payment, payment_for
from models.payment.refund import Cause, Refund, RefundFreight, RefundLine
from models.payment.steps import note_refund
from models.stories.refund.close_order import advance_order, free_coupon
from models.stories.refund.finish import waive_refund
from models.trade.after_sale.after_sale import AfterSale
from models.trade.cart.stock import return_stock
from models.trade.order.locks import hold_order
from models.trade.order.order import Line, Order, Parcel
from models.trade.order.progress import ARRIVED
from models.trade.parcel.refunded import end_sending, give_freight, give_pieces

_NOTHING = Money(0)


@dataclass(frozen=True, slots=True)
class RefundPart:
    """A line's part of a refund: pieces that are given back wholly (none for a mere reduction) and money. Of the
    pieces those that were not sent yet go first, unless they are ones that were `sent` (a returned piece)."""

    line: Line
    quantity: int
    amount: Money
    sent: bool = False

    @property
    def unsent(self) -> int:
        """How many of the pieces never leave."""
        return 0 if self.sent else min(self.quantity, self.line.to_ship)


@dataclass(frozen=True, slots=True)
class Decision:
    """What goes back, and because of what; `key` is one decision's alone. `freight` is given back of the parcels of the
    lines. An after-sale is in "refunding" by now."""

    cause: Cause
    key: str
    lines: Sequence[RefundPart] = ()
    freight: Money = _NOTHING
    after_sale: AfterSale | None = None


def refund(session: Session, order: Order, decided: Decision, act: Act) -> Refund:
    """One refund a decision's key; asked for again, the first is given. A parcel that is never sent gives back all of
    its freight besides. Pieces never sent are given back with all that was paid for them (`Line.worth`). Raises Refused
    where there is not so much to give back."""
    hold_order(session, order)
    existing = refund_keyed(session, decided.key)
    if existing:
        return existing
    _may(order, decided.after_sale)
    parcels = sorted({part.line.parcel for part in decided.lines}, key=lambda parcel: parcel.id)
    before = {parcel.id: parcel.freight_refunded for parcel in parcels}
    _give_lines(session, decided.lines)
    _give_freight(session, parcels, decided.freight)
    for parcel in parcels:
        end_sending(session, parcel, act)
        _give_rest_of_freight(session, parcel)
    free_coupon(session, order)
    freights = {parcel.id: Money(parcel.freight_refunded - before[parcel.id]) for parcel in parcels}
    payment = payment_for(session, order)
    made = _make(session, payment, replace(decided, freight=Money(sum(freights.values()))), act.at)
    session.add_all(
        RefundFreight(refund_id=made.id, parcel_id=id_, amount=given) for id_, given in freights.items() if given
    )
    note_refund(session, made, "ask", act)
    if _was_never_taken(payment, decided.cause, parcels):
        waive_refund(session, made, act.because(""))
    book_refund(session, made, at=act.at)
    if made.state == "waived":
        book_refunded(session, made, at=act.at)
    advance_order(session, order, act)
    return made


def _was_never_taken(payment: Payment, cause: Cause, parcels: list[Parcel]) -> bool:
    """Whether there is nothing to send back: what is paid on delivery was not delivered yet, or its carrier brought
    back what was called received (bring_back.py), and has collected so much less."""
    if payment.state == "pending":
        return not any(parcel.state in ARRIVED for parcel in parcels)
    return cause == "came_back" and payment.gateway == "cod" and payment.remitted_at is None


def refund_late(session: Session, payment: Payment, *, at: datetime) -> Refund:
    """Gives back all of a payment that came after its order was cancelled. The caller holds the order."""
    key = f"late:{payment.code}"
    existing = refund_keyed(session, key)
    if existing:
        return existing
    made = _make(session, payment, Decision("late", key), at, rest=Money(payment.amount - payment.refunded))
    note_refund(session, made, "ask", Act.gateway(at))
    return made


def _may(order: Order, after_sale: AfterSale | None) -> None:
    if order.state not in ("paid", "placed"):
        raise Refused("", N_("这笔订单现在不能退款"))
    if after_sale is not None and after_sale.state != "refunding":
        raise Refused("", N_("这个售后还没有同意退款"))


def _give_lines(session: Session, lines: Sequence[RefundPart]) -> None:
    # In the order of ids, so that two refunds never wait for each other.
    for part in sorted(lines, key=lambda part: part.line.sku_id):
        line, unsent = part.line, part.unsent
        if part.quantity < 0 or part.amount < 0 or part.amount < line.worth(unsent):
            raise Refused("amount", N_("没有发出的货要全额退"))
        give_pieces(session, line, pieces=part.quantity, unsent=unsent, amount=part.amount)
        return_stock(session, line.sku_id, unsent)


def _give_freight(session: Session, parcels: list[Parcel], freight: Money) -> None:
    left = freight
    for parcel in parcels:
        given = Money(min(left, parcel.freight - parcel.freight_refunded))
        give_freight(session, parcel, given)
        left -= given
    if left:
        raise Refused("freight", N_("运费最多能退 %(most)s 元"), most=Money(freight - left).short)


def _give_rest_of_freight(session: Session, parcel: Parcel) -> None:
    """All of the freight where the parcel is never sent."""
    if parcel.state == "cancelled":
        give_freight(session, parcel, parcel.freight - parcel.freight_refunded)


def _make(session: Session, payment: Payment, decided: Decision, at: datetime, *, rest: Money = _NOTHING) -> Refund:
    """The row with its lines, and the payment's share that is spoken for from now on. `rest` is what goes back besides
    lines and freight."""
    amount = Money(sum(part.amount for part in decided.lines) + decided.freight + rest)
    if amount <= 0:
        raise Refused("amount", N_("退款金额要大于 0"))
    enough = col(Payment.refunded) + amount <= Payment.amount
    spoken_for = update(Payment).where(col(Payment.id) == payment.id, enough)
    if session.exec(spoken_for.values(refunded=Payment.refunded + amount)).rowcount != 1:
        raise Refused("amount", N_("退款不能多过付的钱"))
    session.refresh(payment)
    made = Refund(
        code=fresh_code(session, Refund.code, 12),
        key=decided.key,
        payment_id=payment.id,
        after_sale_id=decided.after_sale.id if decided.after_sale else None,
        cause=decided.cause,
        amount=amount,
        freight=decided.freight,
        next_try_at=at,
        asked_at=at,
    )
    session.add(made)
    session.flush()
    session.add_all(
        RefundLine(refund_id=made.id, line_id=part.line.id, quantity=part.quantity, amount=part.amount)
        for part in decided.lines
    )
    return made
