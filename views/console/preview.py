"""/console/preview: a keeper sees the shop as buyers will, before its door opens. Nothing can be bought there."""

from typing import Any

from flask import redirect, url_for
from sqlalchemy import Row
from werkzeug.wrappers import Response

from models.kernel.codes import read_code
from models.kernel.errors import Gone
from models.pick import storefront
from views.console.blueprint import console
from views.kit import store
from views.kit.identity import shop
from views.kit.page import page
from views.parts.shopfront import goods_shown, shop_shown


@console.get("/preview")
def preview() -> Response:
    """The shop. One that has opened is looked at where everybody does."""
    if not shop().opens_soon:
        return redirect(url_for("landing.shop", number=shop().number), 303)
    return page(
        "landing/shop.html", claimed=set(), coupons=[], link=None, **_before(), **shop_shown(store.session(), _door())
    )


@console.get("/preview/<code>")
def preview_goods(code: str) -> Response:
    """Goods in it."""
    if not shop().opens_soon:
        return redirect(url_for("landing.goods", number=shop().number, code=code), 303)
    session, door = store.session(), _door()
    offer = storefront.offer(session, door.id, code=read_code(code))
    if offer is None or offer.pick_id is None:
        raise Gone(code)
    skus = storefront.goods_skus(session, offer.id)
    shown = goods_shown(session, door, offer, skus, coupons=[], link=None)
    return page("landing/goods.html", claimed=set(), **_before(), **shown)


def _door() -> Row[Any]:
    door = storefront.door(store.session(), shop().number)
    assert door is not None, "the keeper's own"
    return door


def _before() -> dict[str, Any]:
    return {"home": url_for("console.preview"), "unopened": True}
