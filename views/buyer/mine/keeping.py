"""Keeping an order: in this browser's own, and as a picture. Who knows an order's address is its buyer."""

from flask import url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from models.kernel.clock import now
from models.kernel.errors import Gone
from models.trade.order.finding import order_by_token
from models.trade.order.keeping import keep_orders
from models.trade.order.keepsake import keepsake_of
from models.trade.order.order import Order
from views.buyer.blueprint import buyer
from views.buyer.mine.pages import personal
from views.kit import store, visitor
from views.kit.filters import day
from views.kit.house import house
from views.kit.limits import drawn_tries, limiter
from views.kit.page import see


@buyer.post("/orders/<token>/keeping")
def keep_order(token: str) -> Response:
    """From now on it is among this browser's own, whichever made it. Again: no change."""
    order = _order(token)
    keep_orders(store.session(), visitor.known(), [order.id], at=now())
    return visitor.remember(see(url_for("buyer.order", token=token)))


@buyer.get("/orders/<token>/picture.jpg")
@limiter.limit(drawn_tries)
def order_picture(token: str) -> Response:
    """A picture of it to save. Drawn each time: it is asked for once, if at all."""
    order = _order(token)
    kept, placed = keepsake_of(order), day(order.placed_at)
    with store.outside_transaction():
        # Late: only who asks for a picture needs what draws.
        from models.trade.order.drawn_keepsake import draw_keepsake

        jpeg = draw_keepsake(kept, house().config.where + url_for("buyer.order", token=token), placed, gettext)
    reply = Response(jpeg, mimetype="image/jpeg")
    reply.headers["Content-Disposition"] = f'inline; filename="{kept.number}.jpg"'
    return personal(reply)


def _order(token: str) -> Order:
    order = order_by_token(store.session(), token)
    if order is None:
        raise Gone(token)
    return order
