"""What shopkeepers and suppliers do alike with coupons: the list, making one, its page, stopping and resuming it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from models.catalogue.goods.goods import Goods
from models.coupon.coupon import Coupon
from models.coupon.making import (
    COUPON_TITLE_LIMIT,
    MOST_PER_BUYER,
    MOST_QUOTA,
    Terms,
    resume_coupon,
    stop_coupon,
    used_counts,
)
from models.coupon.passphrases import PASSPHRASE_LIMIT
from models.kernel.clock import now
from models.kernel.errors import N_, Gone
from models.kernel.money import Money
from models.report.shop.coupons import coupon_costs
from views.kit import store
from views.kit.acting import as_keeper
from views.kit.forms import TokenForm, attempt
from views.kit.house import house
from views.kit.page import page, page_or_fragment, see
from views.kit.screens import Screens
from views.parts.coupon.beginnings import TEMPLATES
from views.parts.coupon.form import CouponForm, begun
from views.parts.coupon.preview import preview
from views.parts.coupon.words import words_to_share

LIMITS = {
    "title_limit": COUPON_TITLE_LIMIT,
    "passphrase_limit": PASSPHRASE_LIMIT,
    "most_quota": MOST_QUOTA,
    "most_per_buyer": MOST_PER_BUYER,
}


@dataclass(frozen=True, slots=True)
class Giver:
    """Whoever gives coupons: the "shop" or "supplier" that pays for them, a name, what is theirs, and how one is made.
    `goods` are rows with code and title; `of_goods` finds one of their goods by its code. `list_page` is a template."""

    payer: str
    name: str
    list_page: str
    coupons: Callable[[], list[Coupon]]
    coupon: Callable[[str], Coupon | None]
    goods: Callable[[], Sequence[Any]]
    of_goods: Callable[[str], Goods | None]
    all_goods: str
    make: Callable[[Terms], Coupon]


screens = Screens[Giver]()


@screens.get("/coupons", endpoint="coupons")
def show_list(giver: Giver) -> Response:
    """Every coupon with how it stands, how many were claimed and used, and what they cost so far."""
    coupons, moment = giver.coupons(), now()
    return page(
        giver.list_page,
        giver=giver,
        coupons=coupons,
        states={one.id: one.state_at(moment) for one in coupons},
        used=used_counts(store.session(), coupons),
        costs=coupon_costs(store.session(), coupons),
    )


@screens.get("/coupons/new", endpoint="new_coupon")
def show_new(giver: Giver) -> Response:
    """The templates; with ?template=… the form that it begins, for ?goods=… alone where they are named."""
    slug, code = request.args.get("template", ""), request.args.get("goods", "")
    if slug not in TEMPLATES:
        return page("parts/coupon/templates.html", templates=TEMPLATES, goods=code, giver=giver)
    return _form_page(giver, begun(slug, giver.name, goods=code, at=now()))


@screens.both("/coupons/preview", endpoint="preview_coupon")
def show_preview(giver: Giver) -> Response:
    """What was written so far, as buyers will see it: a fragment while one types, the whole page by the button."""
    typed = request.form if request.method == "POST" else request.args
    # It keeps nothing, so it needs no token; the guard has checked the button's all the same.
    form = CouponForm(formdata=typed, meta={"csrf": False})
    form.validate()
    return _form_page(giver, form)


@screens.post("/coupons", endpoint="make_coupon")
def make(giver: Giver) -> Response:
    """Makes the coupon and shows it. The same form again gives the same coupon."""
    form = CouponForm()
    if form.validate():
        goods = _goods(giver, form)
        made: list[Coupon] = []
        with attempt(form) as outcome:
            made.append(giver.make(form.terms(goods)))
        if outcome.ok:
            flash(gettext("券发好了"), "ok")
            return see(url_for(".coupon", code=made[0].code))
    return _form_page(giver, form, status=422)


@screens.get("/coupons/<code>", endpoint="coupon")
def show_one(giver: Giver, code: str) -> Response:
    """One coupon: the ticket, its figures, the text to share, stopping and resuming."""
    return _one_page(giver, _own(giver, code), TokenForm())


@screens.post("/coupons/<code>/stopping", endpoint="stop_coupon")
def stop_one(giver: Giver, code: str) -> Response:
    """Nobody can claim it any more."""
    stop_coupon(store.session(), _own(giver, code), as_keeper())
    flash(gettext("停发了。已经领走的，到期前照样能用"), "ok")
    return see(url_for(".coupon", code=code))


@screens.post("/coupons/<code>/resuming", endpoint="resume_coupon")
def resume_one(giver: Giver, code: str) -> Response:
    """It can be claimed again."""
    form = TokenForm()
    with attempt(form) as outcome:
        resume_coupon(store.session(), _own(giver, code), as_keeper())
    if not outcome.ok:
        return _one_page(giver, _own(giver, code), form, status=422)
    flash(gettext("接着发了"), "ok")
    return see(url_for(".coupon", code=code))


def _own(giver: Giver, code: str) -> Coupon:
    found = giver.coupon(code)
    if found is None:
        raise Gone(code)
    return found


def _goods(giver: Giver, form: CouponForm) -> Goods | None:
    """The one goods that was chosen; a code that is none of theirs is nobody's."""
    if not form.goods.data:
        return None
    found = giver.of_goods(form.goods.data)
    if found is None:
        raise Gone(form.goods.data)
    return found


def _form_page(giver: Giver, form: CouponForm, *, status: int = 200) -> Response:
    """The form, and what it comes to."""
    goods = _goods(giver, form)
    form.offer(giver.goods(), goods, giver.all_goods)
    return page_or_fragment(
        "parts/coupon/new.html",
        "preview",
        status=status,
        form=form,
        giver=giver,
        preview=preview(form, goods, at=now()),
        told=status == 422,
        **LIMITS,
    )


def _one_page(giver: Giver, coupon: Coupon, form: TokenForm, *, status: int = 200) -> Response:
    session = store.session()
    address = f"{house().config.where}/coupons/{coupon.code}"
    return page(
        "parts/coupon/one.html",
        status=status,
        coupon=coupon,
        giver=giver,
        form=form,
        state=coupon.state_at(now()),
        used=used_counts(session, [coupon]).get(coupon.id, 0),
        cost=coupon_costs(session, [coupon]).get(coupon.id, Money(0)),
        words=words_to_share(coupon, address),
        address=address,
    )


ALL_OF_SHOP, ALL_OF_SUPPLIER = N_("店里所有商品"), N_("我的所有商品")
