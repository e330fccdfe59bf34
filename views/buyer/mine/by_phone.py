"""Orders found again by the phone they were placed with: six digits are sent to it, and who reads them keeps the orders
in their browser. Words and time are the same whoever's number it is: the worker looks that up."""

from dataclasses import replace
from datetime import timedelta

from flask import request, url_for
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response
from wtforms import StringField, ValidationError

from models.account.one_time_code import seconds_to_wait
from models.feed.joined import digest_of_phone, join_visitor
from models.kernel.clock import now
from models.kernel.codes import new_token
from models.kernel.errors import Gone, Refused
from models.kernel.reading.phones import reachable
from models.trade.order.finding import order_ids_of_phone
from models.trade.order.keeping import keep_orders
from views.buyer.blueprint import buyer
from views.buyer.mine.pages import personal
from views.buyer.mine.proving import Proving, drop_proving, keep_proving, kept_proving
from views.kit import store, visitor
from views.kit.forms import BuyerForm, complain
from views.kit.house import house
from views.kit.limits import code_asks, limiter, lookups, told_nothing
from views.kit.page import page, see
from views.kit.written import Written
from views.parts.one_time_codes import ask_for_code, redeem, way_of_codes


class PhoneForm(BuyerForm):
    """Which phone."""

    phone = StringField(_("手机号"), [Written(_("请填手机号"))])

    def validate_phone(self, field: StringField) -> None:
        """One that a text can be sent to: without a region, numbers beyond the mainland need their country code."""
        if not reachable(field.data or ""):
            raise ValidationError(_("请填手机号，港澳台的前面加上区号，例如 +852"))


class CodeForm(BuyerForm):
    """The six digits."""

    code = StringField(_("六位数"), [Written(_("请填短信里的六位数"))])


@buyer.get("/mine/phone")
def phone_page() -> Response:
    """Asks for the phone."""
    _require_way()
    return _ask(PhoneForm())


@buyer.post("/mine/phone")
@limiter.limit(code_asks)
def ask_phone() -> Response:
    """Has six digits sent, if the phone has orders; says the same if it has none."""
    _require_way()
    form = PhoneForm(request.form)
    if not form.validate():
        return _ask(form, status=422)
    phone = reachable(form.phone.data or "")
    before = kept_proving()
    proving = before if before and before.phone == phone else Proving(phone, new_token())
    try:
        shown = ask_for_code(proving.wanted)
    except Refused as refusal:
        store.give_up()
        # Too soon or too often: the digits that were sent before still count.
        code = CodeForm()
        complain(code, refusal)
        return keep_proving(_prove(code, proving, status=422), proving)
    return keep_proving(see(url_for("buyer.code_page")), replace(proving, digits=shown))


@buyer.get("/mine/phone/code")
def code_page() -> Response:
    """Asks for the digits."""
    proving = kept_proving()
    return _prove(CodeForm(), proving) if proving else see(url_for("buyer.phone_page"))


@buyer.post("/mine/phone/code")
@limiter.shared_limit(lookups, scope="lookup", deduct_when=told_nothing)
def prove_phone() -> Response:
    """The orders of this phone are this browser's own too from now on."""
    form, proving = CodeForm(request.form), kept_proving()
    if proving is None:
        return see(url_for("buyer.phone_page"))
    if not form.validate():
        return _prove(form, proving, status=422)
    try:
        redeem(proving.wanted, form.code.data or "")
    except Refused as refusal:
        complain(form, refusal)
        return _prove(form, proving, status=422)
    since = now() - timedelta(days=house().rules.found_days)
    found = order_ids_of_phone(store.session(), proving.phone, since=since)
    keep_orders(store.session(), visitor.known(), found, at=now())
    # What this browser follows is the phone's too, wherever it is proven.
    digest = digest_of_phone(proving.phone, house().hash_secret)
    join_visitor(store.session(), visitor.known(), digest, at=now())
    return drop_proving(visitor.remember(see(url_for("buyer.own_orders", found=len(found)))))


def _require_way() -> None:
    """Without a way to send codes there is no such page."""
    if not way_of_codes("orders"):
        raise Gone("phone")


def _ask(form: PhoneForm, *, status: int = 200) -> Response:
    return personal(page("buyer/mine/phone.html", form=form, way=way_of_codes("orders"), status=status))


def _prove(form: CodeForm, proving: Proving, *, status: int = 200) -> Response:
    wait = seconds_to_wait(store.session(), proving.wanted, rules=house().rules, at=now())
    way = way_of_codes("orders")
    return personal(page("buyer/mine/code.html", form=form, proving=proving, way=way, wait=wait, status=status))
