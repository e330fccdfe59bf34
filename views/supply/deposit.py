"""/supply/deposit: what the supplier left as security, what is asked, and every step with its date and reason."""

from werkzeug.wrappers import Response

from models.ledger.deposit import deposit_history, deposit_of
from views.kit import store
from views.kit.identity import supplier
from views.kit.page import page
from views.supply.blueprint import supply

OPENED_BY = ("finance",)


@supply.get("/deposit")
def deposit() -> Response:
    """Balance, what is missing and what to do about it, history."""
    session, own = store.session(), supplier()
    held = deposit_of(session, own)
    return page("supply/deposit.html", supplier=own, held=held, movements=deposit_history(session, own))
