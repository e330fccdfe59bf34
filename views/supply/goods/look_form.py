"""The form of the first step: how a goods file is read, each fact with what was understood, to be put right."""

from collections.abc import Mapping
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice

from models.catalogue.imports.formats import GoodsFormat, format_named, goods_formats
from models.catalogue.imports.run import ImportRun
from models.catalogue.imports.sheets.layout import ATTRIBUTE_OF, OPTION_OF
from models.catalogue.imports.understanding.encodings import ENCODING_NAMES
from models.catalogue.imports.understanding.looking import Wishes
from models.catalogue.imports.understanding.money import CODES, exchange_rate
from models.catalogue.imports.understanding.plan import YUAN, Plan, TableWay
from models.catalogue.imports.understanding.wishing import pieces_named
from models.kernel.clock import local, now
from models.kernel.reading.numbers import whole
from views.kit.forms import TokenForm, WholeField

# What is asked first of other currencies.
_USUAL = ("USD", "EUR", "HKD", "TWD", "JPY", "GBP")
_MOST_HEADING = 300
_NAME = 60
_KNOWN_BY = (("handle", _("商品编号")), ("sku", _("规格编号")), ("title", _("标题")))


class LookForm(TokenForm):
    """How the file is read. What each column means and which category each word means stand in fields of their own."""

    encoding = SelectField(_("文字编码"), validate_choice=False)
    sheet = SelectField(_("工作表"), validate_choice=False)
    heading = WholeField(_("列名在第几行"))
    depth = SelectField(
        _("列名占几行"), choices=[SelectChoice("1", "1"), SelectChoice("2", "2")], validate_choice=False
    )
    layout = SelectField(_("哪一种表格"), validate_choice=False)
    known_by = SelectField(
        _("同一件商品靠什么认"),
        choices=[SelectChoice(name, words) for name, words in _KNOWN_BY],
        validate_choice=False,
    )
    currency = SelectField(_("价格是什么钱"), validate_choice=False)
    rate = StringField(_("汇率：1 单位外币等于多少元"))
    decimal = SelectField(
        _("价格的小数点"),
        choices=[SelectChoice(".", _("点：12.50")), SelectChoice(",", _("逗号：12,50"))],
        validate_choice=False,
    )
    empty_stock = StringField(_("库存空着，当作几件"))
    uncounted_stock = StringField(_("不计库存的，装几件"))


def look_form(run: ImportRun) -> LookForm:
    """The form with what was understood, or with what was sent."""
    plan = Plan.of_json(run.plan)
    way = plan.way
    form = LookForm(
        data={
            "encoding": way.encoding, "sheet": str(way.sheet), "heading": way.heading, "depth": str(way.depth),
            "layout": plan.format, "known_by": plan.known_by, "currency": plan.currency,
            "rate": "" if plan.currency == YUAN else plan.rate,
            "decimal": plan.decimal,
            "empty_stock": "" if plan.empty_stock is None else str(plan.empty_stock),
            "uncounted_stock": str(plan.uncounted_stock),
        }
    )  # fmt: skip
    form.encoding.choices = [SelectChoice(name, words) for name, words in ENCODING_NAMES.items()]
    form.sheet.choices = [SelectChoice(str(at), name) for at, name in enumerate(run.look.get("sheets", ()))]
    form.layout.choices = [SelectChoice(one.name, _(one.words)) for one in goods_formats().values()]
    codes = dict.fromkeys((YUAN, *filter(None, [plan.currency]), *_USUAL, *sorted(CODES)))
    asked = [] if plan.currency else [SelectChoice("", _("请选"))]
    form.currency.choices = [*asked, *(SelectChoice(code, _("人民币") if code == YUAN else code) for code in codes)]
    return form


def wishes_of(form: LookForm, run: ImportRun) -> Wishes:
    """What was sent. Where the table itself is read otherwise now, its columns are understood anew. Raises Refused."""
    plan = Plan.of_json(run.plan)
    way, layout = _way(form, plan.way), form.layout.data or ""
    same = way == plan.way and layout == plan.format
    currency = form.currency.data if form.currency.data in CODES else ""
    rate = "1" if currency in ("", YUAN) else exchange_rate(form.rate.data) if form.rate.data.strip() else ""
    return Wishes(
        way=way,
        # Other headings may be of another layout, unless somebody chose one.
        format=layout if same or layout != plan.format else "",
        meanings=_meanings(run.look["header"], format_named(layout)) if same else {},
        known_by=form.known_by.data if same and form.known_by.data in dict(_KNOWN_BY) else None,
        currency=currency,
        rate=rate,
        decimal="," if form.decimal.data == "," else ".",
        empty_stock=pieces_named(form.empty_stock.data or ""),
        uncounted_stock=whole(form.uncounted_stock.data or "0", "uncounted_stock", most=1_000_000),
        categories=_categories(plan.categories),
        day=local(now()).date().isoformat(),
    )


def _way(form: LookForm, before: TableWay) -> TableWay:
    """How the table is got out of the bytes; the separator is found anew with another encoding."""
    encoding = form.encoding.data if form.encoding.data in ENCODING_NAMES else before.encoding
    sheet = int(form.sheet.data) if (form.sheet.data or "").isdigit() else before.sheet
    heading = min(form.heading.data or before.heading, _MOST_HEADING)
    depth = 2 if form.depth.data == "2" else 1
    if sheet != before.sheet and heading == before.heading:
        return TableWay(encoding, before.separator, sheet)
    separator = before.separator if encoding == before.encoding else ""
    return TableWay(encoding if before.encoding else "", separator, sheet, heading, depth)


def _meanings(header: list[str], chosen: GoodsFormat) -> dict[str, str]:
    """What each column was said to mean, by its heading; what no column can mean is left."""
    found = {}
    for at, text in enumerate(header):
        meaning = request.form.get(f"meaning-{at}")
        if meaning is None or not text.strip():
            continue
        named = meaning.startswith((OPTION_OF, ATTRIBUTE_OF)) and meaning.partition(":")[2].strip()
        if meaning == "" or meaning in chosen.columns or named:
            found[text.strip()] = meaning[:_NAME]
    return found


def _categories(before: Mapping[str, str]) -> dict[str, str]:
    """The words for categories that somebody matched. Those left without one are said to have none only where they had
    one before."""
    found: dict[str, str] = dict(before)
    for at in range(len([name for name in request.form if name.startswith("words-")])):
        words: Any = request.form.get(f"words-{at}", "")
        slug, was = request.form.get(f"category-{at}", ""), request.form.get(f"was-{at}", "")
        if words and (slug or was):
            found[words[:80]] = slug[:40]
    return found
