"""Deciding that money goes back: lines, freight, stock, parcels and the payment change together, once.

The money itself moves later, in a job (give_back.py). Who calls this has decided that the buyer is to have it.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col

from models.account.member import Member
from models.books.refunds import book_refund, book_refunded
from models.kernel.codes import fresh_code
from models.kernel.errors import N_, Refused
from models.kernel.money import Money
from models.payment.payment import Payment, payment_for
from models.payment.refund import Refund, RefundFreight, RefundLine
from models.payment.refunds import refund_keyed
from models.stories.refund.close_order import ARRIVED, advance_order
from models.stories.refund.finish import waive_refund
from models.trade.after_sale.after_sale import AfterSale
from models.trade.cart.lines import return_stock
from models.trade.order.locks import hold_order
from models.trade.order.order import Line, Order, Parcel
from models.trade.order.steps import note_step
from models.trade.parcel.refunded import end_sending, give_freight, give_pieces


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


def refund(
    session: Session,
    order: Order,
    *,
    cause: str,
    key: str,
    lines: list[RefundPart],
    freight: Money = Money(0),  # noqa: B008  An amount never changes.
    after_sale: AfterSale | None = None,
    who: str,
    by: Member | None = None,
    at: datetime,
    why: str = "",
) -> Refund:
    """One refund a `key`; asked for again, the first is given. `freight` is given back of the parcels of the lines; a
    parcel that is never sent gives back all of its freight besides. Pieces never sent are given back with all that
    was paid for them (`Line.worth`). An after-sale is in "refunding" by now. Raises Refused where there is not so much
    to give back."""
    hold_order(session, order)
    standing = refund_keyed(session, key)
    if standing:
        return standing
    _may(order, after_sale)
    parcels = sorted({part.line.parcel for part in lines}, key=lambda parcel: parcel.id)
    before = {parcel.id: parcel.freight_refunded for parcel in parcels}
    _give_lines(session, lines)
    _give_freight(session, parcels, freight)
    for parcel in parcels:
        end_sending(session, parcel, who=who, by=by, at=at, why=why)
        _give_rest_of_freight(session, parcel)
    freights = {parcel.id: parcel.freight_refunded - before[parcel.id] for parcel in parcels}
    freight = Money(sum(freights.values()))
    payment = payment_for(session, order)
    amount = Money(sum(part.amount for part in lines) + freight)
    made = _make(session, payment, cause, key, amount, freight, after_sale, at)
    session.add_all(
        RefundLine(refund_id=made.id, line_id=p.line.id, quantity=p.quantity, amount=p.amount) for p in lines
    )
    session.add_all(
        RefundFreight(refund_id=made.id, parcel_id=id_, amount=given) for id_, given in freights.items() if given
    )
    note_step(session, order.id, "ask", who=who, by=by, at=at, why=why, about="refund", subject=made.code)
    if _was_never_taken(payment, cause, parcels):
        waive_refund(session, made, who=who, at=at)
    book_refund(session, made, at=at)
    if made.state == "waived":
        book_refunded(session, made, at=at)
    advance_order(session, order, who=who, by=by, at=at, why=why)
    return made


def _was_never_taken(payment: Payment, cause: str, parcels: list[Parcel]) -> bool:
    """Whether there is nothing to send back: what is paid on delivery was not delivered yet, or its carrier brought
    back what was called received (bring_back.py), and has collected so much less."""
    if payment.state == "pending":
        return not any(parcel.state in ARRIVED for parcel in parcels)
    return cause == "came_back" and payment.gateway == "cod" and payment.remitted_at is None


def refund_late(session: Session, payment: Payment, *, at: datetime) -> Refund:
    """Gives back all of a payment that came after its order was cancelled. The caller holds the order."""
    key = f"late:{payment.code}"
    standing = refund_keyed(session, key)
    if standing:
        return standing
    made = _make(session, payment, "late", key, Money(payment.amount - payment.refunded), Money(0), None, at)
    note_step(session, payment.order_id, "ask", who="gateway", at=at, about="refund", subject=made.code)
    return made


def _may(order: Order, after_sale: AfterSale | None) -> None:
    if order.state not in ("paid", "placed"):
        raise Refused("", N_("这笔订单现在不能退款"))
    if after_sale is not None and after_sale.state != "refunding":
        raise Refused("", N_("这个售后还没有同意退款"))


def _give_lines(session: Session, lines: list[RefundPart]) -> None:
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


def _make(
    session: Session,
    payment: Payment,
    cause: str,
    key: str,
    amount: Money,
    freight: Money,
    after_sale: AfterSale | None,
    at: datetime,
) -> Refund:
    """The row, and the payment's share that is spoken for from now on."""
    if amount <= 0:
        raise Refused("amount", N_("退款金额要大于 0"))
    enough = col(Payment.refunded) + amount <= Payment.amount
    spoken_for = update(Payment).where(col(Payment.id) == payment.id, enough)
    if session.exec(spoken_for.values(refunded=Payment.refunded + amount)).rowcount != 1:
        raise Refused("amount", N_("退款不能多过付的钱"))
    session.refresh(payment)
    made = Refund(
        code=fresh_code(session, Refund.code, 12),
        key=key,
        payment_id=payment.id,
        after_sale_id=after_sale.id if after_sale else None,
        cause=cause,
        amount=amount,
        freight=freight,
        next_try_at=at,
        asked_at=at,
    )
    session.add(made)
    session.flush()
    return made
