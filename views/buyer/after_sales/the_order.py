"""The order that an address names; a stranger finds none."""

from models.kernel.errors import Gone
from models.trade.order.finding import order_by_token
from models.trade.order.order import Order
from views.kit import store


def the_order(token: str) -> Order:
    """By its token. Raises Gone."""
    order = order_by_token(store.session(), token)
    if order is None:
        raise Gone(token)
    return order
