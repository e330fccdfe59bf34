"""/supply/coupons: what a supplier gives buyers of its goods, out of its own share, in whatever shop they buy."""

from flask_babel import gettext

from models.catalogue.goods.finding import GoodsFilter, goods_coded, goods_rows
from models.coupon import making
from views.kit import store
from views.kit.acting import as_supplier
from views.kit.identity import supplier
from views.parts.coupon.form import MOST_GOODS
from views.parts.coupon.giving import ALL_OF_SUPPLIER, Giver, screens
from views.supply.blueprint import supply

OPENED_BY = ("goods",)


def _giver() -> Giver:
    session, own = store.session(), supplier()
    return Giver(
        payer="supplier",
        name=own.name,
        list_page="supply/coupons.html",
        coupons=lambda: making.coupons_of_supplier(session, own),
        coupon=lambda code: making.coupon_of_supplier(session, own, code),
        goods=lambda: goods_rows(session, own, GoodsFilter(state="on_sale"), limit=MOST_GOODS, offset=0),
        of_goods=lambda code: goods_coded(session, own, code),
        all_goods=gettext(ALL_OF_SUPPLIER),
        make=lambda terms: making.make_supplier_coupon(session, own, terms, as_supplier()),
    )


screens.mount(supply, _giver, by=__name__)
