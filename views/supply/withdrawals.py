"""/supply/withdrawals: what a supplier has, where it goes, and every withdrawal with its states and dates."""

from werkzeug.wrappers import Response

from views.kit.identity import supplier
from views.parts import payouts
from views.supply.blueprint import supply


@supply.get("/withdrawals")
def withdrawals() -> Response:
    """Balances, the payee account, asking, and what was asked so far."""
    return payouts.show("supply", supplier())


@supply.post("/withdrawals")
def withdraw() -> Response:
    """Asks for money."""
    return payouts.ask("supply", supplier())


@supply.post("/withdrawals/payee")
def change_payee() -> Response:
    """Another account to pay to."""
    return payouts.change_payee("supply", supplier())


@supply.post("/withdrawals/<code>/cancellation")
def cancel_withdrawal(code: str) -> Response:
    """Takes one back before it is approved."""
    return payouts.take_back("supply", supplier(), code)
