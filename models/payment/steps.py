"""Taking the steps of payments and refunds. No other code sets their states. Each leaves an event, as in trade."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from models.account.member import Member
from models.kernel.steps import take
from models.payment.payment import Payment
from models.payment.refund import Refund
from models.payment.states import PAYMENT, REFUND
from models.trade.order.steps import note_step


def step_payment(
    session: Session, payment: Payment, step: str, *, who: str, at: datetime, why: str = "", **facts: Any
) -> bool:
    """Takes a step with the facts that belong to it (when, the gateway's number); says whether it did."""
    taken = take(session, payment, PAYMENT, step, facts)
    if taken:
        note_step(session, payment.order_id, step, who=who, at=at, why=why, about="payment", subject=payment.code)
    return taken


def step_refund(
    session: Session,
    refund: Refund,
    step: str,
    *,
    who: str,
    by: Member | None = None,
    at: datetime,
    why: str = "",
    **facts: Any,
) -> bool:
    """The same for a refund."""
    taken = take(session, refund, REFUND, step, facts)
    if taken:
        order_id = refund.payment.order_id
        note_step(session, order_id, step, who=who, by=by, at=at, why=why, about="refund", subject=refund.code)
    return taken
