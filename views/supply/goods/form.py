"""The form of goods: its own fields, and the answers its category asks for. Its rows of SKUs: sku_rows.py."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional, ValidationError

from models.catalogue.category.category import Attribute, Category
from models.catalogue.goods.description import as_typed
from models.catalogue.goods.limits import ATTRIBUTE, BRAND
from models.catalogue.goods.look import GoodsLook
from models.catalogue.imports.sheets import cells
from models.catalogue.imports.sheets.entries import DESCRIPTION, OPTION, TITLE
from models.kernel.errors import Refused
from models.kernel.text import one_line
from views.kit import locale
from views.kit.asked import number_asked
from views.kit.forms import MoneyField, TokenForm
from views.kit.page import sentence
from views.kit.written import Written

SHORT = Length(max=OPTION, message=_("最多 %(most)s 字", most=OPTION))
OPTIONS = (1, 2, 3)
_ANSWER = "attribute:"


class ReadField(StringField):
    """A cell read as in a goods file, so that both ways in mean the same. `data` is the value, None where nothing was
    typed; the page shows again what was typed."""

    def __init__(self, *args: Any, read: Any, write: Any = str, **kwargs: Any) -> None:
        self.read, self.write = read, write
        super().__init__(*args, **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = valuelist[0].strip() if valuelist else ""
        self.data = None
        if typed:
            try:
                self.data = self.read(typed)
            except Refused as no:
                raise ValidationError(sentence(no)) from None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else str(self.write(self.data))


def percent(bp: int) -> str:
    """A rate as the form shows it: "12.5"."""
    return f"{bp / 100:g}"


class GoodsForm(TokenForm):
    """`once` makes two submits of the form for new goods one goods."""

    once = HiddenField()
    title = StringField(
        _("标题"),
        [Written(_("请写标题")), Length(max=TITLE, message=_("最多 %(most)s 字", most=TITLE))],
    )
    category = SelectField(_("类目"), [Optional()], validate_choice=False)
    description = TextAreaField(_("描述"), [Length(max=DESCRIPTION, message=_("最多 %(most)s 字", most=DESCRIPTION))])
    brand = StringField(_("品牌"), [Length(max=BRAND, message=_("最多 %(most)s 字", most=BRAND))])
    barcode = ReadField(_("条码"), read=cells.barcode)
    declared_price = MoneyField(_("站外售价"))
    declared_commission_bp = ReadField(_("站外佣金率（%）"), read=cells.commission, write=percent)
    option1_name = StringField(_("规格名 1"), [SHORT])
    option2_name = StringField(_("规格名 2"), [SHORT])
    option3_name = StringField(_("规格名 3"), [SHORT])

    @property
    def answer_errors(self) -> dict[str, str]:
        """What is wrong with an answer, by the attribute's name."""
        found: dict[str, str] = self.__dict__.setdefault("_answer_errors", {})
        return found

    @property
    def option_names(self) -> tuple[str, ...]:
        """The names in use, in order."""
        named = (one_line(self[f"option{place}_name"].data or "") for place in OPTIONS)
        return tuple(name for name in named if name)

    @property
    def named_places(self) -> tuple[int, ...]:
        """Which of the three columns have a name."""
        return tuple(place for place in OPTIONS if one_line(self[f"option{place}_name"].data or ""))

    def shown_places(self, *, more: bool = False) -> range:
        """The columns to show: those in use and those shown before, at least one; one more where that was asked for."""
        before = number_asked(request.form, "places", 1)
        number = max(before, *self.named_places, 1) + more
        return range(1, min(number, len(OPTIONS)) + 1)


def category_choices(
    branches: Sequence[tuple[Category, list[Category]]], locale: str, *, existing: Category | None = None
) -> dict[str, Any]:
    """The tree as groups of options; the `existing` category too where it is retired, so that goods may stay in it."""
    found: dict[str, Any] = {gettext("还没选"): [("", gettext("先不选类目"))]}
    for root, children in branches:
        found[root.called(locale)] = [(child.slug, child.called(locale)) for child in children]
    if existing is not None and existing.retired_at is not None:
        found[gettext("停用了")] = [(existing.slug, existing.called(locale))]
    return found


def answers_of_today(
    form: GoodsForm, look: GoodsLook, category: Category | None, asked: Sequence[Attribute]
) -> dict[str, str]:
    """The form brought up to what is wanted by now; gives the answers, with those that others gave."""
    names = [attribute.name for attribute in asked] + request.form.getlist("also")
    said = answers_sent(asked)
    sent = {name: said.get(name, "") for name in names}
    standing = {name: look.attributes.get(name, "") for name in [*names, *look.attributes]}
    today = GoodsForm(formdata=None, **prefill(look, category))
    today.category.choices = [(one.slug, one.called(locale.current())) for one in [category] if one]
    caught = form.catch_up(today, also=beside(sent), today_also=beside(standing))
    return {name.removeprefix(_ANSWER): value for name, value in caught.items() if value}


def beside(answers: Mapping[str, str]) -> dict[str, str]:
    """Answers under the names of their fields."""
    return {f"{_ANSWER}{name}": value for name, value in answers.items()}


def prefill(look: GoodsLook, category: Category | None) -> dict[str, Any]:
    """What the form of goods that are there starts from."""
    names = [*look.option_names, "", "", ""]
    return {
        "title": look.title,
        "category": category.slug if category else "",
        "description": as_typed(look.description),
        "brand": look.brand,
        "barcode": look.barcode or None,
        "declared_price": look.declared_price,
        "declared_commission_bp": look.declared_commission_bp,
        "option1_name": names[0],
        "option2_name": names[1],
        "option3_name": names[2],
    }


def answers_sent(attributes: Sequence[Attribute]) -> dict[str, str]:
    """What was answered to the category's questions, and to others that the goods came with; blank ones are none."""
    found = {}
    names = [attribute.name for attribute in attributes]
    for name in dict.fromkeys([*names, *request.form.getlist("also")]):
        value = one_line(request.form.get(f"attribute:{name}", ""))[:ATTRIBUTE]
        if value:
            found[name[:ATTRIBUTE]] = value
    return found
