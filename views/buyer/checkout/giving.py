"""Coupons at checkout: what a passphrase gives, and what the page offered by itself."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext

from models.coupon.claiming import claim_coupon, claims_of
from models.coupon.coupon import Coupon
from models.coupon.passphrases import coupon_named
from models.kernel.clock import now
from models.kernel.errors import N_, Refused
from models.kernel.reading.phones import reachable
from models.trade.cart.discount import UsableCoupon
from models.trade.cart.lines import QuotedLine
from models.trade.cart.offered import fitting_coupons, spent_by
from views.buyer.checkout.form import CheckoutForm
from views.buyer.checkout.quoting import best, last_seen, quote_form
from views.kit import store, visitor
from views.kit.forms import complain
from views.kit.house import house

NO_SUCH = N_("没有找到这个口令的优惠")
GAINED = N_("“%(title)s”领到了，减 ¥%(off)s。看一眼合计，再提交订单。")
KEPT = N_("“%(title)s”领到了，这单还用不上，给你留着。")


@dataclass(frozen=True, slots=True)
class Coupons:
    """`usable`: the buyer's own and those that anybody may take, the most helpful first. `spent`: those that the phone
    on the form has used up."""

    usable: list[UsableCoupon]
    spent: list[UsableCoupon]


def coupons_for(form: CheckoutForm, lines: Sequence[QuotedLine]) -> Coupons:
    """What can be used on these lines by whoever has the form's phone."""
    who = visitor.current()
    found = fitting_coupons(store.session(), who, lines, at=now(), rules=house().rules) if who else []
    spent = spent_by(store.session(), reachable(form.phone.data or "", form.region_code), found)
    return Coupons([one for one in found if one not in spent], [one for one in spent if one.discount.total])


def by_passphrase(form: CheckoutForm, lines: Sequence[QuotedLine]) -> str:
    """The coupon of the passphrase is the buyer's now, and chosen where it takes anything off; nothing is placed. What
    it came to in words; "" where it was refused: then the form says why."""
    coupon = coupon_named(store.session(), form.passphrase.data or "")
    try:
        if coupon is None:
            raise Refused("passphrase", NO_SUCH)
        claimed = claim_coupon(store.session(), coupon, visitor.current(), at=now(), rules=house().rules)
        form.coupon.data = claimed.code
    except Refused as refusal:
        store.give_up()
        complain(form, Refused("passphrase", refusal.message, **refusal.params))
        return ""
    store.commit()
    return _came_to(form, lines, coupon)


def _came_to(form: CheckoutForm, lines: Sequence[QuotedLine], coupon: Coupon) -> str:
    form.passphrase.data = ""
    coupons = coupons_for(form, lines).usable
    quote = quote_form(visitor.current(), form, lines, coupons, at=now())
    if not quote.coupon:
        form.coupon.data = best(coupons)
    # What it comes to is said with the coupon, not as a change.
    form.seen.data = ""
    return gettext(GAINED if quote.coupon else KEPT, title=coupon.title, off=quote.discount.short)


def take_offered(form: CheckoutForm, lines: Sequence[QuotedLine]) -> None:
    """Where the form is about to be placed with a coupon that the page offered, the buyer takes it now. It stays the
    buyer's where the order cannot be placed. Raises Refused where it is gone meanwhile."""
    quote = quote_form(visitor.current(), form, lines, coupons_for(form, lines).usable, at=now())
    seen = last_seen(form, lines)
    if quote.coupon is None or quote.coupon.is_claimed or seen is None or quote.troubles or quote.difference(seen):
        return
    try:
        wanted = quote.coupon.discount.coupon
        claim = claim_coupon(store.session(), wanted, visitor.current(), at=now(), rules=house().rules)
    except Refused as refusal:
        raise Refused("coupon", refusal.message, **refusal.params) from None
    form.coupon.data = claim.code
    store.commit()


def held_codes() -> list[str]:
    """The coupons that this browser can still use, for its readable cookie."""
    return [claim.coupon.code for claim in claims_of(store.session(), visitor.known(), at=now())]
