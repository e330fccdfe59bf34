"""One shop at the desk: its keeper and the keeper's other shops, what lets them open more, and violations."""

from flask import flash, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response
from wtforms import HiddenField, StringField
from wtforms.validators import Length

from models.kernel.clock import now
from models.kernel.codes import new_token
from models.kernel.errors import Gone
from models.shop.granting import grant_coded, grants_of
from models.shop.granting import withdraw_grant as withdraw
from models.shop.opening import shop_numbered
from models.shop.shop import Shop
from models.shop.violations import VIOLATION_WHY_LIMIT, lift, note_violation, violation_coded, violations_of
from models.stories.shop.grant import grant_shop, keeper_standing
from views.desk.blueprint import desk
from views.desk.people.reset_links import ResetLinkForm, send_way_back, ways_back
from views.kit import store
from views.kit.acting import as_operator
from views.kit.forms import TokenForm, attempt
from views.kit.groups import opened_by
from views.kit.page import page, see
from views.kit.proven import asks_again
from views.parts.history import history_of

LIMIT = Length(max=VIOLATION_WHY_LIMIT, message=_("最多 200 个字"))


class WhyForm(TokenForm):
    """A word why, for the keeper to read."""

    why = StringField(_("为什么"), [LIMIT])


class OnceForm(WhyForm):
    """A reason with a mark: `once` marks this very form, so that a form sent twice acts once."""

    once = HiddenField(validators=[Length(min=16, max=32)])


@desk.get("/shops/<door:number>")
@opened_by("people", "service")
def one_shop(number: str) -> Response:
    """What the network knows of a shop and of its keeper."""
    return _show(_found(number))


@desk.post("/shops/<door:number>/grants")
def grant_further_shop(number: str) -> Response:
    """Lets the keeper open one more."""
    shop, form = _found(number), OnceForm(prefix="grant-")
    if form.validate():
        with attempt(form) as outcome:
            grant_shop(store.session(), shop.keeper, as_operator(form.why.data or ""), once=form.once.data or "")
        if outcome.ok:
            return _done(shop, gettext("批准了，掌柜在自己的后台就能开店"), "grants")
    return _show(shop, grant=form)


@desk.post("/shops/<door:number>/grants/<code>/withdrawal")
def withdraw_grant(number: str, code: str) -> Response:
    """Takes a grant back before it is used."""
    shop, form = _found(number), WhyForm(prefix=f"{code}-")
    given = grant_coded(store.session(), shop.keeper, code)
    if given is None:
        raise Gone(code)
    if form.validate():
        with attempt(form) as outcome:
            withdraw(store.session(), given, as_operator(form.why.data or ""))
        if outcome.ok:
            return _done(shop, gettext("收回了"), "grants")
    return _show(shop, **{code: form})


@desk.post("/shops/<door:number>/violations")
def note_shop_violation(number: str) -> Response:
    """Writes a violation down."""
    shop, form = _found(number), OnceForm(prefix="violation-")
    if form.validate():
        with attempt(form) as outcome:
            note_violation(store.session(), shop, as_operator(form.why.data or ""), once=form.once.data or "")
        if outcome.ok:
            return _done(shop, gettext("记下了，掌柜看得到"), "violations")
    return _show(shop, violation=form)


@desk.post("/shops/<door:number>/violations/<code>/lifting")
def lift_violation(number: str, code: str) -> Response:
    """It no longer counts."""
    shop, form = _found(number), WhyForm(prefix=f"{code}-")
    noted = violation_coded(store.session(), shop, code)
    if noted is None:
        raise Gone(code)
    if form.validate():
        with attempt(form) as outcome:
            lift(store.session(), shop, noted, as_operator(form.why.data or ""))
        if outcome.ok:
            return _done(shop, gettext("撤销了"), "violations")
    return _show(shop, **{code: form})


@desk.post("/shops/<door:number>/reset-links")
@asks_again
def give_keeper_reset_link(number: str) -> Response:
    """A way back in for the keeper."""
    shop, form = _found(number), ResetLinkForm(prefix="reset-")
    done = send_way_back([shop.keeper], form, url_for("desk.one_shop", number=number))
    return done or _show(_found(number), reset=form)


def _found(number: str) -> Shop:
    shop = shop_numbered(store.session(), int(number))
    if shop is None:
        raise Gone(number)
    return shop


def _done(shop: Shop, words: str, part: str) -> Response:
    flash(words, "ok")
    return see(f"{url_for('desk.one_shop', number=shop.number)}#{part}")


def _show(shop: Shop, reset: ResetLinkForm | None = None, **sent: TokenForm) -> Response:
    """The page; a form that was sent comes back with what was typed. Forms of one grant or violation go by its code."""
    session, keeper = store.session(), shop.keeper
    grants, violations = grants_of(session, keeper), violations_of(session, keeper)
    once = {"once": new_token()}
    forms: dict[str, TokenForm] = {
        "grant": OnceForm(formdata=None, prefix="grant-", data=once),
        "violation": OnceForm(formdata=None, prefix="violation-", data=once),
    }
    codes = [one.code for one in grants if one.is_open] + [one.code for one, _shop in violations if not one.lifted_at]
    forms |= {code: WhyForm(formdata=None, prefix=f"{code}-") for code in codes}
    return page(
        "desk/people/one_shop.html",
        shop=shop,
        standing=keeper_standing(session, keeper, now()),
        grants=grants,
        violations=violations,
        forms=forms | sent,
        ways=ways_back([keeper], reset),
        changed=history_of(session, str(shop.number), "shop"),
        status=422 if sent or reset else 200,
    )
