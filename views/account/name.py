"""How a member is called."""

from typing import Any

from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import Length

from models.account.by_member import change_name
from models.kernel import text
from models.kernel.clock import now
from models.kernel.errors import N_
from models.kernel.naming import refuse_forbidden
from views.account.blueprint import account
from views.account.page import done, section, shown
from views.kit import store
from views.kit.forms import TokenForm, attempt
from views.kit.house import house
from views.kit.identity import member
from views.kit.written import Written


class NameForm(TokenForm):
    """A keeper's stands on the letter and on posters."""

    called = StringField(_("怎么称呼你"), [Written(_("请填一个称呼")), Length(max=20, message=_("最多 20 个字"))])


@section("name", place=10)
def facts() -> dict[str, Any]:
    """The form, and whose it is."""
    return {"member": member(), "naming": _today()}


@account.post("/name")
def rename() -> Response:
    """A new name."""
    form = NameForm()
    store.hold(member())
    form.catch_up(_today())
    called = text.one_line(form.called.data or "")
    if not form.validate() or not called:
        return shown(naming=form)
    with attempt(form) as outcome:
        # A name that stands stays.
        if called != member().name:
            refuse_forbidden("called", called, house().rules)
        change_name(store.session(), member(), called, at=now())
    return done(N_("称呼已保存"), "name") if outcome.ok else shown(naming=form)


def _today() -> NameForm:
    return NameForm(formdata=None, called=member().name)
