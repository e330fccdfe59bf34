"""The second step of signing in: digits or a recovery code, after the right password."""

from urllib.parse import urlencode

from flask import Blueprint, abort, flash, redirect, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import HiddenField, StringField

from models.account.member import Member
from models.account.second_factor.factor import recovery_codes_left
from models.kernel.errors import N_, Refused
from views.kit import first_step, store
from views.kit.entering import arrived, begin, inside
from views.kit.familiar import is_familiar
from views.kit.forms import TokenForm, attempt
from views.kit.identity import csrf, home_of, member
from views.kit.limits import account_tries, failed, limiter, sign_ins
from views.kit.page import page
from views.kit.passkeys import has_passkeys, options_to_answer, take_answer
from views.kit.proving import prove
from views.kit.resuming import unpacked

bp = Blueprint("second_step", __name__)
_TOO_LATE = N_("隔得太久了，从密码开始再登录一次。")


class SecondStepForm(TokenForm):
    """Digits or a recovery code, in one field; `answer` is a passkey's, from a form of its own. `next` and `kept` as in
    the first step."""

    code = StringField(_("六位数或恢复码"))
    next = HiddenField()
    kept = HiddenField()
    answer = HiddenField()


@bp.get("/sign-in/second")
def ask() -> Response:
    """Where the second step is taken."""
    if current_user.is_authenticated:
        return redirect(home_of(member()), 303)
    who = first_step.who_took()
    onward = inside(request.args.get("next"))
    return show(SecondStepForm(formdata=None, next=onward)) if who else _from_the_start(onward)


@bp.post("/sign-in/second")
@limiter.limit(sign_ins, deduct_when=failed)
@limiter.limit(
    account_tries,
    key_func=lambda: f"second:{first_step.begun()}",
    deduct_when=failed,
    exempt_when=lambda: is_familiar(first_step.begun()),
)
def take() -> Response:
    """Checks the second step; then it is as after any sign-in."""
    csrf.protect()
    form, who = SecondStepForm(), first_step.who_took()
    if who is None:
        return _from_the_start(inside(form.next.data))
    with attempt(form) as outcome:
        if form.answer.data:
            take_answer(who, form.answer.data, "sign_in")
        else:
            prove(who, form.code.data or "")
        _enter(who)
    if not outcome.ok:
        return show(form, status=422)
    return arrived(who, onward=form.next.data or "", kept=form.kept.data or "")


@bp.post("/sign-in/second/options")
@limiter.limit(sign_ins)
def options() -> Response:
    """What the browser needs to have a passkey answer; for nobody who has not given the password."""
    csrf.protect()
    who = first_step.who_took()
    if who is None or not has_passkeys(who):
        abort(404)
    return options_to_answer(who, "sign_in")


def show(form: SecondStepForm, *, status: int = 200) -> Response:
    """The page; what waits for its person waits on."""
    who = first_step.who_took()
    by_passkey = who is not None and has_passkeys(who)
    kept = unpacked(form.kept.data or "")
    return page("session/second.html", form=form, kept=kept, by_passkey=by_passkey, unsaved=True, status=status)


def _enter(who: Member) -> None:
    """Raises Refused where the password was changed since the first step."""
    if first_step.who_took() is None:
        raise Refused("", _TOO_LATE)
    begin(who)
    first_step.forget()
    left = recovery_codes_left(store.session(), who.id)
    if left <= 2:
        flash(gettext("恢复码只剩 %(left)s 个，去“账号”换一批新的。", left=left), "warn")


def _from_the_start(onward: str) -> Response:
    flash(gettext(_TOO_LATE), "warn")
    return redirect(f"/sign-in?{urlencode({'next': onward})}" if onward else "/sign-in", 303)
