"""All settings: what is in force and why, and the way to change them: a form, a page that says what would change, a
save with its reason."""

from dataclasses import replace
from typing import Any

from flask import flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from config import variable
from models.kernel.clock import now
from models.kernel.database import in_turn
from models.kernel.rules import Rules
from models.setting.changing import IN_TURN, change_settings, problems
from models.setting.finding import last_changes, last_number, values_set
from models.setting.harmony import broken_pairs
from models.setting.rulebook import in_force
from models.setting.values import rules_with
from models.stories.setting import consequences
from views.desk.blueprint import desk
from views.desk.settings.fields import SettingsForm, changeable, settings_form
from views.desk.settings.said import Origin, Wish, parted
from views.kit import store
from views.kit.acting import as_operator
from views.kit.declared import HIDDEN, declared_rows
from views.kit.forms import attempt, complain
from views.kit.house import house
from views.kit.page import page, see
from views.kit.proven import asks_again


@desk.get("/settings")
def settings() -> Response:
    """What is in force."""
    return _show(_today_form())


@desk.post("/settings/preview")
def preview_settings() -> Response:
    """What would change, and for whom. Nothing is kept."""
    form, rows = _sent()
    return _preview(form, rows) if _is_fine(form, rows) else _show(form, status=422)


@desk.post("/settings/editing")
def edit_settings() -> Response:
    """The form again, with what was typed."""
    return _show(_sent()[0])


@desk.post("/settings")
@asks_again
def save_settings() -> Response:
    """Keeps it, with its reason."""
    in_turn(store.session(), IN_TURN)
    form, rows = _sent()
    if not _is_fine(form, rows):
        return _show(form, status=422)
    with attempt(form) as outcome:
        act = as_operator(form.why.data or "")
        changed = change_settings(store.session(), form.wanted(), act, fixed=_fixed())
    if not outcome.ok:
        return _preview(form, rows, status=422)
    store.after_commit(house().rulebook.look_again)
    flash(gettext("改好了：%(count)s 项，两秒内处处生效", count=len(changed)), "ok")
    return see(url_for("desk.settings"))


def _fixed() -> Any:
    return house().config.fixed


def _today_form() -> SettingsForm:
    return settings_form(_fixed().names, in_force(store.session(), _fixed(), 0).rules)


def _sent() -> tuple[SettingsForm, dict[str, str]]:
    """The form, brought up to what others saved meanwhile; and what is set."""
    form = settings_form(_fixed().names)
    form.catch_up(_today_form())
    return form, values_set(store.session())


def _is_fine(form: SettingsForm, rows: dict[str, str]) -> bool:
    """Each value, and all together."""
    form.validate()
    readable = {name: value for name, value in form.wanted().items() if not form[name].errors}
    for refused in problems(readable, rows, fixed=_fixed()).values():
        complain(form, refused)
    if not form.errors and not _changes(form, rows):
        form.form_errors.append(gettext("什么都没改"))
    return not form.errors


def _changes(form: SettingsForm, rows: dict[str, str]) -> list[Wish]:
    """What a save would change."""
    before, after = rules_with(rows, _fixed())[0], _rules_of(form)
    known, session = consequences(), store.session()
    found = []
    for row in changeable().values():
        old, new = getattr(before, row.name), getattr(after, row.name)
        if row.name in _fixed().names or old == new:
            continue
        counted = known.get(row.name)
        number = counted.count(session, after, now()) if counted else 0
        words = gettext(counted.words, num=number) if counted and number else ""
        found.append(Wish(row.name, row.called, row.said(old), row.said(new), words))
    return found


def _rules_of(form: SettingsForm) -> Rules:
    wanted = form.wanted()
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in wanted.items()}
    return replace(_fixed().rules, **values)


def _preview(form: SettingsForm, rows: dict[str, str], *, status: int = 200) -> Response:
    return page("desk/settings/preview.html", form=form, changes=_changes(form, rows), status=status)


def _show(form: SettingsForm, *, status: int = 200) -> Response:
    session, config = store.session(), house().config
    today, last = in_force(session, _fixed(), last_number(session)), last_changes(session)
    shown = [
        Origin(row, variable(row.name), row.said(getattr(today.rules, row.name)), last.get(row.name))
        for row in changeable().values()
    ]
    hosted = [
        (row, variable(row.name), HIDDEN if row.is_secret else row.said(getattr(config, row.name)))
        for row in declared_rows()
        if row.setting.restart
    ]
    return page(
        "desk/settings/index.html",
        form=form,
        subjects=parted(shown),
        hosted=hosted,
        said=config.model_fields_set,
        fixed=_fixed().names,
        idle=today.idle,
        broken=broken_pairs(today.rules),
        status=status,
    )
