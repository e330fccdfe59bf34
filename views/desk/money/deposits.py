"""A supplier's deposit at the desk: what came in, what a ruling takes, what goes back, and how much is asked."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from flask import flash, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response
from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired, Length

from models.catalogue.goods.finding import goods_counts
from models.catalogue.supplier.brands import brand_rights
from models.catalogue.supplier.register import staff_of, supplier_coded
from models.catalogue.supplier.supplier import Supplier
from models.gate.finding import checklist_of_supplier
from models.kernel.codes import new_token
from models.kernel.errors import N_, Gone
from models.kernel.money import Money
from models.ledger.balance import supplier_balances
from models.ledger.deposit import DEDUCTION_WHY_LIMIT, DEPOSIT_REFERENCE_LIMIT, deposit_history
from models.payout.four_eyes import is_alone, is_own
from models.stories.brand.claim import reread_supplier
from models.stories.money.deposits import (
    deduct_deposit,
    pay_deposit,
    require_deposit,
    return_deposit,
    return_excess,
    still_open,
)
from models.stories.stop.leaving import deposit_back_by
from views.desk.blueprint import desk
from views.desk.people.reset_links import ResetLinkForm, send_way_back, ways_back
from views.desk.people.stop_forms import Stopping, stopping_supplier
from views.kit import store
from views.kit.acting import as_operator
from views.kit.forms import MoneyField, TokenForm, attempt
from views.kit.groups import opened_by
from views.kit.house import house
from views.kit.identity import member
from views.kit.page import page, see, sentence
from views.parts.checklist.faces import faces_of
from views.parts.history import history_of

AMOUNT = _("请填金额")
SEEN = _("写下转账单号，以后好查")


class PayDepositForm(TokenForm):
    """What the bank says came in."""

    amount = MoneyField(_("收到多少"), [InputRequired(AMOUNT)])
    reference = StringField(
        _("银行流水号"), [InputRequired(SEEN), Length(max=DEPOSIT_REFERENCE_LIMIT, message=_("最多 40 个字"))]
    )


class DeductDepositForm(TokenForm):
    """A ruling. `once` marks this very form, so that a form sent twice takes once."""

    amount = MoneyField(_("扣多少"), [InputRequired(AMOUNT)])
    why = StringField(
        _("为什么扣"),
        [InputRequired(_("写一句为什么扣，供货商会看到")), Length(max=DEDUCTION_WHY_LIMIT, message=_("最多 200 个字"))],
    )
    once = HiddenField(validators=[Length(min=16, max=32)])


class ReturnDepositForm(TokenForm):
    """What the bank paid back."""

    reference = StringField(
        _("转账单号"), [InputRequired(SEEN), Length(max=DEPOSIT_REFERENCE_LIMIT, message=_("最多 40 个字"))]
    )


class RequireDepositForm(TokenForm):
    """How much is asked from now on."""

    required = MoneyField(_("应缴多少"), [InputRequired(AMOUNT)])


@dataclass(frozen=True)
class DepositForms:
    """Those of a supplier's page."""

    pay: PayDepositForm
    deduct: DeductDepositForm
    give_back: ReturnDepositForm
    require: RequireDepositForm
    excess: ReturnDepositForm


@desk.post("/suppliers/<code>/deposit/payments")
def pay_supplier_deposit(code: str) -> Response:
    """Books what came in."""
    supplier, form = found_supplier(code), PayDepositForm(prefix="pay-")

    def paid() -> bool:
        amount, reference = form.amount.data or Money(0), form.reference.data or ""
        return pay_deposit(store.session(), supplier, amount, as_operator(), reference=reference)

    return _done(supplier, form, paid, N_("记下了这笔保证金"), "pay")


@desk.post("/suppliers/<code>/deposit/deductions")
def deduct_supplier_deposit(code: str) -> Response:
    """Takes a part by a ruling."""
    supplier, form = found_supplier(code), DeductDepositForm(prefix="deduct-")

    def deducted() -> bool:
        amount, why, once = form.amount.data or Money(0), form.why.data or "", form.once.data or ""
        return deduct_deposit(store.session(), supplier, amount, as_operator(why), once=once)

    return _done(supplier, form, deducted, N_("扣下了，供货商看得到原因"), "deduct")


@desk.post("/suppliers/<code>/deposit/returns")
def return_supplier_deposit(code: str) -> Response:
    """All of it went back."""
    supplier, form = found_supplier(code), ReturnDepositForm(prefix="return-")

    def returned() -> bool:
        reference = form.reference.data or ""
        return return_deposit(store.session(), supplier, as_operator(), reference=reference)

    return _done(supplier, form, returned, N_("记下了：保证金退回给供货商"), "give_back")


@desk.post("/suppliers/<code>/deposit/excess")
def return_supplier_excess(code: str) -> Response:
    """What was too much went back; the supplier goes on."""
    supplier, form = found_supplier(code), ReturnDepositForm(prefix="excess-")

    def returned() -> bool:
        return return_excess(store.session(), supplier, as_operator(), reference=form.reference.data or "")

    return _done(supplier, form, returned, N_("记下了：多交的退回给供货商"), "excess")


@desk.post("/suppliers/<code>/deposit/requirement")
def require_supplier_deposit(code: str) -> Response:
    """Asks for another sum from now on."""
    supplier, form = found_supplier(code), RequireDepositForm(prefix="require-")

    def required() -> bool:
        return require_deposit(store.session(), supplier, form.required.data or Money(0), as_operator())

    return _done(supplier, form, required, N_("应缴保证金改好了"), "require")


@desk.post("/suppliers/<code>/reset-links")
@opened_by("people")
def give_staff_reset_link(code: str) -> Response:
    """A way back in for one of the staff."""
    supplier, form = found_supplier(code), ResetLinkForm(prefix="reset-")
    staff = staff_of(store.session(), supplier)
    done = send_way_back(staff, form, url_for("desk.one_supplier", code=code))
    return done or show_supplier(found_supplier(code), reset=form, status=422)


def show_supplier(
    supplier: Supplier,
    forms: DepositForms | None = None,
    *,
    reset: ResetLinkForm | None = None,
    stopping: Stopping | None = None,
    status: int = 200,
) -> Response:
    """The page of a supplier; after a refusal with what was typed."""
    session = store.session()
    staff, begun = staff_of(session, supplier), checklist_of_supplier(session, supplier.id)
    return page(
        "desk/money/deposits.html",
        supplier=supplier,
        staff=staff,
        ways=ways_back(staff, reset),
        stopping=stopping or stopping_supplier(supplier),
        changed=history_of(session, supplier.code, "supplier", "deposit", "goods.import"),
        counts=goods_counts(session, supplier),
        rights=brand_rights(session, supplier),
        checklist=faces_of(begun, "", asked="door") + faces_of(begun, "", asked="payout") if begun else [],
        back_by=deposit_back_by(supplier, house().rules),
        balances=supplier_balances(session, supplier),
        movements=deposit_history(session, supplier),
        still_open=[sentence(lack) for lack in still_open(session, supplier)],
        forms=forms or _forms(supplier),
        own=is_own(session, supplier, by=member()),
        alone=is_alone(session, member()),
        status=status,
    )


def _forms(supplier: Supplier) -> DepositForms:
    return DepositForms(
        PayDepositForm(formdata=None, prefix="pay-"),
        DeductDepositForm(formdata=None, prefix="deduct-", once=new_token()),
        ReturnDepositForm(formdata=None, prefix="return-"),
        RequireDepositForm(formdata=None, prefix="require-", required=supplier.deposit_required),
        ReturnDepositForm(formdata=None, prefix="excess-"),
    )


def _done(supplier: Supplier, form: TokenForm, verb: Callable[[], bool], words: str, which: str) -> Response:
    code = supplier.code
    if form.validate():
        with attempt(form) as outcome:
            news = verb()
            # Of who applies, the deposit may be the last thing that was missing.
            reread_supplier(store.session(), supplier, as_operator(), rules=house().rules)
        if outcome.ok:
            flash(gettext(words) if news else gettext("已经是这样了，没有再记一次"), "ok" if news else "info")
            return see(url_for("desk.one_supplier", code=code) + "#deposit")
    supplier = found_supplier(code)
    return show_supplier(supplier, replace(_forms(supplier), **{which: form}), status=422)


def found_supplier(code: str) -> Supplier:
    """Raises Gone."""
    supplier = supplier_coded(store.session(), code)
    if supplier is None:
        raise Gone(code)
    return supplier
