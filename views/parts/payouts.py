"""What shops and suppliers see and do alike when they withdraw: the payee account, asking, taking back, the list with
the states and dates of every withdrawal."""

from dataclasses import dataclass
from typing import Any

from flask import flash, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response
from wtforms import HiddenField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from models.kernel.codes import new_token
from models.kernel.errors import N_, Gone
from models.kernel.money import Money
from models.kernel.sealing import Seal
from models.ledger.owners import Owner, purses
from models.payout.asking import cancel_withdrawal
from models.payout.finding import came_back, paid_out, withdrawal_count, withdrawal_of, withdrawals_of
from models.payout.payee import PAYEE_KINDS, PAYEE_NUMBER
from models.payout.payee_details import BANK_LIMIT, BRANCH_LIMIT, HOLDER_LIMIT, PayeeDetails
from models.payout.verifying import payee_of
from models.stories.money.ask_payout import ask_payout
from models.stories.money.payees import give_account
from views.kit import store
from views.kit.acting import as_owner
from views.kit.forms import MoneyField, TokenForm, attempt
from views.kit.house import house
from views.kit.page import page, see
from views.kit.paging import Paged
from views.kit.proven import asks_again
from views.kit.screens import Screens
from views.kit.words import STATES
from views.kit.written import Written

PAGE = 20
NUMBER = 80


class PayeeForm(TokenForm):
    """Where the money shall go."""

    called = "payee"
    kind = RadioField(
        _("收款方式"),
        [InputRequired(_("选一种收款方式"))],
        choices=[SelectChoice(kind, _(STATES[f"payee_kind.{kind}"])) for kind in PAYEE_KINDS],
    )
    holder = StringField(_("户名"), [Written(_("写下户名")), Length(max=HOLDER_LIMIT, message=_("最多 60 个字"))])
    number = StringField(_("收款账号"), [Written(_("写下账号")), Length(max=NUMBER, message=_("最多 80 个字"))])
    bank = StringField(_("开户银行"), [Length(max=BANK_LIMIT, message=_("最多 40 个字"))])
    branch = StringField(_("开户支行"), [Length(max=BRANCH_LIMIT, message=_("最多 60 个字"))])

    @property
    def given(self) -> PayeeDetails:
        """What was written."""
        return PayeeDetails(
            kind=self.kind.data or "",
            holder=self.holder.data or "",
            number=self.number.data or "",
            bank=self.bank.data or "",
            branch=self.branch.data or "",
        )


class WithdrawForm(TokenForm):
    """How much. `once` marks this very form, so that a form sent twice asks once."""

    called = "withdraw"
    amount = MoneyField(_("提多少"), [InputRequired(_("写下要提的金额"))])
    once = HiddenField(validators=[Length(min=16, max=32)])


def seal() -> Seal:
    """What payees' account numbers are sealed with."""
    return Seal(house().config.ring, PAYEE_NUMBER)


@dataclass(frozen=True, slots=True)
class Drawer:
    """Whose money it is, and the template of their page."""

    owner: Owner
    template: str


screens = Screens[Drawer]()


@screens.get("/withdrawals", endpoint="withdrawals")
def show(who: Drawer, refused: TokenForm | None = None) -> Response:
    """Balances, the payee account, asking, and what was asked so far; after a refusal with what was typed."""
    owner = who.owner
    session, least = store.session(), house().rules.withdrawal_min
    balances, payee = purses(session, owner), payee_of(session, owner)
    paged = Paged(withdrawal_count(session, owner), PAGE, ".withdrawals")
    kind = payee.kind if payee else "bank"
    forms: dict[str, TokenForm] = {
        "payee": PayeeForm(formdata=None, kind=kind),
        "withdraw": WithdrawForm(formdata=None, once=new_token()),
    }
    if refused is not None:
        forms[refused.called] = refused
    values: dict[str, Any] = {
        "forms": forms,
        "problems": refused,
        "balances": balances,
        "paid_out": paid_out(session, owner),
        "back": came_back(session, owner),
        "payee": payee,
        "least": Money(least),
        "may_ask": bool(payee and payee.state == "verified" and balances["available"] >= max(least, 1)),
        "rows": withdrawals_of(session, owner, limit=PAGE, offset=paged.offset),
        "paged": paged,
    }
    return page(who.template, status=422 if refused else 200, **values)


@screens.post("/withdrawals", endpoint="withdraw")
def ask(who: Drawer) -> Response:
    """Asks for money."""
    form = WithdrawForm()
    if form.validate():
        with attempt(form) as outcome:
            amount, once = form.amount.data or Money(0), form.once.data or ""
            ask_payout(store.session(), who.owner, amount, as_owner(), once=once, rules=house().rules)
        if outcome.ok:
            flash(gettext("提交了，这笔钱已经给你留着，等平台批准"), "ok")
            return see(_here())
    if form.once.errors:
        form.once.data, form.once.errors = new_token(), []
        form.form_errors.append(gettext("页面放得太久了，请再点一次"))
    return show(who, form)


@screens.post("/withdrawals/payee", endpoint="change_payee")
@asks_again
def change_payee(who: Drawer) -> Response:
    """Gives an account, or another one."""
    form = PayeeForm()
    if form.validate():
        with attempt(form) as outcome:
            given = give_account(store.session(), who.owner, form.given, as_owner(), seal=seal(), rules=house().rules)
        if outcome.ok:
            is_known, given_anew = given.state == "verified", N_("收款账户交上去了，平台核对好就能提现")
            words = N_("这个账户已经核对过，不用再改") if is_known else given_anew
            flash(gettext(words), "ok")
            return see(_here())
    return show(who, form)


@screens.post("/withdrawals/<code>/cancellation", endpoint="cancel_withdrawal")
def take_back(who: Drawer, code: str) -> Response:
    """Takes a withdrawal back."""
    withdrawal = withdrawal_of(store.session(), who.owner, code)
    if withdrawal is None:
        raise Gone(code)
    form = TokenForm()
    with attempt(form) as outcome:
        cancel_withdrawal(store.session(), withdrawal, as_owner())
    if not outcome.ok:
        flash(" ".join(str(words) for words in form.form_errors), "warn")
        return see(_here())
    flash(gettext("撤回了，钱退回可提现"), "ok")
    return see(_here())


def _here() -> str:
    return url_for(".withdrawals")
