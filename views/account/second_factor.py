"""A member's second factor: set up with a QR code and its first digits, fresh recovery codes, taken off."""

from typing import Any

from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired

from models.account.password import is_password
from models.account.second_factor.digits import address_for_app
from models.account.second_factor.factor import SecondFactor, factor_of, recovery_codes_left
from models.account.second_factor.setting_up import (
    begin_factor,
    confirm_factor,
    drop_factor,
    replace_recovery_codes,
    secret_of,
)
from models.kernel.errors import N_, Refused
from views.account.blueprint import account
from views.account.page import done, section, shown
from views.kit import store
from views.kit.acting import as_owner
from views.kit.forms import TokenForm, attempt
from views.kit.identity import member
from views.kit.limits import failed, limiter, sign_ins
from views.kit.page import page, see
from views.kit.proven import asks_again, proven_recently
from views.kit.proving import factor_seal, prove
from views.kit.required_factor import is_required_here, required_of
from views.kit.signed_in import note_wrong_try, sign_in_here
from views.kit.written import Written
from views.parts.qr import square

# What an app calls the network beside the digits.
_NETWORK = "Xiaopu"
_FOUR = 4


class FirstDigitsForm(TokenForm):
    """The digits that the app shows now."""

    code = StringField(_("现在显示的六位数"), [Written(_("填验证器里现在的六位数"))])


class RemovalForm(TokenForm):
    """Whoever takes it off has both."""

    pass_word = PasswordField(_("现在的密码"), [InputRequired(_("请填现在的密码"))])
    code = StringField(_("六位数或恢复码"), [Written(_("填手机上的六位数，或者一个恢复码"))])


@section("second_factor", place=25)
def facts() -> dict[str, Any]:
    """Whether it stands, and what can be done with it."""
    factor = factor_of(store.session(), member().id)
    return {
        "factor": factor,
        "codes_left": recovery_codes_left(store.session(), member().id) if factor else 0,
        "removing": RemovalForm(formdata=None),
        "factor_required": required_of(member()),
        "factor_asked_here": is_required_here(),
    }


@account.post("/second-factor")
@asks_again
def begin_second_factor() -> Response:
    """A fresh secret, to be read by an app."""
    form = TokenForm()
    with attempt(form) as outcome:
        begin_factor(store.session(), member(), as_owner(), seal=factor_seal())
    return see("/account/second-factor") if outcome.ok else see("/account#second_factor")


@account.get("/second-factor")
def set_up_second_factor() -> Response:
    """The secret as a QR code and in groups, until its first digits were typed."""
    return _set_up_page(FirstDigitsForm(formdata=None))


@account.post("/second-factor/confirmation")
@asks_again
@limiter.limit(sign_ins, deduct_when=failed)
def confirm_second_factor() -> Response:
    """It counts from now on. Other browsers are signed out; recovery codes are shown, this once."""
    form = FirstDigitsForm()
    if form.validate():
        with attempt(form) as outcome:
            codes = confirm_factor(store.session(), member(), form.code.data or "", as_owner(), seal=factor_seal())
            sign_in_here(member())
        if outcome.ok:
            return _codes_page(codes, is_first=True)
    return _set_up_page(form, status=422)


@account.post("/second-factor/codes")
@asks_again
def renew_codes() -> Response:
    """Ten other recovery codes, shown this once."""
    form = TokenForm()
    with attempt(form) as outcome:
        codes = replace_recovery_codes(store.session(), member(), as_owner())
    return _codes_page(codes, is_first=False) if outcome.ok else see("/account#second_factor")


@account.post("/second-factor/removal")
@limiter.limit(sign_ins, deduct_when=failed)
def remove_second_factor() -> Response:
    """Off again: password and code are asked for."""
    form = RemovalForm()
    if not form.validate():
        return shown(removing=form)
    with attempt(form) as outcome:
        _require_both(form)
        drop_factor(store.session(), member(), as_owner())
    return done(N_("第二步关掉了，以后只用密码登录"), "second_factor") if outcome.ok else shown(removing=form)


def _require_both(form: RemovalForm) -> None:
    """Raises Refused where the network asks for it, or one of the two is wrong. The code is used up last."""
    who = member()
    if required_of(who):
        raise Refused("", N_("这个网络要求你有第二步，不能关；手机丢了可以换一个：请另一位管理人员解除"))
    was = who.password_hash
    with store.outside_transaction():
        right = is_password(was, form.pass_word.data or "")
    if not right:
        note_wrong_try(member())
        raise Refused("pass_word", N_("现在的密码不对"))
    prove(member(), form.code.data or "")


def _set_up_page(form: FirstDigitsForm, *, status: int = 200) -> Response:
    pending = store.session().get(SecondFactor, member().id)
    if pending is None or pending.confirmed_at or not proven_recently():
        # Nothing is being set up, or it was left open for long and its secret is not for whoever came by: the page
        # offers to begin, as to whoever must have one and was led here.
        return page("account/second_factor.html", form=form, begun=False, factor=pending, status=status)
    secret = secret_of(pending, factor_seal())
    return page(
        "account/second_factor.html",
        form=form,
        begun=True,
        groups=[secret[at : at + _FOUR] for at in range(0, len(secret), _FOUR)],
        code=square(address_for_app(secret, member().phone, _NETWORK)),
        address=address_for_app(secret, member().phone, _NETWORK),
        status=status,
    )


def _codes_page(codes: list[str], *, is_first: bool) -> Response:
    return page("account/recovery_codes.html", codes=codes, is_first=is_first)
