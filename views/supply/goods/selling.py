"""/supply/goods/<code>/selling: how many one buyer may have, from when until when, and what a piece weighs. It holds at
once: none of it is what was approved."""

import hashlib
from functools import partial
from typing import Any

from flask import flash, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response

from models.account.audit.editing import edited_by
from models.catalogue.goods.facts import goods_subject
from models.catalogue.goods.goods import SKU, Goods
from models.catalogue.goods.selling import (
    LARGEST_LIMIT,
    LIMIT_DAYS,
    MOST_GRAMS,
    SellingTerms,
    selling_facts,
    set_selling,
)
from models.kernel.clock import now
from views.kit import store
from views.kit.acting import as_supplier
from views.kit.forms import MinuteField, TokenForm, WholeField, attempt
from views.kit.page import page, see
from views.supply.blueprint import supply
from views.supply.goods.table import own_goods


class SellingForm(TokenForm):
    """The terms of one goods; the weights of its SKUs come as fields of their own."""

    per_buyer = WholeField(_("每人最多买几件"))
    per_buyer_days = WholeField(_("几天里算"))
    on_sale_from = MinuteField(_("开售时间"))
    on_sale_until = MinuteField(_("停售时间"))


@supply.get("/goods/<code>/selling")
def selling(code: str) -> Response:
    """The form, filled with what stands."""
    goods = own_goods(code)
    return _page(goods, _form_of(goods)(data=_today(goods)))


@supply.post("/goods/<code>/selling")
def save_selling(code: str) -> Response:
    """Keeps it; it holds from now on."""
    goods = own_goods(code)
    store.hold(goods)
    form = _form_of(goods)()
    form.catch_up(_form_of(goods)(formdata=None, data=_today(goods)))
    if form.validate():
        with attempt(form) as outcome:
            told = partial(goods_subject, goods), partial(selling_facts, goods)
            with edited_by(store.session(), as_supplier(), "goods.edit", *told):
                set_selling(store.session(), goods, _terms(goods, form), at=now())
        if outcome.ok:
            flash(gettext("“%(title)s”怎么卖，存好了", title=goods.title), "ok")
            return see(url_for("supply.edit_goods", code=code))
    return _page(own_goods(code), form, status=422)


def weight_field(sku: SKU) -> str:
    """The name of a SKU's field: its code may hold anything."""
    return "grams_" + hashlib.blake2s(sku.code.encode(), digest_size=6).hexdigest()


def _form_of(goods: Goods) -> type[SellingForm]:
    weights: dict[str, Any] = {weight_field(sku): WholeField(sku.label or _("一件")) for sku in goods.on_offer}
    return type("SellingForm", (SellingForm,), weights)


def _today(goods: Goods) -> dict[str, Any]:
    told: dict[str, Any] = {weight_field(sku): sku.grams for sku in goods.on_offer}
    names = ("per_buyer", "per_buyer_days", "on_sale_from", "on_sale_until")
    return told | {name: getattr(goods, name) for name in names}


def _terms(goods: Goods, form: SellingForm) -> SellingTerms:
    return SellingTerms(
        form.per_buyer.data,
        form.per_buyer_days.data,
        form.on_sale_from.data,
        form.on_sale_until.data,
        {sku.code: form[weight_field(sku)].data for sku in goods.on_offer},
    )


def _page(goods: Goods, form: SellingForm, *, status: int = 200) -> Response:
    return page(
        "supply/goods/selling.html",
        goods=goods,
        form=form,
        weights=[form[weight_field(sku)] for sku in goods.on_offer],
        most={"per_buyer": LARGEST_LIMIT, "days": LIMIT_DAYS, "grams": MOST_GRAMS},
        status=status,
    )
