"""An operator's passkeys, beside the six digits: added, named, removed."""

from typing import Any

from flask import abort
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response
from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired, Length

from models.account.desk.appointment import works_at_desk
from models.account.second_factor.factor import has_factor
from models.account.second_factor.passkey import PASSKEY_NAME_LIMIT, passkey_coded, passkeys_of
from models.account.second_factor.passkeys import add_passkey, remove_passkey
from models.kernel.errors import N_
from views.account.blueprint import account
from views.account.page import done, section, shown
from views.kit import store
from views.kit.acting import as_owner
from views.kit.forms import TokenForm, attempt
from views.kit.identity import member
from views.kit.passkeys import options_to_register, passkeys_work, site
from views.kit.proven import asks_again
from views.kit.written import Written


class PasskeyForm(TokenForm):
    """What to call it; `answer` is the browser's, which a script fills in."""

    name = StringField(
        _("叫它什么"),
        [Written(_("给它起个名字，比如“办公室的电脑”")), Length(max=PASSKEY_NAME_LIMIT, message=_("最多 30 个字"))],
    )
    answer = HiddenField(validators=[InputRequired(_("浏览器没有给出通行密钥，再试一次"))])


@section("passkeys", place=26)
def facts() -> dict[str, Any]:
    """Those that stand, and the form for another."""
    return {
        "may_have_passkeys": _may(),
        "passkeys": passkeys_of(store.session(), member().id),
        "adding": PasskeyForm(formdata=None),
        "passkeys_work": passkeys_work(),
    }


@account.post("/passkeys/options")
def passkey_options() -> Response:
    """What the browser needs to make one."""
    if not _may():
        abort(404)
    return options_to_register(member())


@account.post("/passkeys")
@asks_again
def keep_passkey() -> Response:
    """Another one."""
    if not _may():
        abort(404)
    form = PasskeyForm()
    if form.validate():
        with attempt(form) as outcome:
            add_passkey(
                store.session(), member(), form.answer.data or "", form.name.data or "", as_owner(), site=site()
            )
        if outcome.ok:
            return done(N_("通行密钥加好了"), "passkeys")
    return shown(adding=form)


@account.post("/passkeys/<code>/removal")
@asks_again
def drop_passkey(code: str) -> Response:
    """One that is not used any more. Removed already is removed."""
    found = passkey_coded(store.session(), member().id, code)
    if found is None:
        abort(404)
    remove_passkey(store.session(), member(), found, as_owner())
    return done(N_("去掉了，它不能再登录"), "passkeys")


def _may() -> bool:
    """Operators who have the six digits: whoever loses the key has those."""
    return works_at_desk(store.session(), member().id) and has_factor(store.session(), member().id)
