"""Checkout: what, how many and how much; then who, where and a way to pay; one order, however often the button is
pressed."""

import secrets
from dataclasses import replace
from urllib.parse import urlencode

from flask import request, url_for
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response

from models.kernel.address.pasted import pasted
from models.kernel.address.recipient import Recipient, written_on
from models.kernel.clock import now
from models.kernel.errors import N_, Refused
from models.stories.order.place import Agreement, PlacedOrder, place_order, placed_with
from models.trade.cart.lines import QuotedLine, pieces
from models.trade.cart.quote import Quote
from models.trade.order.order import Order
from views.buyer.blueprint import buyer
from views.buyer.checkout import remembered
from views.buyer.checkout.again import left_out
from views.buyer.checkout.choosing import change_pieces, chosen, chosen_lines, wanted_pieces
from views.buyer.checkout.form import CheckoutForm
from views.buyer.checkout.giving import by_passphrase, coupons_for, held_codes, take_offered
from views.buyer.checkout.own import signed_in_id
from views.buyer.checkout.quoting import best, last_seen, quote_form
from views.buyer.checkout.showing import Besides, first_way, show
from views.buyer.cookieless import no_cookies
from views.buyer.paying.going import go_pay
from views.kit import store, visitor
from views.kit.forms import complain
from views.kit.house import house
from views.kit.limits import claim_tries, limiter, lookups, orders, told_nothing
from views.kit.page import see

MOST_PASTED = 2000
INCOMPLETE = N_("这张表单不完整，请再提交一次")


def _moved_on(reply: Response) -> bool:
    """Whether it led away from the form: to the order that was placed."""
    return reply.status_code == 303


def _no_passphrase() -> bool:
    """Only who types one can guess one."""
    return not request.form.get("passphrase", "").strip()


@buyer.get("/checkout")
def checkout() -> Response:
    """The form, for the whole cart or for some lines of it (?line=…&line=…, or ?only=)."""
    if chosen() and not visitor.current():
        return no_cookies()
    lines = chosen_lines()
    if not lines:
        return see("/cart")
    kept = remembered.remembered()
    form = CheckoutForm(
        name=kept.name,
        phone=kept.phone,
        street=kept.street,
        payment=first_way(),
        once=secrets.token_hex(16),
    )
    form.choose(kept.region_code)
    form.coupon.data = best(coupons_for(form, lines).usable)
    return show(form, lines, Besides(is_remembered=kept != Recipient()))


@buyer.get("/checkout/regions")
def checkout_regions() -> Response:
    """The three selects as they are after a choice, also of a coupon, with the freight and the total that go with
    it."""
    form = CheckoutForm(request.args)
    form.offer()
    return show(form, chosen_lines(), template="buyer/checkout/regions.html")


@buyer.post("/checkout/forgetting")
def forget_address() -> Response:
    """Takes the remembered address off this device."""
    return remembered.forget(see(f"/checkout?{urlencode(chosen(), doseq=True)}".rstrip("?")))


@buyer.post("/checkout")
@store.reads_first
@limiter.limit(orders, deduct_when=_moved_on)
@limiter.shared_limit(lookups, scope="lookup", deduct_when=told_nothing, exempt_when=_no_passphrase)
@limiter.shared_limit(claim_tries, scope="claim", exempt_when=_no_passphrase)
def place() -> Response:
    """Places the order. The same form again finds the order it made. `do` and the steppers say that only the form is to
    be filled; so does a passphrase: the total it leads to was not seen yet."""
    if not visitor.current():
        return no_cookies(status=422)
    form = CheckoutForm(request.form)
    form.offer()
    lines, wanted = chosen_lines(), wanted_pieces(request.form)
    wish = "pieces" if wanted else request.form.get("do", "")
    # Asked after the cart was read: where the same form arrived twice at once, its order stands by now.
    existing = None if wish else _placed(form)
    if existing:
        return _again(existing, form, lines)
    if not lines:
        return see("/cart")
    if wanted:
        return _changed(form, *wanted)
    if form.passphrase.data and wish in ("", "coupon"):
        gained = by_passphrase(form, lines)
        return show(form, chosen_lines(), Besides(gained=gained), status=200 if gained else 422)
    if wish == "way":
        # The buyer's own choice, too: what it comes to is shown, and no change is told.
        form.seen.data = ""
    if wish:
        return _filled(form, lines) if wish == "paste" else show(form, lines)
    return _ordered(form, lines)


def _ordered(form: CheckoutForm, lines: list[QuotedLine]) -> Response:
    # Whether an address is asked for goes by what is to be fetched.
    quote_form(visitor.current(), form, lines, [], at=now())
    if not form.validate():
        if form.once.errors:
            # The form's own mark was lost on the way: with a new one it can be sent again.
            form.once.data = secrets.token_hex(16)
        return show(form, lines, status=422)
    try:
        take_offered(form, lines)
        placed = _place(form, quote_form(visitor.current(), form, lines, coupons_for(form, lines).usable, at=now()))
    except (Refused, IntegrityError) as trouble:
        store.give_up()
        # The same form arrived twice at once and the other one was first.
        first = _placed(form)
        if first:
            return _go_pay(first, form)
        if isinstance(trouble, Refused):
            return _refused(form, trouble)
        # Somebody else's form has this mark; with one of its own this one can be sent again.
        form.once.data = secrets.token_hex(16)
        return _refused(form, Refused("", INCOMPLETE))
    # Nothing more is changed: nobody waits for the rest.
    store.commit()
    return _go_pay(placed, form)


def _changed(form: CheckoutForm, code: str, typed: str) -> Response:
    """Another number of pieces; nothing is placed."""
    is_changed = change_pieces(form, code, typed)
    # It was the buyer's own choice: what it comes to is shown, and no change is told.
    form.seen.data = ""
    lines = chosen_lines()
    reply = show(form, lines, status=200 if is_changed else 422) if lines else see("/cart")
    return visitor.remember(reply, cart=pieces(store.session(), visitor.known()))


def _filled(form: CheckoutForm, lines: list[QuotedLine]) -> Response:
    """What a pasted text says, written into the form; nothing is placed."""
    typed = form.paste.data or ""
    if len(typed) > MOST_PASTED:
        complain(form, Refused("paste", N_("最多 %(most)d 个字"), most=MOST_PASTED))
        return show(form, lines, status=422)
    read = pasted(typed)
    form.take_in(read)
    return show(form, lines, Besides(read=read))


def _placed(form: CheckoutForm) -> PlacedOrder | None:
    return placed_with(store.session(), visitor.current(), form.once.data or "")


def _refused(form: CheckoutForm, refusal: Refused) -> Response:
    complain(form, refusal)
    lines = chosen_lines()
    # What changed has just been said, whatever it was.
    form.seen.data = ""
    return show(form, lines, status=422) if lines else see("/cart")


def _place(form: CheckoutForm, quote: Quote) -> PlacedOrder:
    seen = last_seen(form, quote.lines)
    if seen is None:
        raise Refused("", INCOMPLETE)
    gateway = house().gateways[form.payment.data]
    agreement = Agreement(form.once.data or "", seen, signed_in_id())
    return place_order(store.session(), quote, form.recipient, agreement, gateway=gateway, rules=house().rules)


def _again(placed: PlacedOrder, form: CheckoutForm, lines: list[QuotedLine]) -> Response:
    """To the order that this form made; where the form says something else by now, to its page, which says so."""
    order = store.session().get_one(Order, placed.id)
    left = left_out(order, form, lines)
    return see(url_for("buyer.order", token=order.token, again=".".join(left))) if left else _go_pay(placed, form)


def _go_pay(placed: PlacedOrder, form: CheckoutForm) -> Response:
    order = store.session().get_one(Order, placed.id)
    left = pieces(store.session(), visitor.known())
    reply = visitor.remember(go_pay(order), cart=left, claimed=held_codes())
    return remembered.remember(reply, _to_remember(order)) if form.remember.data else remembered.forget(reply)


def _to_remember(order: Order) -> Recipient:
    """Where it goes; of what is fetched, the person, and the address that is known already."""
    to, kept = written_on(order), remembered.remembered()
    return to if to.street else replace(kept, name=to.name, phone=to.phone)
