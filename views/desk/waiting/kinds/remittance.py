"""Cash that a carrier still has, of one order."""

from typing import Any

from sqlmodel import Session

from models.kernel.errors import Gone
from models.payment.payment import payment_coded
from models.stories.money.remit import collected


def facts(session: Session, code: str) -> dict[str, Any]:
    """All that its template shows."""
    payment = payment_coded(session, "cod", code)
    if payment is None:
        raise Gone(code)
    return {"payment": payment, "order": payment.order, "collected": collected(session, [payment])[payment.id]}
