"""Settings as the desk's pages show them: where a value comes from, what a save would change, what a change was."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from flask_babel import gettext

from models.kernel.errors import Refused
from models.setting.change import SettingChange
from models.setting.values import read_value
from models.setting.wording import WORDS, word_kinds, wording_of
from views.desk.settings.fields import changeable
from views.kit import locale
from views.kit.declared import Row


class Wish(NamedTuple):
    """One setting in a save: from, to, and whom it concerns at once."""

    name: str
    called: str
    before: str
    after: str
    consequence: str


@dataclass(frozen=True, slots=True)
class Origin:
    """A setting with its value of today and its newest change, if there ever was one."""

    row: Row
    variable: str
    today: str
    last: tuple[SettingChange, str | None] | None

    @property
    def name(self) -> str:
        """The setting's own."""
        return self.row.name

    @property
    def default(self) -> str:
        """What holds where nobody says anything."""
        return self.row.said(self.row.field.default)


def parted(shown: Iterable[Origin]) -> list[tuple[str, list[Origin]]]:
    """By subject, in the order of their declarations."""
    found: dict[str, list[Origin]] = {}
    for one in shown:
        found.setdefault(one.row.setting.subject, []).append(one)
    return [(gettext(subject), rows) for subject, rows in found.items()]


def called(name: str) -> str:
    """A setting's sentence, or what its words are for. One of another version is called by its name."""
    if name in changeable():
        return changeable()[name].called
    kind = word_kinds().get(name.removeprefix(WORDS))
    return gettext("常用语：%(kind)s", kind=gettext(kind.called)) if kind else name


def told(name: str, kept: str | None) -> str:
    """A value as it was kept, for people; none is the default."""
    row = changeable().get(name)
    if name.startswith(WORDS):
        return _words(kept)
    if kept is None or row is None:
        return gettext("默认") if kept is None and row is None else kept or _default(row)
    try:
        return row.said(read_value(name, kept))
    except Refused:
        return kept


def _default(row: Row | None) -> str:
    return gettext("默认（%(value)s）", value=row.said(row.field.default)) if row else ""


def _words(kept: str | None) -> str:
    made = wording_of(kept) if kept is not None else None
    if made is None:
        return gettext("我们原来的") if kept is None else kept
    return gettext("；").join(one.get(locale.current()) or next(iter(one.values())) for one in made) or gettext("无")
