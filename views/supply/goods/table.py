"""/supply/goods: the table of a supplier's goods, its filters, and the quick count of stock."""

import re
from contextlib import AbstractContextManager
from functools import partial
from typing import Any

from flask import flash, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from models.account.audit.editing import edited_by
from models.catalogue.category.category import tree
from models.catalogue.goods.facts import goods_facts, goods_subject, proposed_facts
from models.catalogue.goods.finding import FILTERS, GoodsFilter, goods_coded, goods_count, goods_counts, goods_rows
from models.catalogue.goods.goods import GOODS_STATES, Goods
from models.catalogue.goods.skus import set_stock
from models.catalogue.imports.sheets.entries import STOCK
from models.kernel.errors import N_, Gone, Refused
from views.kit import locale, store
from views.kit.acting import as_supplier
from views.kit.identity import supplier
from views.kit.page import page, see, sentence
from views.kit.paging import Paged
from views.supply.blueprint import supply

SIZE = 50


@supply.get("/goods")
def goods() -> Response:
    """The table."""
    return page("supply/goods/table.html", **listed(request.args))


@supply.post("/goods/<code>/stock")
def count_stock(code: str) -> Response:
    """Counts one SKU's stock anew. The form carries the number seen, so that an order placed meanwhile is not lost."""
    goods = own_goods(code)
    typed = request.form.get("stock", "").strip()
    sku, seen = request.form.get("sku", ""), request.form.get("seen", "")
    try:
        with edits_of(goods):
            set_stock(store.session(), goods, sku, seen=_whole(seen), stock=_whole(typed))
    except Refused as no:
        store.give_up()
        complaint = {"code": code, "words": sentence(no), "typed": typed}
        return page("supply/goods/table.html", status=422, complaint=complaint, **listed(_back()))
    flash(_("“%(title)s”库存改成了 %(stock)s 件", title=goods.title, stock=typed), "ok")
    return see(back_to_list())


def own_goods(code: str) -> Goods:
    """The supplier's own goods; others' are not there."""
    goods = goods_coded(store.session(), supplier(), code)
    if goods is None:
        raise Gone(code)
    return goods


def edits_of(goods: Goods) -> AbstractContextManager[None]:
    """Around an edit of goods, which leaves a row in the trail: what works at once, and what waits for approval."""
    session = store.session()
    told = partial(goods_subject, goods), lambda: goods_facts(goods) | proposed_facts(session, goods)
    return edited_by(session, as_supplier(), "goods.edit", *told)


def back_to_list() -> str:
    """The table as it was filtered when its form was sent."""
    return url_for("supply.goods", **_back())


def goods_wanted(asked: Any) -> GoodsFilter:
    """The filters that an address carries."""
    state = asked.get("state", "")
    return GoodsFilter(
        state=state if state in FILTERS else "",
        words=asked.get("q", "").strip()[:80],
        category=asked.get("category", "")[:40],
    )


def listed(asked: Any) -> dict[str, Any]:
    """What the table shows for these filters."""
    session, own = store.session(), supplier()
    wanted = goods_wanted(asked)
    filters = {"state": wanted.state or None, "q": wanted.words or None, "category": wanted.category or None}
    paged = Paged(goods_count(session, own, wanted), SIZE, "supply.goods", filters)
    counts = goods_counts(session, own)
    return {
        "wanted": wanted,
        "filters": {name: value for name, value in filters.items() if value} | {"page": paged.number},
        "paged": paged,
        "rows": goods_rows(session, own, wanted, limit=SIZE, offset=paged.offset),
        "counts": counts,
        "total": sum(counts[name] for name in GOODS_STATES),
        "tree": tree(session, retired=True),
        "locale": locale.current(),
    }


def _back() -> dict[str, Any]:
    """The filters that a form of the table carried along."""
    names = ("state", "q", "category", "page")
    return {name: request.form[f"at_{name}"] for name in names if request.form.get(f"at_{name}")}


_DIGITS = re.compile(r"[0-9]{1,9}")


def _whole(text: str) -> int:
    if not _DIGITS.fullmatch(text.strip()) or int(text) > STOCK:
        raise Refused("stock", N_("库存要写 0 到 %(most)d 的整数"), most=STOCK)
    return int(text)
