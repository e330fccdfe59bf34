"""Forms: a base for signed-in audiences (with token) and one for buyers (without), and how refusals land on fields."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import request
from flask_babel import gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, MultipleFileField
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from wtforms import Form, FormField, StringField
from wtforms.fields.core import Field
from wtforms.validators import ValidationError
from wtforms.widgets import DateTimeLocalInput

from models.kernel.clock import local
from models.kernel.errors import Refused
from models.kernel.money import Money
from models.kernel.reading.days import day, minute_of_day
from models.kernel.reading.numbers import whole
from views.kit import store
from views.kit.edited import Edited
from views.kit.page import sentence

MOST_WHOLE = 999_999


class _Words:
    """WTForms' own sentences, in the reader's language."""

    def gettext(self, string: str) -> str:
        return gettext(string)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return gettext(singular if n == 1 else plural)


class TokenForm(Edited, FlaskForm):
    """For console, supply and desk. The guard has checked the token already; the form carries it to the page. `called`
    tells the forms of one page apart."""

    called = ""

    class Meta(FlaskForm.Meta):
        def get_translations(self, form: Any) -> Any:
            return _Words()

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """A file is taken by a field for files alone: others would get it where they look for text."""
            both = super().wrap_formdata(form, formdata)
            if both is None or both is formdata or not request.files:
                return both
            wanted = set(_file_names(form))
            files = [(name, file) for name, file in request.files.items(multi=True) if name in wanted]
            return CombinedMultiDict([MultiDict(files), request.form])


def _file_names(form: Any, prefix: str = "") -> Iterator[str]:
    """The names of all fields for files, those of forms within the form too."""
    for field in form:
        if isinstance(field, FileField | MultipleFileField):
            yield f"{prefix}{field.name}"
        elif isinstance(field, FormField):
            # Not bound yet: what is in it is asked of its class, under the name that it will have.
            yield from _file_names(field.form_class(formdata=None), f"{prefix}{field.name}{field.separator}")


class BuyerForm(Form):
    """For buyers: no per-visitor bytes. `called` tells the forms of one page apart."""

    called = ""

    class Meta:
        csrf = False

        def get_translations(self, form: Any) -> Any:
            return _Words()


class MoneyField(StringField):
    """Yuan as a person types them; `data` is Money, or None where nothing was typed."""

    def process_data(self, value: Any) -> None:
        self.data = value

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = valuelist[0].strip() if valuelist else ""
        self.data = None
        if typed:
            try:
                self.data = Money.parse(typed)
            except Refused as refusal:
                raise ValidationError(sentence(refusal)) from None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return self.data.short if self.data is not None else ""


class WholeField(StringField):
    """A whole number as a person types it, in any script's digits, up to MOST_WHOLE."""

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = valuelist[0].strip() if valuelist else ""
        self.data = None
        if typed:
            try:
                self.data = whole(typed, most=MOST_WHOLE)
            except Refused:
                raise ValidationError(gettext("请填一个数字")) from None

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else "" if self.data is None else str(self.data)


class DayField(StringField):
    """A day on a Chinese calendar; `data` is a date."""

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = valuelist[0].strip() if valuelist else ""
        self.data = None
        if typed:
            try:
                self.data = day(typed)
            except Refused as refusal:
                raise ValidationError(sentence(refusal)) from None

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else self.data.isoformat() if self.data else ""


class MinuteField(StringField):
    """A day and time on a Chinese wall clock; `data` is the moment."""

    widget = DateTimeLocalInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = valuelist[0].strip() if valuelist else ""
        self.data = None
        if typed:
            try:
                self.data = minute_of_day(typed)
            except Refused as refusal:
                raise ValidationError(sentence(refusal)) from None

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else f"{local(self.data):%Y-%m-%dT%H:%M}" if self.data else ""


@dataclass
class Attempt:
    """Whether the verb went through."""

    ok: bool = True


@contextmanager
def attempt(form: Any) -> Iterator[Attempt]:
    """Runs a verb; what it refuses is written beside the field it concerns, and nothing is kept."""
    outcome = Attempt()
    try:
        yield outcome
    except Refused as refusal:
        store.give_up()
        outcome.ok = False
        complain(form, refusal)


def complain(form: Any, refusal: Refused) -> None:
    """Puts a refusal's sentence beside its field, or at the top of the form."""
    field: Field | None = form._fields.get(refusal.field) if refusal.field else None
    if field is None:
        form.form_errors.append(sentence(refusal))
    else:
        field.errors = [*field.errors, sentence(refusal)]
