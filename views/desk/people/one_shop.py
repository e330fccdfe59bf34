"""One shop at the desk: its keeper and the keeper's other shops, what lets them open more, and violations."""

from typing import cast

from flask import flash, url_for
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from werkzeug.wrappers import Response
from wtforms import HiddenField, SelectField, StringField
from wtforms.validators import DataRequired, Length

from models.gate.checklist import ChecklistItem
from models.gate.finding import checklist_of_shop
from models.gate.kind import ItemKind, items_of
from models.kernel.clock import now
from models.kernel.codes import new_token
from models.kernel.errors import Gone
from models.shop.appealing import appeals_of
from models.shop.evidence import keep_evidence
from models.shop.granting import grant_coded, grants_of
from models.shop.granting import withdraw_grant as withdraw
from models.shop.opening import shop_numbered
from models.shop.points import kinds_of_violation, points_of
from models.shop.shop import Shop
from models.shop.violations import VIOLATION_WHY_LIMIT, Finding, lift, note_violation, violation_coded, violations_of
from models.stories.shop.grant import grant_shop, keeper_standing
from models.stories.shop.pointed_at import pointed_at
from views.desk.blueprint import desk
from views.desk.people.reset_links import ResetLinkForm, send_way_back, ways_back
from views.kit import store
from views.kit.acting import as_operator
from views.kit.bodies import FILES, carries
from views.kit.forms import TokenForm, attempt
from views.kit.groups import opened_by
from views.kit.house import house
from views.kit.page import page, see
from views.kit.proven import asks_again
from views.parts.history import history_of
from views.parts.violations import evidence_files, evidence_of, look_at_evidence, violation_with

LIMIT = Length(max=VIOLATION_WHY_LIMIT, message=_("最多 200 个字"))


class WhyForm(TokenForm):
    """A word why, for the keeper to read."""

    why = StringField(_("为什么"), [LIMIT])


class ViolationForm(WhyForm):
    """What was done, and what shows it: the code of an order, goods or a conversation, a picture, or both. `once` marks
    this very form."""

    kind = SelectField(_("哪一种违规"), [DataRequired(message=_("请选是哪一种违规"))], validate_choice=False)
    about_code = StringField(_("证据：订单号、对话编号或者商品编号"), [Length(max=24, message=_("最多 24 个字"))])
    pictures = FileField(_("证据图片"))
    once = HiddenField(validators=[Length(min=16, max=32)])

    def offer(self) -> None:
        """The network's table."""
        table = kinds_of_violation(house().rules)
        costs = [
            (
                one.name,
                ngettext("%(name)s，扣 %(num)s 分", "%(name)s，扣 %(num)s 分", one.points, name=gettext(one.name)),
            )
            for one in table
        ]
        self.kind.choices = [("", gettext("请选")), *costs]


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
@carries(FILES)
def note_shop_violation(number: str) -> Response:
    """Writes a violation down. The picture is decoded while no transaction is open."""
    shop, form = _found(number), ViolationForm(prefix="violation-")
    form.offer()
    if not form.validate():
        return _show(shop, violation=form)
    data, picture, files = form.pictures.data.read() if form.pictures.data else b"", None, evidence_files()
    with attempt(form) as read, store.outside_transaction():
        picture = keep_evidence(files, data) if data else None
    if not read.ok:
        return _show(_found(number), violation=form)
    shop = _found(number)
    with attempt(form) as outcome:
        shown = pointed_at(store.session(), shop, form.about_code.data or "", picture)
        act, once = as_operator(form.why.data or ""), form.once.data or ""
        noted = note_violation(
            store.session(), shop, Finding(form.kind.data or "", shown), act, rules=house().rules, once=once
        )
        # The same form again has brought the same picture again.
        if picture and noted.sealed_picture != picture:
            files.drop(picture)
    if outcome.ok:
        return _done(shop, gettext("记下了，掌柜看得到"), "violations")
    if picture:
        files.drop(picture)
    return _show(_found(number), violation=form)


@desk.post("/violations/<code>/look")
@opened_by("people", "service")
@asks_again
def look_at_violation(code: str) -> Response:
    """The picture that shows it: on record, and in this reply alone."""
    noted = violation_with(store.session(), code)
    return page("desk/people/evidence.html", violation=noted, picture=look_at_evidence(noted, as_operator("")))


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


def _asked(shop: Shop) -> list[tuple[ItemKind, ChecklistItem]]:
    """What its opening asked, in the order in which the keeper reads it; nothing where none was begun."""
    found = checklist_of_shop(store.session(), shop.id)
    kinds = items_of("shop")
    items = [(kinds[item.name], item) for item in found.items if item.name in kinds] if found else []
    return sorted(items, key=lambda one: one[0].place)


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
        "violation": ViolationForm(formdata=None, prefix="violation-", data=once),
    }
    at = now()
    codes = [one.code for one in grants if one.is_open] + [one.code for one, _shop in violations if one.counts(at)]
    forms |= {code: WhyForm(formdata=None, prefix=f"{code}-") for code in codes}
    forms |= sent
    cast(ViolationForm, forms["violation"]).offer()
    return page(
        "desk/people/one_shop.html",
        shop=shop,
        standing=keeper_standing(session, keeper, at),
        grants=grants,
        violations=violations,
        points=points_of(session, keeper, at=at),
        shown=evidence_of,
        appeals=appeals_of(session, keeper),
        asked=_asked(shop),
        at=at,
        forms=forms,
        ways=ways_back([keeper], reset),
        changed=history_of(session, str(shop.number), "shop"),
        status=422 if sent or reset else 200,
    )
