"""A payee account beside whose it is: the names must agree. The whole number is looked at in the table."""

from typing import Any

from sqlmodel import Session

from models.kernel.errors import Gone
from models.payout.four_eyes import is_alone, own_payees
from models.payout.verifying import payee_coded
from views.kit.identity import member


def facts(session: Session, code: str) -> dict[str, Any]:
    """All that its template shows."""
    payee = payee_coded(session, code)
    if payee is None:
        raise Gone(code)
    return {
        "payee": payee,
        "is_own": bool(own_payees(session, [payee], by=member())),
        "alone": is_alone(session, member()),
    }
