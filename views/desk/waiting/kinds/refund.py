"""A refund that goes no further by itself, and what its gateway said."""

from typing import Any

from sqlmodel import Session

from models.kernel.errors import Gone
from models.payment.finding import refund_coded


def facts(session: Session, code: str) -> dict[str, Any]:
    """All that its template shows."""
    refund = refund_coded(session, code)
    if refund is None:
        raise Gone(code)
    payment = refund.payment
    is_outstanding = refund.state == "by_hand" and payment.gateway == "cod" and payment.remitted_at is None
    return {"refund": refund, "payment": payment, "order": payment.order, "is_outstanding": is_outstanding}
