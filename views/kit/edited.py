"""Which version a form edited: a hidden field tells what each of its fields was when the page was made.

On saving, fields that the person left alone keep what others wrote meanwhile. Where both changed one, nothing is saved:
the page comes back with both values, and the next save decides (models/kernel/merging.py).
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from flask import request
from flask_babel import gettext
from wtforms import BooleanField, SelectField, SelectMultipleField
from wtforms.fields.core import Field

from models.kernel.merging import merged

VERSION = "version"
Marks = Mapping[str, str]
_NOT_TYPED = ("hidden", "file", "password", "submit")
# A mark tells a version from the next one; it guards nothing.
_MARK_BYTES = 6
Row = TypeVar("Row", bound="Edited")


class Edited:
    """For a form of fields. `kept_alone` names fields that a rule of their own looks after."""

    form_errors: list[str]
    kept_alone: tuple[str, ...] = ()
    _version: Marks | None = None

    @property
    def clashes(self) -> dict[str, str]:
        """What others wrote in fields that this person wrote in too, by name."""
        found: dict[str, str] = self.__dict__.setdefault("_clashes", {})
        return found

    @property
    def version_name(self) -> str:
        """The hidden field's name."""
        return f"{getattr(self, '_prefix', '')}{VERSION}"

    def version(self, also: Mapping[str, str] | None = None) -> str:
        """What the hidden field holds. `also` is what the page shows in fields that are none of the form's own."""
        marks = self._version
        if marks is None:
            marks = self._sent_marks() if self._is_sent else None
        if marks is None:
            marks = self._marks() | _marked(also or {})
        return json.dumps(dict(marks), ensure_ascii=False, separators=(",", ":"))

    def catch_up(self, today: Any, *, also: Mapping[str, str] | None = None, today_also: Any = None) -> dict[str, str]:
        """Takes over what others wrote in fields that were left alone, and notes what both wrote in. `today` is the
        form as it would be shown now. Gives what the fields beside the form's own, sent as `also`, mean by now."""
        beside, beside_today = dict(also or {}), dict(today_also or {})
        now = today._marks() | _marked(beside_today)
        shown = self._sent_marks()
        self._version = now
        if shown is None:
            return beside
        outcome = merged(shown, self._marks() | _marked(beside), now)
        for name in outcome.kept & set(_fields(self)):
            _take_over(_fields(self)[name], _fields(today)[name])
        for name in outcome.clashes:
            field = _fields(today).get(name)
            self.clashes[name] = beside_today.get(name, "") if field is None else said_in(field)
        fields = set(_fields(self))
        return {
            name: beside[name] if name in beside and name not in outcome.kept else beside_today[name]
            for name in outcome.values
            if name not in fields and (name in beside or name in beside_today)
        }

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """Besides each field: nothing that two people wrote in is decided silently."""
        valid: bool = super().validate(*args, **kwargs)  # type: ignore[misc]  # a mixin: the form comes after it
        for name, theirs in self.clashes.items():
            field = _fields(self).get(name)
            if field is None:
                self.form_errors.append(gettext("“%(what)s”别人刚改过", what=name.partition(":")[2] or name))
                continue
            field.theirs = theirs
            field.errors = [*field.errors, gettext("你改的时候，别人也改了这一项。再保存一次就按你填的")]
        return valid and not self.clashes

    @property
    def is_versioned(self) -> bool:
        """Whether what was sent tells which version it edited."""
        return self._sent_marks() is not None

    @property
    def is_touched(self) -> bool:
        """Whether the person wrote in it; a form that others took away is as it was where not."""
        shown = self._sent_marks()
        return shown is None or any(shown.get(name) != mark for name, mark in self._marks().items())

    @property
    def was_there(self) -> bool:
        """Whether it was among what stood when the page was made."""
        return bool(self._sent_marks())

    def forget_version(self) -> None:
        """The next save decides: there is nothing any more that it could overwrite."""
        self._version = {}

    @property
    def _is_sent(self) -> bool:
        return any(field.raw_data is not None for field in _fields(self).values())

    def _marks(self) -> dict[str, str]:
        words = {name: _words(field) for name, field in _fields(self).items() if name not in self.kept_alone}
        return {name: _mark(said) for name, said in words.items() if said is not None}

    def _sent_marks(self) -> Marks | None:
        """The version that the page showed. None where it showed none, or something else."""
        try:
            told = json.loads(request.form.get(self.version_name, ""))
        except (ValueError, RecursionError):
            return None
        return {str(name): str(mark) for name, mark in told.items()} if isinstance(told, dict) else None


def rows_caught_up(rows: Sequence[Row], today: Sequence[Row], key: Callable[[Row], str]) -> tuple[list[Row], list[Row]]:
    """Rows that were sent, each brought up to what stands, with those that others added; and those of them that others
    took away though this person wrote in them. `today` has prefixes that no sent row has; `key` is "" for a new row."""
    existing = {key(row): row for row in today}
    kept: list[Row] = []
    lost: list[Row] = []
    if not any(row.is_versioned for row in rows):
        return list(rows), lost
    for row in rows:
        if key(row) in existing:
            row.catch_up(existing[key(row)])
        elif key(row) and not row.is_touched:
            continue
        elif key(row) and row.was_there:
            row.forget_version()
            lost.append(row)
        kept.append(row)
    have = {key(row) for row in rows}
    return [*kept, *(row for row in today if key(row) not in have)], lost


def row_span(rows: Sequence[Row]) -> int:
    """How many rows a form has to be read for, gaps included."""
    return max((int("".join(filter(str.isdigit, row.version_name))) + 1 for row in rows), default=0)


def said_in(field: Field) -> str:
    """A field's value in words, as a person compares it with their own."""
    if isinstance(field, BooleanField):
        return gettext("勾上") if field.data else gettext("不勾")
    if isinstance(field, SelectField | SelectMultipleField):
        chosen = field.data if isinstance(field.data, list | tuple) else [field.data]
        return gettext("、").join(_label(field, one) for one in chosen if one)
    return "".join(_words(field) or ())


def _label(field: Any, value: object) -> str:
    return next((str(choice.label) for choice in field.iter_choices() if str(choice.value) == str(value)), str(value))


def _fields(form: Any) -> dict[str, Any]:
    found: dict[str, Any] = form._fields
    return found


def _words(field: Any) -> tuple[str, ...] | None:
    """What a browser would send of it. None for what nobody types."""
    if getattr(field.widget, "input_type", "") in _NOT_TYPED:
        return None
    if isinstance(field, BooleanField):
        return ("y",) if field.data else ()
    if isinstance(field, SelectMultipleField):
        return tuple(sorted(str(one) for one in field.data or ()))
    text = field._value() if hasattr(field, "_value") else field.data
    return (_as_sent("" if text is None else str(text)),)


def _as_sent(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _mark(words: tuple[str, ...]) -> str:
    packed = json.dumps(words).encode()
    return hashlib.blake2s(packed, digest_size=_MARK_BYTES).hexdigest()


def _marked(texts: Mapping[str, str]) -> dict[str, str]:
    return {name: _mark((_as_sent(text),)) for name, text in texts.items()}


def _take_over(field: Any, today: Any) -> None:
    """The field as if it had been sent with what stands today."""
    field.data, field.raw_data, field.process_errors = today.data, list(_words(today) or ()), []
