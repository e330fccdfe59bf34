"""Whose hands a withdrawal may pass through next, for the desk's list."""

from collections.abc import Sequence

from models.payout.hands import PayoutStep, hands_before
from models.payout.withdrawal import Withdrawal
from views.kit import store
from views.kit.house import house
from views.kit.identity import member


def not_mine(rows: Sequence[Withdrawal]) -> dict[str, str]:
    """By code why the next step of a row is somebody else's."""
    steps: dict[str, PayoutStep] = {"requested": "approve", "approved": "pay"}
    found: dict[str, str] = {}
    for state, step in steps.items():
        of_state = [row for row in rows if row.state == state]
        found |= hands_before(store.session(), of_state, step, by=member(), rules=house().rules)
    return found
