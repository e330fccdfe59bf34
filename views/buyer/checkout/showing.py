"""The checkout's page, and the parts of it that a choice fetches."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from werkzeug.wrappers import Response

from models.kernel.address.pasted import Pasted
from models.kernel.clock import now
from models.payment.gateways import providers
from models.trade.cart.lines import QuotedLine
from models.trade.cart.quote import Quote
from views.buyer.checkout.choosing import chosen
from views.buyer.checkout.form import CheckoutForm
from views.buyer.checkout.giving import coupons_for
from views.buyer.checkout.own import own_shop_names
from views.buyer.checkout.quoting import away, give_way, last_seen, quote_form
from views.buyer.paying.going import way_here
from views.kit import visitor
from views.kit.house import house
from views.kit.page import page, sentence
from views.parts.device import device


@dataclass(frozen=True, slots=True)
class Besides:
    """What the page says besides the form: `gained` which coupon a passphrase just gave, `read` what a pasted text was
    understood as, `is_remembered` that this device knew the address."""

    read: Pasted | None = None
    gained: str = ""
    is_remembered: bool = False


_NOTHING = Besides()


def show(
    form: CheckoutForm,
    lines: Sequence[QuotedLine],
    besides: Besides = _NOTHING,
    *,
    template: str = "buyer/checkout/page.html",
    status: int = 200,
) -> Response:
    """The page with today's total; where that is another than the page before showed, it is said."""
    there, seen = coupons_for(form, lines), last_seen(form, lines)
    quote = quote_form(visitor.current(), form, lines, there.usable, at=now())
    moved = give_way(form, quote)
    if moved:
        quote = quote_form(visitor.current(), form, lines, there.usable, at=now())
    change = quote.difference(seen) if seen else None
    # What was refused just now has said it already.
    moved = "" if form.form_errors else moved
    form.show(quote.total, quote.discount)
    return page(
        template,
        form=form,
        quote=quote,
        coupons=there.usable,
        helping=[one for one in there.usable if one.discount.total],
        spent=there.spent,
        read=besides.read,
        gained=besides.gained,
        change=moved or (sentence(change) if change else ""),
        is_remembered=besides.is_remembered,
        away=away(form, quote),
        chosen=chosen(),
        back=_back(quote),
        ways=ways(),
        own=own_shop_names(lines),
        status=status,
    )


def first_way() -> str:
    """The way to pay that is chosen at first: one that is paid before sending and works here, where there is one."""
    gateways = house().gateways
    prepaid = [name for name, gateway in gateways.items() if gateway.prepaid]
    here = [name for name in prepaid if way_here(gateways[name]) is not None]
    return next(iter([*here, *prepaid, *gateways]))


def ways() -> dict[str, str]:
    """What to expect of each way to pay, a msgid."""
    known = providers()
    return {name: _note(known[name].notes) for name in house().gateways}


def _note(notes: Any) -> str:
    return str(notes.get(device()) or notes.get("") or "")


def _back(quote: Quote) -> str:
    """Where the arrow leads: the goods of a single line, else the cart."""
    if chosen() and len(quote.lines) == 1:
        line = quote.lines[0]
        return f"/{line.shop_number}/{line.goods_code}"
    return "/cart"
