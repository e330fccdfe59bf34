"""What is to be bought at checkout: the whole cart or some lines of it, and how many of each."""

import re

from flask import request
from werkzeug.datastructures import MultiDict

from models.kernel.clock import now
from models.kernel.errors import Gone, Refused
from models.kernel.reading.numbers import whole
from models.trade.cart import changing
from models.trade.cart.cart import MOST_OF_ONE
from models.trade.cart.lines import QuotedLine, lines_of
from views.buyer.checkout.form import CheckoutForm
from views.kit import store, visitor
from views.kit.forms import complain

# A button of a stepper: its name says which line, its value how many.
PIECES = "pieces-"
_LINE = re.compile(rf"{PIECES}([0-9A-Z]{{1,12}})")


def chosen() -> dict[str, list[str]]:
    """Which lines the address names; none means the whole cart."""
    codes = request.args.getlist("line") + [code for code in request.args.getlist("only") if code]
    return {"line": codes} if codes else {}


def chosen_lines() -> list[QuotedLine]:
    """What is to be bought: what cannot be had stays in the cart."""
    who = visitor.current()
    lines = lines_of(store.session(), who, chosen().get("line", []), at=now()) if who else []
    return [line for line in lines if not line.obstacle]


def wanted_pieces(form: MultiDict[str, str]) -> tuple[str, str] | None:
    """The line whose stepper was pressed, and how many it asks for."""
    named = ((_LINE.fullmatch(name), value) for name, value in form.items())
    return next(((found[1], value) for found, value in named if found), None)


def change_pieces(form: CheckoutForm, code: str, typed: str) -> bool:
    """Changes how many are in the cart, and so in the order. What is refused is said on the form; False then."""
    try:
        changing.set_quantity(
            store.session(), visitor.current(), code, whole(typed, least=1, most=MOST_OF_ONE, field="quantity")
        )
    except Refused as refusal:
        store.give_up()
        complain(form, refusal)
        return False
    except Gone:
        # Ordered or taken out in another tab meanwhile: the page shows what is left.
        store.give_up()
        return True
    store.commit()
    return True
