"""/console/coupons: what the shop gives its buyers, out of its own commission."""

from flask_babel import gettext
from werkzeug.wrappers import Response

from models.coupon import making
from models.kernel.clock import now
from models.pick.picking import pick_coded
from models.pick.shelf import PICKS_PAGE, shelf
from views.console.blueprint import console
from views.kit import store
from views.kit.identity import member, shop
from views.parts import coupons
from views.parts.coupon_form import MOST_GOODS
from views.parts.coupons import ALL_OF_SHOP, Giver

# Those on top of the shop; goods further down are named by ?goods=.
PAGES = range(1, MOST_GOODS // PICKS_PAGE + 1)


def _giver() -> Giver:
    session, own = store.session(), shop()
    return Giver(
        audience="console",
        name=own.name,
        coupons=lambda: making.coupons_of_shop(session, own),
        coupon=lambda code: making.coupon_of_shop(session, own, code),
        goods=lambda: [row for page in PAGES for row in shelf(session, own, page=page) if row.state == "on_sale"],
        of_goods=lambda code: picked.goods if (picked := pick_coded(session, own, code)) else None,
        all_goods=gettext(ALL_OF_SHOP),
        make=lambda terms: making.make_shop_coupon(session, own, terms, by=member(), at=now()),
    )


@console.get("/coupons", endpoint="coupons")
def all_coupons() -> Response:
    """What was given so far, and what it cost."""
    return coupons.show_list(_giver())


@console.get("/coupons/new")
def new_coupon() -> Response:
    """A template, then the form."""
    return coupons.show_new(_giver())


@console.route("/coupons/preview", methods=["GET", "POST"])
def preview_coupon() -> Response:
    """What it comes to while it is being written."""
    return coupons.show_preview(_giver())


@console.post("/coupons")
def make_coupon() -> Response:
    """Makes it."""
    return coupons.make(_giver())


@console.get("/coupons/<code>")
def coupon(code: str) -> Response:
    """One of the shop's own."""
    return coupons.show_one(_giver(), code)


@console.post("/coupons/<code>/stopping")
def stop_coupon(code: str) -> Response:
    """No more of it."""
    return coupons.stop_one(_giver(), code)


@console.post("/coupons/<code>/resuming")
def resume_coupon(code: str) -> Response:
    """On with it."""
    return coupons.resume_one(_giver(), code)
