"""Checkout: name, phone, address, a coupon, a way to pay; one order, however often the button is pressed."""

import secrets
from urllib.parse import urlencode

from flask import request
from flask_babel import gettext
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response

from models.coupon.claiming import claim_coupon
from models.coupon.passphrases import coupon_named
from models.kernel.address.pasted import Pasted, pasted
from models.kernel.address.recipient import Recipient, written_on
from models.kernel.clock import now
from models.kernel.errors import N_, Refused
from models.stories.order.place import Agreement, PlacedOrder, place_order, placed_with
from models.trade.cart.discount import UsableCoupon, usable_coupons
from models.trade.cart.lines import QuotedLine, lines_of, pieces
from models.trade.cart.quote import Quote
from models.trade.order.order import Order
from views.buyer.blueprint import buyer
from views.buyer.checkout import remembered
from views.buyer.checkout.form import CheckoutForm
from views.buyer.checkout.quoting import away, best, last_seen, quote_form
from views.buyer.paying.going import go_pay
from views.kit import store, visitor
from views.kit.forms import complain
from views.kit.house import house
from views.kit.limits import claim_tries, limiter, lookups, orders, told_nothing
from views.kit.page import page, see, sentence

MOST_PASTED = 2000
INCOMPLETE = N_("这张表单不完整，请再提交一次")
NO_SUCH = N_("没有找到这个口令的优惠")
GAINED = N_("“%(title)s”领到了，减 ¥%(off)s。看一眼合计，再提交订单。")
KEPT = N_("“%(title)s”领到了，这单还用不上，给你留着。")


def _moved_on(reply: Response) -> bool:
    """Whether it led away from the form: to the order that was placed."""
    return reply.status_code == 303


def _no_passphrase() -> bool:
    """Only who types one can guess one."""
    return not request.form.get("passphrase", "").strip()


@buyer.get("/checkout")
def checkout() -> Response:
    """The form, for the whole cart or for some lines of it (?line=…&line=…, or ?only=)."""
    lines = _lines()
    if not lines:
        return see("/cart")
    kept = remembered.remembered()
    form = CheckoutForm(
        name=kept.name,
        phone=kept.phone,
        street=kept.street,
        payment=next(iter(house().gateways)),
        once=secrets.token_hex(16),
    )
    form.choose(kept.region_code)
    form.coupon.data = best(_coupons(lines))
    return _page(form, lines, is_remembered=kept != Recipient())


@buyer.get("/checkout/regions")
def checkout_regions() -> Response:
    """The three selects as they are after a choice, also of a coupon, with the freight and the total that go with
    it."""
    form = CheckoutForm(request.args)
    form.offer()
    return _page(form, _lines(), template="buyer/checkout/regions.html")


@buyer.post("/checkout/forgetting")
def forget_address() -> Response:
    """Takes the remembered address off this device."""
    return remembered.forget(see(f"/checkout?{urlencode(_chosen(), doseq=True)}".rstrip("?")))


@buyer.post("/checkout")
@store.reads_first
@limiter.limit(orders, deduct_when=_moved_on)
@limiter.shared_limit(lookups, scope="lookup", deduct_when=told_nothing, exempt_when=_no_passphrase)
@limiter.shared_limit(claim_tries, scope="claim", exempt_when=_no_passphrase)
def place() -> Response:
    """Places the order. The same form again finds the order it made. `do` says that only the form is to be filled; so
    does a passphrase: the total it leads to was not seen yet."""
    form = CheckoutForm(request.form)
    form.offer()
    lines = _lines()
    wish = request.form.get("do", "")
    # Asked after the cart was read: where the same form arrived twice at once, its order stands by now.
    existing = None if wish else _placed(form)
    if existing:
        return _go_pay(existing, form)
    if not lines:
        return see("/cart")
    if form.passphrase.data and wish in ("", "coupon"):
        return _claimed(form, lines)
    if wish:
        return _filled(form, lines) if wish == "paste" else _page(form, lines)
    if not form.validate():
        if form.once.errors:
            # The form's own mark was lost on the way: with a new one it can be sent again.
            form.once.data = secrets.token_hex(16)
        return _page(form, lines, status=422)
    try:
        placed = _place(form, _quote(form, lines, _coupons(lines)))
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


def _filled(form: CheckoutForm, lines: list[QuotedLine]) -> Response:
    """What a pasted text says, written into the form; nothing is placed."""
    typed = form.paste.data or ""
    if len(typed) > MOST_PASTED:
        complain(form, Refused("paste", N_("最多 %(most)d 个字"), most=MOST_PASTED))
        return _page(form, lines, status=422)
    read = pasted(typed)
    form.take_in(read)
    return _page(form, lines, read=read)


def _claimed(form: CheckoutForm, lines: list[QuotedLine]) -> Response:
    """The coupon of the passphrase is the buyer's now, and chosen where it takes anything off; nothing is placed."""
    coupon = coupon_named(store.session(), form.passphrase.data or "")
    try:
        if coupon is None:
            raise Refused("passphrase", NO_SUCH)
        form.coupon.data = claim_coupon(store.session(), coupon, visitor.current(), at=now()).code
    except Refused as refusal:
        store.give_up()
        complain(form, Refused("passphrase", refusal.message, **refusal.params))
        return _page(form, _lines(), status=422)
    store.commit()
    form.passphrase.data = ""
    coupons = _coupons(lines)
    quote = _quote(form, lines, coupons)
    if not quote.coupon:
        form.coupon.data = best(coupons)
    # What it comes to is said with the coupon, not as a change.
    form.seen.data = ""
    words = GAINED if quote.coupon else KEPT
    return _page(form, lines, gained=gettext(words, title=coupon.title, off=quote.discount.short))


def _placed(form: CheckoutForm) -> PlacedOrder | None:
    return placed_with(store.session(), visitor.current(), form.once.data or "")


def _refused(form: CheckoutForm, refusal: Refused) -> Response:
    complain(form, refusal)
    lines = _lines()
    # What changed has just been said, whatever it was.
    form.seen.data = ""
    return _page(form, lines, status=422) if lines else see("/cart")


def _coupons(lines: list[QuotedLine]) -> list[UsableCoupon]:
    """The buyer's that count on something here."""
    who = visitor.current()
    return usable_coupons(store.session(), who, lines, at=now()) if who else []


def _quote(form: CheckoutForm, lines: list[QuotedLine], coupons: list[UsableCoupon]) -> Quote:
    return quote_form(visitor.current(), form, lines, coupons, at=now())


def _place(form: CheckoutForm, quote: Quote) -> PlacedOrder:
    seen = last_seen(form)
    if seen is None:
        raise Refused("", INCOMPLETE)
    gateway = house().gateways[form.payment.data]
    agreement = Agreement(form.once.data or "", seen)
    return place_order(store.session(), quote, form.recipient, agreement, gateway=gateway, rules=house().config.rules)


def _chosen() -> dict[str, list[str]]:
    """Which lines the address names; none means the whole cart."""
    codes = request.args.getlist("line") + [code for code in request.args.getlist("only") if code]
    return {"line": codes} if codes else {}


def _lines() -> list[QuotedLine]:
    """What is to be bought: what cannot be had stays in the cart."""
    who = visitor.current()
    lines = lines_of(store.session(), who, _chosen().get("line", [])) if who else []
    return [line for line in lines if not line.obstacle]


def _page(
    form: CheckoutForm,
    lines: list[QuotedLine],
    *,
    template: str = "buyer/checkout/page.html",
    read: Pasted | None = None,
    gained: str = "",
    is_remembered: bool = False,
    status: int = 200,
) -> Response:
    """The page with today's total; where that is another than the page before showed, it is said. `gained` says
    which coupon a passphrase just gave."""
    coupons, seen = _coupons(lines), last_seen(form)
    quote = _quote(form, lines, coupons)
    change = quote.difference(seen) if seen else None
    form.show(quote.total, quote.discount)
    reply = page(
        template,
        form=form,
        quote=quote,
        coupons=coupons,
        read=read,
        gained=gained,
        change=sentence(change) if change else "",
        is_remembered=is_remembered,
        away=away(form, quote),
        chosen=_chosen(),
        status=status,
    )
    reply.headers["Cache-Control"] = "no-store"
    return reply


def _go_pay(placed: PlacedOrder, form: CheckoutForm) -> Response:
    order = store.session().get_one(Order, placed.id)
    reply = visitor.remember(go_pay(order), cart=pieces(store.session(), visitor.known()))
    return remembered.remember(reply, written_on(order)) if form.remember.data else remembered.forget(reply)
