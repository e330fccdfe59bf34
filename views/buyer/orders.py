"""An order at its own address: what happens to it and what its buyer may do. Who knows the address is the buyer."""

from werkzeug.wrappers import Response

from models.kernel.clock import now
from models.kernel.errors import Gone, Refused
from models.stories.cancel_order import cancel_order
from models.trade.buying import order_by_token
from models.trade.order import Order
from models.trade.parcels import receive
from views.buyer import buyer
from views.buyer.paying import go_pay
from views.kit import store
from views.kit.page import page, see, sentence


@buyer.get("/orders/<token>")
def order(token: str) -> Response:
    """The order."""
    return _page(_order(token))


@buyer.post("/orders/<token>/payment")
def pay(token: str) -> Response:
    """Once more to the gateway."""
    return go_pay(_order(token))


@buyer.post("/orders/<token>/cancellation")
def cancel(token: str) -> Response:
    """Cancels what was neither paid nor shipped."""
    found = _order(token)
    try:
        cancel_order(store.session(), found, who="buyer", at=now())
    except Refused as refusal:
        store.give_up()
        return _page(_order(token), said=sentence(refusal), status=422)
    return see(f"/orders/{token}")


@buyer.post("/orders/<token>/parcels/<code>/receipt")
def receipt(token: str, code: str) -> Response:
    """Confirms that a parcel arrived."""
    found = _order(token)
    parcel = next((parcel for parcel in found.parcels if parcel.code == code), None)
    if parcel is None:
        raise Gone(code)
    try:
        receive(store.session(), parcel, who="buyer", at=now())
    except Refused as refusal:
        store.give_up()
        return _page(_order(token), said=sentence(refusal), status=422)
    return see(f"/orders/{token}")


def _order(token: str) -> Order:
    found = order_by_token(store.session(), token)
    if found is None:
        raise Gone(token)
    return found


def _page(found: Order, *, said: str = "", status: int = 200) -> Response:
    open_parcels = [parcel for parcel in found.parcels if parcel.state in ("waiting", "to_ship")]
    can_cancel = found.state in ("unpaid", "placed") and len(open_parcels) == len(found.parcels)
    reply = page("buyer/order.html", order=found, can_cancel=can_cancel, said=said, status=status)
    # The address is the key to it: no store keeps the page. (Referrer-Policy same-origin keeps it from others.)
    reply.headers["Cache-Control"] = "no-store"
    return reply
