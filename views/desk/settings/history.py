"""What was changed, by whom and why; and undoing it, which is a change as well."""

from collections.abc import Mapping
from typing import NamedTuple

from flask import flash, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response
from wtforms import IntegerField, StringField
from wtforms.validators import Length

from models.kernel.clock import now
from models.kernel.errors import Gone
from models.setting.change import WHY_LIMIT, SettingChange
from models.setting.changing import undo_change
from models.setting.finding import HISTORY_PAGE, changes, how_many_changes, last_changes, values_set
from models.setting.values import Fixed, rules_with
from models.stories.setting import consequences
from views.desk.blueprint import desk
from views.desk.settings.said import called, told
from views.kit import store
from views.kit.acting import as_operator
from views.kit.asked import MOST
from views.kit.forms import TokenForm, attempt
from views.kit.house import house
from views.kit.page import page, see
from views.kit.paging import Paged
from views.kit.proven import asks_again


class UndoForm(TokenForm):
    """`seen` is the number of the setting's newest change when the page was made."""

    seen = IntegerField()
    why = StringField(_("为什么撤销"), [Length(max=WHY_LIMIT, message=_("最多 200 个字"))])


class Past(NamedTuple):
    """A change as the page shows it. `seen` is 0 where an undo would change nothing, or the environment says it."""

    change: SettingChange
    who: str | None
    called: str
    before: str
    after: str
    today: str
    seen: int
    consequence: str
    is_wrong: bool


@desk.get("/settings/history")
def setting_history() -> Response:
    """Of one setting, or of all."""
    return _show(request.args.get("name", "")[:60])


@desk.post("/settings/history/<int:number>/<name>/undoing")
@asks_again
def undo_setting(number: int, name: str) -> Response:
    """Sets it back to what it was before."""
    form = UndoForm()
    if number > MOST:
        raise Gone(name)
    if form.validate():
        with attempt(form) as outcome:
            act, fixed = as_operator(form.why.data or ""), house().config.fixed
            undo_change(store.session(), number, name, act, seen=form.seen.data or 0, fixed=fixed)
        if outcome.ok:
            store.after_commit(house().rulebook.look_again)
            flash(gettext("撤销了，“%(what)s”两秒内处处照原来的", what=called(name)), "ok")
            return see(url_for("desk.setting_history", name=request.args.get("name") or None))
    words = [*form.form_errors, *(one for field in form for one in field.errors)]
    return _show(request.args.get("name", "")[:60], (number, name), " ".join(map(str, words)), status=422)


def _show(name: str, wrong: tuple[int, str] = (0, ""), refusal: str = "", *, status: int = 200) -> Response:
    session, fixed = store.session(), house().config.fixed
    paged = Paged(how_many_changes(session, of=name), HISTORY_PAGE, "desk.setting_history", {"name": name})
    rows, newest = values_set(session), last_changes(session)
    shown = [
        _past(change, who, rows, 0 if change.name in fixed.names else newest[change.name][0].number)._replace(
            is_wrong=(change.number, change.name) == wrong
        )
        for change, who in changes(session, of=name, page=paged.number)
    ]
    return page(
        "desk/settings/history.html",
        rows=[_counted(one, rows, fixed) for one in shown],
        paged=paged,
        called=called(name) if name and paged.total else "",
        refusal=refusal,
        status=status,
    )


def _past(change: SettingChange, who: str | None, rows: Mapping[str, str], seen: int) -> Past:
    name, today = change.name, rows.get(change.name)
    before, after, now_set = (told(name, kept) for kept in (change.before, change.after, today))
    return Past(change, who, called(name), before, after, now_set, 0 if change.before == today else seen, "", False)


def _counted(one: Past, rows: Mapping[str, str], fixed: Fixed) -> Past:
    """With whom an undo of the newest change would concern at once."""
    known = consequences().get(one.change.name)
    if known is None or one.seen != one.change.number:
        return one
    after = {name: kept for name, kept in rows.items() if name != one.change.name}
    if one.change.before is not None:
        after[one.change.name] = one.change.before
    number = known.count(store.session(), rules_with(after, fixed)[0], now())
    return one._replace(consequence=gettext(known.words, num=number)) if number else one
