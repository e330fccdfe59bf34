"""A member's own password."""

from typing import Any

from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response
from wtforms import PasswordField
from wtforms.validators import InputRequired

from models.account.by_member import change_password
from models.account.password import LEAST_PASSWORD, hash_password, is_password, require_good_password
from models.account.second_factor.factor import has_factor
from models.kernel.clock import now
from models.kernel.errors import N_, Refused
from views.account.blueprint import account
from views.account.page import done, section, shown
from views.kit import store
from views.kit.forms import TokenForm, attempt
from views.kit.identity import known_of, member
from views.kit.limits import failed, limiter, sign_ins
from views.kit.signed_in import go_on_here, note_wrong_try, sign_in_here


class PasswordForm(TokenForm):
    """Whoever changes it must know it."""

    old_password = PasswordField(_("现在的密码"), [InputRequired(_("请填现在的密码"))])
    new_password = PasswordField(_("新密码"), [InputRequired(_("请设一个密码"))])


@section("password", place=20)
def facts() -> dict[str, Any]:
    """An empty form."""
    return {"changing": PasswordForm(formdata=None), "least_password": LEAST_PASSWORD}


@account.post("/password")
@limiter.limit(sign_ins, deduct_when=failed)
def change() -> Response:
    """A new password. Every other browser is signed out; this one goes on with a new token."""
    form = PasswordForm()
    if not form.validate():
        return shown(changing=form)
    who, old, new = member(), form.old_password.data or "", form.new_password.data or ""
    was, known = who.password_hash, known_of(who)
    with attempt(form) as outcome:
        # Hashing is slow on purpose; nobody else's writes wait for it.
        with store.outside_transaction():
            fresh = _fresh_hash(was, old, new, known)
        change_password(store.session(), who, fresh, was=was, at=now())
        # Who has a second factor has not shown it here.
        if has_factor(store.session(), who.id):
            go_on_here()
        else:
            sign_in_here(who)
    if outcome.ok:
        return done(N_("密码改好了，别的设备要重新登录"), "password")
    return shown(changing=form)


def _fresh_hash(was: str, old: str, new: str, known: list[str]) -> str:
    """The new password's. Raises Refused where the old one is wrong, or the new one is no good."""
    if not is_password(was, old):
        note_wrong_try(member())
        raise Refused("old_password", N_("现在的密码不对"))
    if new == old:
        raise Refused("new_password", N_("新密码和现在的一样"))
    require_good_password(new, about=known, field="new_password")
    return hash_password(new)
