"""A payment of a deposit that a gateway cannot give back, or said something else of."""

from typing import Any

from sqlmodel import Session

from models.kernel.errors import Gone
from models.payment.deposit_payment import deposit_payment_named


def facts(session: Session, code: str) -> dict[str, Any]:
    """All that its template shows."""
    payment = deposit_payment_named(session, code)
    if payment is None:
        raise Gone(code)
    return {"payment": payment, "supplier": payment.supplier}
