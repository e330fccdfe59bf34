"""Usual words: for each kind of decision the sentences that are offered, in every language; ours until they are
changed. A change is a row among those of settings, and undone like them."""

from collections.abc import Mapping
from typing import Any

from flask import flash, url_for
from flask_babel import force_locale, gettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import Length

from models.kernel.database import in_turn
from models.kernel.errors import Gone
from models.kernel.languages import LANGUAGES
from models.setting.change import WHY_LIMIT
from models.setting.changing import IN_TURN, change_settings
from models.setting.finding import last_changes, values_set
from models.setting.wording import MOST_TEMPLATES, TEMPLATE_LIMIT, WORDS, WordKind, word_kinds, words_in
from views.desk.blueprint import desk
from views.kit import store
from views.kit.acting import as_operator
from views.kit.forms import TokenForm, attempt
from views.kit.house import house
from views.kit.page import page, see
from views.kit.proven import asks_again

# Empty places under those that are filled.
_MORE = 3


class WordingForm(TokenForm):
    """A text for each place and language; those that are emptied are taken out."""

    kept_alone = ("why",)
    why = StringField(_("为什么改"), [Length(max=WHY_LIMIT, message=_("最多 200 个字"))])

    def place(self, number: int) -> list[Any]:
        """The fields of one place, by language."""
        return [self[_named(number, language)] for language in LANGUAGES]

    def templates(self) -> list[dict[str, str]]:
        """What was written, without the empty places."""
        made = [
            {
                language: (field.data or "").strip()
                for language, field in zip(LANGUAGES, self.place(number), strict=True)
            }
            for number in range(MOST_TEMPLATES)
        ]
        return [one for one in made if any(one.values())]


def _named(number: int, language: str) -> str:
    return f"text_{number}_{language}"


for _number in range(MOST_TEMPLATES):
    for _language in LANGUAGES:
        _limit = Length(max=TEMPLATE_LIMIT, message=_("最多 200 个字"))
        setattr(WordingForm, _named(_number, _language), StringField(_("第 %(place)s 句", place=_number + 1), [_limit]))


@desk.get("/settings/words")
def wordings() -> Response:
    """All kinds, with the first words of each."""
    today = _today()
    return page("desk/settings/wordings.html", kinds=word_kinds(), own=set(today), last=last_changes(store.session()))


@desk.get("/settings/words/<kind>")
def one_wording(kind: str) -> Response:
    """The sentences of one kind."""
    found = _found(kind)
    return _show(found, _filled(found))


@desk.post("/settings/words/<kind>")
@asks_again
def write_wording(kind: str) -> Response:
    """Keeps the network's own."""
    found = _found(kind)
    in_turn(store.session(), IN_TURN)
    form = WordingForm()
    form.catch_up(_filled(found))
    if form.validate():
        made = form.templates()
        return _change(found, form, None if made == _ours(found) else made, gettext("存好了，两秒内处处能用"))
    return _show(found, form, status=422)


@desk.post("/settings/words/<kind>/restoration")
@asks_again
def restore_wording(kind: str) -> Response:
    """Brings ours back."""
    found = _found(kind)
    in_turn(store.session(), IN_TURN)
    form = WordingForm()
    form.catch_up(_filled(found))
    return _change(found, form, None, gettext("换回了我们原来的"))


def _change(kind: WordKind, form: WordingForm, wanted: Any, done: str) -> Response:
    with attempt(form) as outcome:
        act, fixed = as_operator(form.why.data or ""), house().config.fixed
        change_settings(store.session(), {f"{WORDS}{kind.name}": wanted}, act, fixed=fixed)
    if not outcome.ok:
        return _show(kind, form, status=422)
    store.after_commit(house().rulebook.look_again)
    flash(done, "ok")
    return see(url_for("desk.one_wording", kind=kind.name))


def _found(name: str) -> WordKind:
    if name not in word_kinds():
        raise Gone(name)
    return word_kinds()[name]


def _today() -> Mapping[str, Any]:
    return words_in(values_set(store.session()))


def _ours(kind: WordKind) -> list[dict[str, str]]:
    said: list[dict[str, str]] = [{} for _ in kind.ours]
    for language in LANGUAGES:
        with force_locale(language):
            for place, msgid in enumerate(kind.ours):
                said[place][language] = gettext(msgid)
    return said


def _filled(kind: WordKind) -> WordingForm:
    today = _today().get(kind.name)
    texts = _ours(kind) if today is None else today
    data = {_named(place, lang): text for place, one in enumerate(texts) for lang, text in one.items()}
    return WordingForm(formdata=None, data=data)


def _show(kind: WordKind, form: WordingForm, *, status: int = 200) -> Response:
    name = f"{WORDS}{kind.name}"
    filled = [number for number in range(MOST_TEMPLATES) if any(field.data for field in form.place(number))]
    shown = min(max(filled, default=-1) + 1 + _MORE, MOST_TEMPLATES)
    return page(
        "desk/settings/wording.html",
        kind=kind,
        form=form,
        places=[form.place(number) for number in range(shown)],
        tongues=LANGUAGES,
        is_own=kind.name in _today(),
        last=last_changes(store.session()).get(name),
        name=name,
        status=status,
    )
