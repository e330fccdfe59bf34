"""Asked again who is here: by digits or a recovery code, by the password where there is no second factor."""

from flask import abort, redirect, request
from werkzeug.wrappers import Response

from models.account.password import is_password
from models.account.second_factor.factor import has_factor
from models.kernel.errors import N_, Refused
from views.account.blueprint import account
from views.kit import store
from views.kit.again_form import AgainForm
from views.kit.entering import inside
from views.kit.forms import attempt
from views.kit.identity import home_of, member
from views.kit.limits import account_tries, failed, limiter, sign_ins
from views.kit.passkeys import has_passkeys, options_to_answer, take_answer
from views.kit.proven import prove_here, show_again
from views.kit.proving import prove
from views.kit.resuming import give_back, unpacked
from views.kit.signed_in import note_wrong_try

_GO_ON = N_("是你本人，没错。你写的还在，再交一次就好。")


@account.get("/again")
def again() -> Response:
    """The page that asks, for whoever was led here without a form."""
    return show_again(None, onward=inside(request.args.get("next")))


@account.post("/again")
@limiter.limit(sign_ins, deduct_when=failed)
@limiter.limit(account_tries, key_func=lambda: f"again:{member().phone}", deduct_when=failed)
def take_again() -> Response:
    """Shown: the form that waited comes back filled."""
    form = AgainForm()
    kept = unpacked(form.kept.data or "")
    with attempt(form) as outcome:
        _require_it_is_them(form)
        prove_here()
    if not outcome.ok:
        return show_again(kept, form=form, status=422)
    if kept:
        return give_back(kept, why=_GO_ON)
    return redirect(inside(form.next.data) or home_of(member()), 303)


@account.post("/again/options")
@limiter.limit(sign_ins)
def again_options() -> Response:
    """What the browser needs to have a passkey answer."""
    if not has_passkeys(member()):
        abort(404)
    return options_to_answer(member(), "again")


def _require_it_is_them(form: AgainForm) -> None:
    """Raises Refused. Who has a second factor shows that: a password alone opens nothing any more."""
    if has_factor(store.session(), member().id):
        if form.answer.data:
            take_answer(member(), form.answer.data, "again")
            return
        if not (form.code.data or "").strip():
            raise Refused("code", N_("填手机上的六位数，或者一个恢复码"))
        prove(member(), form.code.data or "")
        return
    was = member().password_hash
    if not form.password.data:
        raise Refused("password", N_("请填密码"))
    with store.outside_transaction():
        right = is_password(was, form.password.data)
    if not right:
        note_wrong_try(member())
        raise Refused("password", N_("密码不对"))
