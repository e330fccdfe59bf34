"""A withdrawal: whose money, where to, and what speaks against it."""

from typing import Any

from sqlmodel import Session

from models.kernel.errors import Gone
from models.ledger.owners import purses
from models.payout.finding import in_debt, paid_out, withdrawal_coded
from models.payout.four_eyes import is_alone, own_withdrawals
from models.payout.hands import hands_before
from views.kit.house import house
from views.kit.identity import member


def facts(session: Session, code: str) -> dict[str, Any]:
    """All that its template shows."""
    withdrawal = withdrawal_coded(session, code)
    if withdrawal is None:
        raise Gone(code)
    return {
        "withdrawal": withdrawal,
        "balances": purses(session, withdrawal.owner),
        "paid_out": paid_out(session, withdrawal.owner),
        "debt": in_debt(session, [withdrawal]).get(code),
        "is_own": bool(own_withdrawals(session, [withdrawal], by=member())),
        "alone": is_alone(session, member()),
        "not_mine": hands_before(session, [withdrawal], "approve", by=member(), rules=house().rules).get(code),
    }
