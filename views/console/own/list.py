"""/console/own: a keeper's own goods, how each stands, and the ways to what follows from selling them."""

from flask import flash, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from models.catalogue.goods.finding import GoodsFilter, goods_coded, goods_rows
from models.catalogue.goods.goods import Goods
from models.catalogue.supplier.pickup_place import pickup_place_of
from models.kernel.errors import Gone, Refused
from models.ledger.deposit import deposit_of
from models.stories.own.beginning import ask_certification, self_run_of
from models.stories.own.publishing import publish, stop_selling
from models.trade.after_sale.finding import counts_of
from models.trade.parcel.counts import parcel_counts
from views.console.blueprint import console
from views.console.own.standing import standing, terms_for
from views.kit import store
from views.kit.acting import as_keeper
from views.kit.asked import number_asked
from views.kit.house import house
from views.kit.identity import shop
from views.kit.page import page, see, sentence

OWN_PAGE = 50


@console.get("/own")
def own_list() -> Response:
    """The goods, what changed last first; with `done` the one that was just published is said."""
    session, found = store.session(), standing()
    supplier = found.supplier
    at = max(1, number_asked(request.args, "page", 1))
    rows = (
        goods_rows(session, supplier, GoodsFilter(), limit=OWN_PAGE + 1, offset=(at - 1) * OWN_PAGE) if supplier else []
    )
    done = goods_coded(session, supplier, request.args.get("done", "")) if supplier else None
    return page(
        "console/own/list.html",
        shop=shop(),
        standing=found,
        supplier=supplier,
        rows=rows[:OWN_PAGE],
        at=at,
        more=len(rows) > OWN_PAGE,
        done=done,
        terms=terms_for(None),
        held=deposit_of(session, supplier) if supplier else None,
        fetched=pickup_place_of(session, supplier) is not None if supplier else False,
        to_ship=parcel_counts(session, supplier)["to_send"] if supplier else 0,
        after_sales=counts_of(session, supplier)[""] if supplier else 0,
    )


@console.post("/own/papers")
def ask_own_papers() -> Response:
    """Puts certification on the checklist of a keeper who wants to sell own goods, and goes there."""
    ask_certification(store.session(), shop(), as_keeper())
    return see(url_for("console.opening"))


@console.post("/own/<code>/sale")
def sell_own(code: str) -> Response:
    """Puts goods that were taken off on sale again."""
    goods = _own(code)
    try:
        publish(store.session(), shop(), goods, as_keeper(), rules=house().rules)
        flash(_("“%(title)s”又在卖了", title=goods.title), "ok")
    except Refused as no:
        store.give_up()
        flash(sentence(no), "error")
    return see(url_for("console.own_list"))


@console.post("/own/<code>/end")
def end_own(code: str) -> Response:
    """Takes goods off sale; what was ordered is still sent."""
    goods = _own(code)
    if stop_selling(store.session(), goods, as_keeper()):
        flash(_("“%(title)s”不卖了，已下的单照常发货", title=goods.title), "ok")
    return see(url_for("console.own_list"))


def _own(code: str) -> Goods:
    supplier = self_run_of(store.session(), shop())
    goods = goods_coded(store.session(), supplier, code) if supplier is not None else None
    if goods is None:
        raise Gone(code)
    return goods
