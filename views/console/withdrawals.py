"""/console/withdrawals: what a shop has, where it goes, and every withdrawal with its states and dates."""

from werkzeug.wrappers import Response

from views.console.blueprint import console
from views.kit.identity import shop
from views.parts import payouts


@console.get("/withdrawals")
def withdrawals() -> Response:
    """Balances, the payee account, asking, and what was asked so far."""
    return payouts.show("console", shop())


@console.post("/withdrawals")
def withdraw() -> Response:
    """Asks for money."""
    return payouts.ask("console", shop())


@console.post("/withdrawals/payee")
def change_payee() -> Response:
    """Another account to pay to."""
    return payouts.change_payee("console", shop())


@console.post("/withdrawals/<code>/cancellation")
def cancel_withdrawal(code: str) -> Response:
    """Takes one back before it is approved."""
    return payouts.take_back("console", shop(), code)
