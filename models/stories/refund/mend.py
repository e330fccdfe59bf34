"""What the desk does about refunds that went no further by themselves. Each decision leaves an audit row."""

from sqlmodel import Session

from models.account.audit import note_audit
from models.kernel.act import Act
from models.kernel.errors import N_, Refused
from models.kernel.text import one_line
from models.payment.payment import Payment
from models.payment.refund import Refund
from models.payment.steps import step_refund
from models.stories.refund.finish import finish_refund
from models.trade.order.locks import hold_order

REFUND_REFERENCE_LIMIT = 80


def send_again(session: Session, refund: Refund, act: Act) -> None:
    """Sends a stuck refund to its gateway once more, with all its tries. A second press does nothing."""
    hold_order(session, refund.payment.order)
    if refund.state in ("asked", "sent"):
        return
    if not step_refund(session, refund, "retry", act, attempts=0, next_try_at=act.at):
        raise Refused("", N_("这笔退款现在不用重试"))
    note_audit(session, "refund.retry", _subject(refund), act)


def paid_by_hand(session: Session, refund: Refund, act: Act, *, reference: str) -> None:
    """Somebody gave the money back outside of the gateway; `reference` says where that can be seen. Raises Refused
    without one, and where the gateway may still pay."""
    reference = one_line(reference)[:REFUND_REFERENCE_LIMIT]
    if not reference:
        raise Refused("reference", N_("写下转账单号，以后好查"))
    hold_order(session, refund.payment.order)
    if refund.state == "done" and refund.reference == reference:
        return
    if refund.state == "stuck":
        step_refund(session, refund, "by_hand", act)
    if refund.state != "by_hand":
        raise Refused("", N_("这笔退款不用人工转账"))
    finish_refund(session, refund, act, reference=reference)
    note_audit(session, "refund.by_hand", _subject(refund), act.because(reference))


def looked_into(session: Session, payment: Payment, act: Act) -> None:
    """Somebody has cleared up what a gateway said of a payment that could not be booked."""
    if payment.trouble:
        note_audit(session, "payment.look", f"{payment.code} {payment.order.number}", act.because(payment.trouble))
        payment.trouble = ""


def _subject(refund: Refund) -> str:
    return f"{refund.code} {refund.payment.order.number}"
