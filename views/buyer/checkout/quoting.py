"""The form and its quote: what it comes to today, what the page before showed, what is said beside it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from flask_babel import gettext

from models.trade.cart.discount import UsableCoupon
from models.trade.cart.lines import QuotedLine
from models.trade.cart.quote import NOT_THERE, LastSeen, Pickups, Quote
from views.buyer.checkout.form import NO_COUPON, CheckoutForm
from views.kit.page import sentence


def quote_form(
    visitor: str, form: CheckoutForm, lines: Sequence[QuotedLine], coupons: Sequence[UsableCoupon], *, at: datetime
) -> Quote:
    """What the form's province and coupon come to. A coupon that takes nothing off here is not used up."""
    chosen = (coupon for coupon in coupons if coupon.has_code(form.coupon.data) and coupon.discount.total)
    quote = Quote(visitor, lines, at, form.province_digits, next(chosen, None), _by_id(form.fetching, lines))
    form.is_sent = not quote.is_all_fetched
    if quote.is_all_fetched:
        form.name.label.text = gettext("取货人")
    return quote


def best(coupons: Sequence[UsableCoupon]) -> str:
    """The code of the claim that takes the most off; what the form says where none does."""
    return coupons[0].claim.code if coupons and coupons[0].discount.total else NO_COUPON


def last_seen(form: CheckoutForm, lines: Sequence[QuotedLine]) -> LastSeen | None:
    """What the page before showed; None where its total was lost or tampered with."""
    total = form.seen_total
    if total is None:
        return None
    return LastSeen(
        total,
        province=form.shown.data or None,
        discount=form.shown_discount,
        with_coupon=form.coupon.data not in (None, "", NO_COUPON),
        pickups=_by_id(form.shown_fetching, lines),
    )


def give_way(form: CheckoutForm, quote: Quote) -> str:
    """What was to be fetched on terms that do not stand any more is sent, until the buyer chooses again; says so, where
    there was any."""
    moved = {parcel.supplier.code for parcel in quote.parcels if not parcel.pickup}
    form.fetching = {code: terms for code, terms in form.fetching.items() if code not in moved}
    return sentence(quote.other_places[0]) if quote.other_places else ""


def _by_id(fetching: Mapping[str, str], lines: Sequence[QuotedLine]) -> Pickups:
    suppliers = {line.supplier.code: line.supplier.id for line in lines}
    return {suppliers[code]: terms for code, terms in fetching.items() if code in suppliers}


def away(form: CheckoutForm, quote: Quote) -> list[str]:
    """Who does not send to the chosen province, unless the form says it already."""
    if form.province.errors:
        return []
    return [gettext(NOT_THERE, supplier=parcel.supplier.name) for parcel in quote.parcels if not parcel.delivers]
