"""Withdrawals at the desk: the queue, approving many at once, refusing, and booking by hand what became of one."""

from collections.abc import Callable
from datetime import date, datetime

from flask import flash, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from models.kernel.clock import SHANGHAI, local, now
from models.kernel.errors import N_, Gone, Refused
from models.payout.finding import (
    withdrawal_coded,
    withdrawals_coded,
)
from models.payout.steps import approve_withdrawals as approve
from models.payout.steps import book_return, fail, pay, unapprove
from models.payout.withdrawal import Withdrawal
from models.stories.waiting import Given
from views.desk.blueprint import desk
from views.desk.money.withdrawal_forms import ReferenceForm, ReturnForm, WithdrawalWhyForm
from views.desk.money.withdrawal_table import PAGE, here, show_withdrawals
from views.desk.waiting.tables import decide_here, mind_hands
from views.kit import store
from views.kit.acting import as_operator
from views.kit.bodies import ROWS, carries
from views.kit.forms import TokenForm, attempt, complain
from views.kit.house import house
from views.kit.page import see


@desk.get("/withdrawals")
def withdrawals() -> Response:
    """The queue, or those of another state."""
    return show_withdrawals(TokenForm())


@desk.post("/withdrawals/approvals")
@carries(ROWS)
def approve_withdrawals() -> Response:
    """Approves the ticked ones as one batch."""
    form, codes = TokenForm(), request.form.getlist("withdrawal")[: 2 * PAGE]
    if not codes:
        complain(form, Refused("", N_("先勾选要批准的提现")))
        return show_withdrawals(form, status=422)
    with attempt(form) as outcome:
        mind_hands("withdrawal", codes)
        chosen = withdrawals_coded(store.session(), codes)
        batch, count = approve(store.session(), chosen, as_operator(), rules=house().rules)
    if not outcome.ok:
        return show_withdrawals(form, ticked=tuple(codes), status=422)
    if count < len(codes):
        flash(gettext("%(count)s 笔已经批准过或撤回了，没有动", count=len(codes) - count), "warn")
    if not count:
        return see(here())
    flash(gettext("批准了 %(count)s 笔，下载付款文件去付款", count=count), "ok")
    return see(url_for("desk.withdrawals", state="approved", batch=batch))


@desk.post("/withdrawals/<code>/refusal")
def refuse_withdrawal(code: str) -> Response:
    """Gives the money back to its owner, with a word."""
    form = WithdrawalWhyForm()

    def refused(withdrawal: Withdrawal) -> None:
        decide_here("withdrawal", withdrawal.code, "refuse", Given(why=form.why.data or ""))

    return _done(code, form, "refusal", refused, N_("退回了，钱回到对方的可提现"))


@desk.post("/withdrawals/<code>/payment")
def pay_withdrawal(code: str) -> Response:
    """It was paid."""
    form = ReferenceForm()

    def paid(withdrawal: Withdrawal) -> None:
        reference = form.reference.data or ""
        pay(store.session(), withdrawal, as_operator(), reference=reference, rules=house().rules)

    return _done(code, form, "payment", paid, N_("记下了：这笔已经付款"))


@desk.post("/withdrawals/<code>/failure")
def fail_withdrawal(code: str) -> Response:
    """It did not arrive."""
    form = WithdrawalWhyForm()

    def failed(withdrawal: Withdrawal) -> None:
        fail(store.session(), withdrawal, as_operator(form.why.data or ""))

    return _done(code, form, "failure", failed, N_("记下了：没付成，钱回到对方的可提现"))


@desk.post("/withdrawals/<code>/unapproval")
def unapprove_withdrawal(code: str) -> Response:
    """The approval is taken back."""
    form = WithdrawalWhyForm()

    def unapproved(withdrawal: Withdrawal) -> None:
        unapprove(store.session(), withdrawal, as_operator(form.why.data or ""))

    return _done(code, form, "unapproval", unapproved, N_("撤回了批准，这笔重新排队等批准"))


@desk.post("/withdrawals/<code>/return")
def return_withdrawal(code: str) -> Response:
    """The bank sent it back after it was paid."""
    form = ReturnForm()

    def returned(withdrawal: Withdrawal) -> None:
        day = _begins(form.returned_on.data or local(now()).date())
        book_return(store.session(), withdrawal, as_operator(form.why.data or ""), returned_at=day)

    return _done(code, form, "return", returned, N_("记下了：银行退回，钱回到对方的可提现"))


def _done(code: str, form: TokenForm, which: str, verb: Callable[[Withdrawal], None], words: str) -> Response:
    withdrawal = withdrawal_coded(store.session(), code)
    if withdrawal is None:
        raise Gone(code)
    if form.validate():
        with attempt(form) as outcome:
            verb(withdrawal)
        if outcome.ok:
            flash(gettext(words), "ok")
            return see(here())
    return show_withdrawals(form, wrong=(code, which), status=422)


def _begins(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)
