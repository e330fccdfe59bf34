"""The rows of SKUs in the form of goods: what stands, what was sent, and blank ones to write into."""

from collections.abc import Sequence
from typing import Any

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.datastructures import ImmutableMultiDict
from wtforms import BooleanField, Form, HiddenField, StringField
from wtforms.validators import Length

from models.catalogue.goods.goods import Goods
from models.catalogue.goods.limits import CODE, SKUS
from models.catalogue.goods.look import GoodsLook
from models.catalogue.goods.skus import SkuDraft
from models.catalogue.imports.sheets import cells
from views.kit.asked import number_asked
from views.kit.edited import Edited, rows_caught_up
from views.supply.goods.form import SHORT, ReadField, percent

BLANK_ROWS = 3


class SkuRow(Edited, Form):
    """One row of the table of SKUs. A standing SKU keeps its code; `seen` is the stock that was shown."""

    kept_alone = ("remove",)

    kept = HiddenField()
    seen = HiddenField()
    code = StringField(_("规格编号"), [Length(max=CODE, message=_("最多 %(most)s 字", most=CODE))])
    option1 = StringField(_("规格值 1"), [SHORT])
    option2 = StringField(_("规格值 2"), [SHORT])
    option3 = StringField(_("规格值 3"), [SHORT])
    price = ReadField(_("价格"), read=cells.price, write=lambda price: price.short)
    was = ReadField(_("划线价"), read=cells.price, write=lambda price: price.short)
    stock = ReadField(_("库存"), read=cells.stock)
    commission = ReadField(_("佣金率"), read=cells.commission, write=percent)
    remove = BooleanField(_("撤掉"))

    def catch_up(self, today: Any, **beside: Any) -> dict[str, str]:
        """The stock that stands was seen, too: what follows is meant against it."""
        if self.is_versioned:
            self.seen.data, self.seen.raw_data = today.seen.data, None
        return super().catch_up(today, **beside)

    @property
    def is_blank(self) -> bool:
        """A row that nobody has written in."""
        typed = (self.code, self.option1, self.option2, self.option3, self.price, self.was, self.stock, self.commission)
        return not self.kept.data and not any((field.raw_data or [""])[0].strip() for field in typed)

    def validate(self, extra_validators: Any = None) -> bool:
        """Besides each cell: a price there must be, and the old price is the higher one."""
        valid = super().validate(extra_validators)
        if self.price.data is None and not self.price.errors:
            self.price.errors = [gettext("请填价格")]
            valid = False
        if self.was.data is not None and self.price.data and self.was.data < self.price.data:
            self.was.errors = [gettext("划线价不能低于价格")]
            valid = False
        return bool(valid)


def blank_rows(start: int, number: int = BLANK_ROWS) -> list[SkuRow]:
    """Empty rows to write new SKUs into."""
    return [SkuRow(prefix=f"sku{at}-") for at in range(start, min(start + number, SKUS))]


def rows_of(goods: Goods, look: GoodsLook, *, start: int = 0) -> list[SkuRow]:
    """The rows of goods as they are wanted, without blank ones, numbered from `start`."""
    offered = {sku.code for sku in goods.on_offer}
    return [_filled(sku, at, is_counted=sku.code in offered) for at, sku in enumerate(look.skus, start)]


def rows_of_today(goods: Goods, look: GoodsLook, rows: Sequence[SkuRow]) -> list[SkuRow]:
    """The rows that were sent, each with what others changed in it, withdrew or added."""
    brought, lost = rows_caught_up(rows, rows_of(goods, look, start=len(rows)), lambda row: row.kept.data or "")
    for row in lost:
        row.clashes["code"] = gettext("撤掉了")
    return brought


def _filled(sku: SkuDraft, at: int, *, is_counted: bool) -> SkuRow:
    """Nobody buys what only waits for approval: its pieces are not compared with what was seen."""
    values = [*sku.options, "", "", ""]
    return SkuRow(
        prefix=f"sku{at}-",
        kept=sku.code,
        seen=str(sku.stock) if is_counted else "",
        code=sku.code,
        option1=values[0],
        option2=values[1],
        option3=values[2],
        price=sku.price,
        was=sku.was,
        stock=sku.stock,
        commission=sku.commission_bp,
    )


def rows_sent() -> list[SkuRow]:
    """The rows that were sent, blank ones at the end included."""
    number = min(number_asked(request.form, "rows", 0), SKUS)
    sent: ImmutableMultiDict[str, str] = request.form
    return [SkuRow(sent, prefix=f"sku{at}-") for at in range(number)]
