"""The forms of categories at the desk: floors and places, a category's names. A row for each attribute:
attribute_rows.py."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Field, Form, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from models.catalogue.category.category import Category
from models.catalogue.imports.sheets.cells import commission
from models.catalogue.tree import changing
from models.catalogue.tree.changing import FREE, CategoryDraft
from models.kernel.errors import Refused
from models.kernel.languages import OTHER_LANGUAGES, SOURCE_LANGUAGE
from views.kit.filters import language, rate
from views.kit.forms import MoneyField, TokenForm, WholeField
from views.kit.page import sentence

Branches = Sequence[tuple[Category, list[Category]]]
Thing = TypeVar("Thing")
BOTH = _("两种语言的名字都要有")


def name_label(code: str) -> Any:
    """The label of a name in that language."""
    return _("名称（%(language)s）", language=LazyString(language, code))


def _at_most(most: int) -> Length:
    return Length(max=most, message=_("最多 %(most)s 字", most=most))


class RateField(StringField):
    """A percentage as a person types it; `data` is basis points."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            self.data = commission(valuelist[0] if valuelist else "")
        except Refused as refusal:
            raise ValidationError(sentence(refusal)) from None

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else rate(self.data or 0)


class PlaceField(WholeField):
    """A place among its like, from 1; empty for the last one."""

    def __init__(self, label: Any = None, **options: Any) -> None:
        super().__init__(label, [Optional(), NumberRange(1, 999, _("顺序写 1 到 999"))], **options)


class Named(Form):
    """A name in Chinese and, as `name_<language>`, in each other language."""

    name = StringField(name_label(SOURCE_LANGUAGE))

    @property
    def others(self) -> dict[str, Field]:
        """The fields of the other languages' names."""
        return {language: self[f"name_{language}"] for language in OTHER_LANGUAGES}

    @property
    def names(self) -> dict[str, str]:
        """What was typed in them."""
        return {language: field.data or "" for language, field in self.others.items()}


for _language in OTHER_LANGUAGES:
    setattr(Named, f"name_{_language}", StringField(name_label(_language)))


class CategoryForm(Named, TokenForm):
    """What can be changed of a category."""

    deposit = MoneyField(_("保证金"))
    approves_own = BooleanField(_("自营店卖这一类，每件都要审核"))

    def __init__(self, *args: Any, obj: Category | None = None, **options: Any) -> None:
        names = {f"name_{language}": name for language, name in (obj.names if obj else {}).items()}
        super().__init__(*args, obj=obj, **names | options)
        for field in (self.name, *self.others.values()):
            most = changing.CATEGORY_NAME_LIMIT if field is self.name else changing.OTHER_NAME_LIMIT
            field.validators = [_at_most(most)] if field is not self.name else [InputRequired(BOTH), _at_most(most)]

    def draft(self) -> CategoryDraft:
        """What was typed."""
        return CategoryDraft(
            self.name.data or "", self.names, deposit=self.deposit.data or FREE, approves_own=self.approves_own.data
        )


class NewCategoryForm(CategoryForm):
    """And what cannot be changed later."""

    root = SelectField(_("放在哪里"), validate_choice=False)
    slug = StringField(_("代号"))
    floor = RateField(_("佣金下限"))

    def draft(self) -> CategoryDraft:
        """What was typed. A root has neither floor nor deposit: goods hang on children."""
        name, slug = self.name.data or "", self.slug.data or ""
        if not self.root.data:
            return CategoryDraft(name, self.names, slug)
        return CategoryDraft(
            name, self.names, slug, self.floor.data or 0, self.deposit.data or FREE, self.approves_own.data
        )


def places_form(roots: Branches, **options: Any) -> TokenForm:
    """A form with a floor for each child and a place for each category, named by their slugs."""
    fields: dict[str, Any] = {}
    values: dict[str, Any] = {}
    for siblings in levels(roots):
        for place, one in enumerate(siblings, 1):
            fields[f"place_{one.slug}"], values[f"place_{one.slug}"] = PlaceField(one.name), place
    for _root, children in roots:
        for child in children:
            fields[f"floor_{child.slug}"], values[f"floor_{child.slug}"] = (
                RateField(child.name),
                child.commission_floor_bp,
            )
    made: TokenForm = type("PlacesForm", (TokenForm,), fields)(data=values, **options)
    return made


def levels(roots: Branches) -> list[list[Category]]:
    """The roots; then the children of each."""
    return [[root for root, _children in roots], *(children for _root, children in roots)]


def in_places(things: Iterable[tuple[Thing, int | None, int]]) -> list[Thing]:
    """(thing, place typed, place shown) in the order that was meant: what was moved up goes before whoever had that
    place, what was moved down after. It follows from the form alone, so that a form sent twice means the same."""

    def key(one: tuple[Thing, int | None, int]) -> tuple[int, int, int]:
        typed, shown = one[1] or 1000, one[2]
        return (typed, (typed > shown) - (typed < shown), shown)

    return [thing for thing, _typed, _shown in sorted(things, key=key)]
