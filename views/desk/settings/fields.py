"""The form of all settings that can be changed, made of their declarations: a control by type, a number with its
unit, fen as yuan, basis points as per cent."""

import functools
import re
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString
from wtforms import BooleanField, Field, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, ValidationError

from models.kernel.errors import Refused
from models.kernel.money import Money
from models.kernel.reading import numbers
from models.kernel.rules import Rules
from views.kit.declared import Row, declared_rows
from views.kit.filters import rate
from views.kit.forms import MoneyField, TokenForm, WholeField

# Chinese people part words by any of these.
_BETWEEN = re.compile(r"[,，、;；\n]")
_MOST_TEXT = 500


class RateField(StringField):
    """Per cent as a person types them, "0.5" or "0.5%"; `data` is basis points."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        if typed := valuelist[0].strip() if valuelist else "":
            try:
                self.data = numbers.rate(typed)
            except Refused:
                raise ValidationError(gettext("请写百分数，例如 0.5 或 1.5")) from None

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else "" if self.data is None else rate(self.data).rstrip("%")


class ListField(StringField):
    """Words with commas between them; `data` is a tuple."""

    def process_formdata(self, valuelist: list[str]) -> None:
        parts = (part.strip() for part in _BETWEEN.split(valuelist[0] if valuelist else ""))
        self.data = tuple(dict.fromkeys(part for part in parts if part))

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else gettext("、").join(self.data or ())


class SettingsForm(TokenForm):
    """Fields are added by `settings_form`; the reason comes last, on the page that shows what changes."""

    kept_alone = ("why",)
    why = StringField(_("为什么改"), [Length(max=200, message=_("最多 200 个字"))])

    def wanted(self) -> dict[str, Any]:
        """The value of each setting, as rules have it."""
        return {name: _value_of(field) for name, field in self._fields.items() if name in changeable()}


@functools.cache
def changeable() -> dict[str, Row]:
    """Settings that a desk can change: those that are asked for with each request and job."""
    return {row.name: row for row in declared_rows() if not row.setting.restart}


@functools.cache
def _form_without(fixed: frozenset[str]) -> type[SettingsForm]:
    made = {name: _field(row) for name, row in changeable().items() if name not in fixed}
    return type("AllSettingsForm", (SettingsForm,), made)


def settings_form(fixed: frozenset[str], rules: Rules | None = None) -> SettingsForm:
    """The form as it was sent; with rules, as it is shown while these are in force."""
    kind = _form_without(fixed)
    if rules is None:
        return kind()
    return kind(formdata=None, data={name: _data(row, getattr(rules, name)) for name, row in changeable().items()})


def _field(row: Row) -> Any:
    label = LazyString(lambda: row.called)
    if row.field.annotation is bool:
        return BooleanField(label)
    if row.choices:
        named = row.setting.named
        choices = [SelectChoice(one, _(named[one]) if one in named else one) for one in row.choices]
        return RadioField(label, choices=choices)
    if row.field.annotation is str:
        return StringField(label, [Length(max=_longest(row), message=_("太长了"))])
    kind = {"fen": MoneyField, "rate": RateField}.get(row.unit)
    if kind is None and row.least is None:
        return ListField(label, [Length(max=_MOST_TEXT)])
    return (kind or WholeField)(label, [_InSpan(row)])


class _InSpan:
    """A number is there, and from the least to the most; said with its unit."""

    def __init__(self, row: Row) -> None:
        self.row = row

    def __call__(self, form: Any, field: Field) -> None:
        value = _value_of(field)
        if value is None:
            raise ValidationError(gettext("请填一个数字"))
        least, most = self.row.least, self.row.most
        if (least is not None and value < least) or (most is not None and value > most):
            raise ValidationError(gettext("要在 %(span)s 之间", span=self.row.span_said))


def _longest(row: Row) -> int:
    return next((one.max_length for one in row.field.metadata if hasattr(one, "max_length")), _MOST_TEXT)


def _data(row: Row, value: Any) -> Any:
    return Money(value) if row.unit == "fen" else value


def _value_of(field: Any) -> Any:
    if isinstance(field, MoneyField):
        return None if field.data is None else int(field.data)
    if isinstance(field, ListField):
        return list(field.data or ())
    return field.data
