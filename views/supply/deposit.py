"""/supply/deposit: what the supplier left as security, what is asked, and every step with its date and reason."""

from flask import flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from models.ledger.deposit import deposit_history, deposit_of
from models.stories.stop.leaving import ask_to_leave, deposit_back_by, stay
from views.kit import store
from views.kit.acting import as_supplier
from views.kit.groups import opened_by
from views.kit.house import house
from views.kit.identity import supplier
from views.kit.page import page, see
from views.kit.proven import asks_again
from views.supply.blueprint import supply

OPENED_BY = ("finance",)


@supply.get("/deposit")
def deposit() -> Response:
    """Balance, what is missing and what to do about it, history, and leaving."""
    session, own = store.session(), supplier()
    held = deposit_of(session, own)
    return page(
        "supply/deposit.html",
        supplier=own,
        held=held,
        movements=deposit_history(session, own),
        back_by=deposit_back_by(own, house().rules),
    )


@supply.post("/leaving")
@opened_by("owner")
@asks_again
def leave() -> Response:
    """Takes everything off sale; the deposit follows once all is finished."""
    if ask_to_leave(store.session(), supplier(), as_supplier()):
        flash(gettext("商品都下架了。已下的单照常发货、做售后，完了就退保证金"), "ok")
    return see(url_for("supply.deposit"))


@supply.post("/staying")
@opened_by("owner")
def stay_on() -> Response:
    """Changes one's mind."""
    if stay(store.session(), supplier(), as_supplier()):
        flash(gettext("欢迎回来，因此下架的商品又在售了"), "ok")
    return see(url_for("supply.deposit"))
