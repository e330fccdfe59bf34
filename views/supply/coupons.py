"""/supply/coupons: what a supplier gives buyers of its goods, out of its own share, in whatever shop they buy."""

from flask_babel import gettext
from werkzeug.wrappers import Response

from models.catalogue.goods.finding import GoodsFilter, goods_coded, goods_rows
from models.coupon import making
from models.kernel.clock import now
from views.kit import store
from views.kit.identity import member, supplier
from views.parts import coupons
from views.parts.coupon_form import MOST_GOODS
from views.parts.coupons import ALL_OF_SUPPLIER, Giver
from views.supply.blueprint import supply


def _giver() -> Giver:
    session, own = store.session(), supplier()
    return Giver(
        audience="supply",
        name=own.name,
        coupons=lambda: making.coupons_of_supplier(session, own),
        coupon=lambda code: making.coupon_of_supplier(session, own, code),
        goods=lambda: goods_rows(session, own, GoodsFilter(state="on_sale"), limit=MOST_GOODS, offset=0),
        of_goods=lambda code: goods_coded(session, own, code),
        all_goods=gettext(ALL_OF_SUPPLIER),
        make=lambda terms: making.make_supplier_coupon(session, own, terms, by=member(), at=now()),
    )


@supply.get("/coupons", endpoint="coupons")
def all_coupons() -> Response:
    """What was given so far, and what it cost."""
    return coupons.show_list(_giver())


@supply.get("/coupons/new")
def new_coupon() -> Response:
    """A template, then the form."""
    return coupons.show_new(_giver())


@supply.route("/coupons/preview", methods=["GET", "POST"])
def preview_coupon() -> Response:
    """What it comes to while it is being written."""
    return coupons.show_preview(_giver())


@supply.post("/coupons")
def make_coupon() -> Response:
    """Makes it."""
    return coupons.make(_giver())


@supply.get("/coupons/<code>")
def coupon(code: str) -> Response:
    """One of the supplier's own."""
    return coupons.show_one(_giver(), code)


@supply.post("/coupons/<code>/stopping")
def stop_coupon(code: str) -> Response:
    """No more of it."""
    return coupons.stop_one(_giver(), code)


@supply.post("/coupons/<code>/resuming")
def resume_coupon(code: str) -> Response:
    """On with it."""
    return coupons.resume_one(_giver(), code)
