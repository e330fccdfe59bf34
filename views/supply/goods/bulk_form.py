"""The form of an edit of many goods: what should become of all of them."""

from collections.abc import Sequence
from typing import Any

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from models.catalogue.bulk.choosing import MOST_CODES, ChosenGoods
from models.catalogue.bulk.moves import BulkWish, PriceMove, StockMove
from models.catalogue.category.category import Category, category_called
from models.catalogue.goods.finding import FILTERS, GoodsFilter
from models.catalogue.goods.limits import ATTRIBUTE
from models.catalogue.imports.sheets import cells
from models.kernel.money import Money
from models.kernel.reading.numbers import rate
from models.kernel.text import one_line
from views.kit import store
from views.kit.forms import TokenForm, WholeField
from views.supply.goods.form import ReadField, percent

_HOW = (
    SelectChoice("", _("不改")),
    SelectChoice("percent_up", _("涨百分之")),
    SelectChoice("percent_down", _("降百分之")),
    SelectChoice("amount_up", _("每件加（元）")),
    SelectChoice("amount_down", _("每件减（元）")),
    SelectChoice("nine", _("只改成 9 结尾")),
)
_STOCK = (
    SelectChoice("", _("不改")),
    SelectChoice("set", _("都改成")),
    SelectChoice("add", _("都加上")),
    SelectChoice("less", _("都减去")),
)
_MOST_PERCENT = 90_000


class BulkForm(TokenForm):
    """What is left as it is stays empty."""

    once = HiddenField()
    category = SelectField(_("类目"), validate_choice=False)
    attribute = SelectField(_("哪一项属性"), validate_choice=False)
    answer = StringField(_("改成什么"), [Length(max=ATTRIBUTE, message=_("最多 %(most)s 字", most=ATTRIBUTE))])
    price_how = SelectField(_("价格"), choices=list(_HOW))
    price_by = StringField(_("多少"))
    ends_in_9 = BooleanField(_("改完取最近的、9 结尾的价（39、129，9 元以下 5.9）"))
    stock_how = SelectField(_("库存"), choices=list(_STOCK))
    stock_by = WholeField(_("几件"))
    rate = ReadField(_("佣金率（%）"), read=cells.commission, write=percent)

    def offer(self, tree: Sequence[tuple[Category, list[Category]]], attributes: Sequence[str], locale: str) -> None:
        """The categories and attributes that there are."""
        found: dict[str, Any] = {gettext("不改"): [("", gettext("不改"))]}
        for root, children in tree:
            found[root.called(locale)] = [(child.slug, child.called(locale)) for child in children]
        self.category.choices = found
        names = (SelectChoice(name, name) for name in attributes)
        self.attribute.choices = [SelectChoice("", gettext("不改")), *names]

    def wish(self) -> BulkWish:
        """What was asked for. Raises Refused at the field that says too little."""
        category = category_called(store.session(), self.category.data) if self.category.data else None
        name = self.attribute.data or ""
        return BulkWish(
            category_id=category.id if category is not None and category.parent_id is not None else None,
            attribute=(name, one_line(self.answer.data or "")) if name else None,
            price=self._price(),
            stock=self._stock(),
            rate_bp=self.rate.data,
        )

    def _price(self) -> PriceMove | None:
        how, typed, nine = self.price_how.data, (self.price_by.data or "").strip(), bool(self.ends_in_9.data)
        if not how:
            return None
        if how == "nine":
            return PriceMove("amount", 0, ends_in_9=True)
        sign = -1 if how.endswith("down") else 1
        if how.startswith("percent"):
            return PriceMove("percent", sign * rate(typed, "price_by", most=_MOST_PERCENT), nine)
        return PriceMove("amount", sign * int(Money.parse(typed, "price_by")), nine)

    def _stock(self) -> StockMove | None:
        how, by = self.stock_how.data, self.stock_by.data
        if not how:
            return None
        pieces = cells.stock("" if by is None else str(by)) or 0
        return StockMove("set", pieces) if how == "set" else StockMove("add", -pieces if how == "less" else pieces)


def chosen_sent() -> ChosenGoods:
    """What the form, or the table that it came from, chose: ticked goods, or with `all` everything that its filters let
    through."""
    if request.form.get("all"):
        names = {"state": "at_state", "words": "at_q", "category": "at_category"}
        told = {name: request.form.get(sent, "").strip()[:80] for name, sent in names.items()}
        return ChosenGoods((), GoodsFilter(**told | {"state": told["state"] if told["state"] in FILTERS else ""}))
    codes = [code for code in request.form.getlist("goods") if code.isalnum()]
    # Nothing ticked is nothing, not everything.
    return ChosenGoods(tuple(dict.fromkeys(codes[:MOST_CODES])) or ("-",))
