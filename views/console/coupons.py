"""/console/coupons: what the shop gives its buyers, out of its own commission."""

from flask_babel import gettext

from models.coupon import making
from models.pick.picking import pick_coded
from models.pick.shelf import PICKS_PAGE, shelf
from views.console.blueprint import console
from views.kit import store
from views.kit.acting import as_keeper
from views.kit.identity import shop
from views.parts.coupon.form import MOST_GOODS
from views.parts.coupon.giving import ALL_OF_SHOP, Giver, screens

# Those on top of the shop; goods further down are named by ?goods=.
PAGES = range(1, MOST_GOODS // PICKS_PAGE + 1)


def _giver() -> Giver:
    session, own = store.session(), shop()
    return Giver(
        payer="shop",
        name=own.name,
        list_page="console/coupons.html",
        coupons=lambda: making.coupons_of_shop(session, own),
        coupon=lambda code: making.coupon_of_shop(session, own, code),
        goods=lambda: [row for page in PAGES for row in shelf(session, own, page=page) if row.state == "on_sale"],
        of_goods=lambda code: picked.goods if (picked := pick_coded(session, own, code)) else None,
        all_goods=gettext(ALL_OF_SHOP),
        make=lambda terms: making.make_shop_coupon(session, own, terms, as_keeper()),
    )


screens.mount(console, _giver, by=__name__)
