"""An order at its own address: what happens to it and what its buyer may do. Who knows the address is the buyer."""

from flask import request, url_for
from werkzeug.wrappers import Response

from models.kernel.clock import now
from models.kernel.errors import Gone, Refused
from models.payment.finding import refunds_of
from models.payment.payment import payment_for
from models.stories.order.cancel import can_cancel, can_cancel_parcel, cancel_order, cancel_parcel
from models.stories.order.receive import receive_parcel
from models.trade.after_sale.allowed import after_sales_on
from models.trade.order.finding import has_order, order_by_token
from models.trade.order.order import Order, Parcel
from views.buyer.blueprint import buyer
from views.buyer.checkout.again import said_again
from views.buyer.order_face import face
from views.buyer.paying.going import go_pay
from views.kit import store, visitor
from views.kit.acting import as_buyer
from views.kit.house import house
from views.kit.limits import limiter, pay_tries
from views.kit.page import page, see, sentence
from views.parts.errands import ask_payment_soon, send_refunds_soon


def _which() -> str:
    """Whose payment is asked for again and again, from however many addresses."""
    return str((request.view_args or {}).get("token", ""))[:64]


@buyer.get("/orders/<token>")
def order(token: str) -> Response:
    """The order."""
    return _page(_order(token))


@buyer.post("/orders/<token>/payment")
@limiter.limit(pay_tries, key_func=_which)
def pay(token: str) -> Response:
    """Once more to the gateway."""
    return go_pay(_order(token))


@buyer.post("/orders/<token>/cancellation")
def cancel(token: str) -> Response:
    """Cancels what nothing was sent of; what was paid goes back."""
    order = _order(token)
    try:
        cancel_order(store.session(), order, as_buyer())
    except Refused as refusal:
        return _refused(token, refusal)
    ask_payment_soon(payment_for(store.session(), order))
    send_refunds_soon()
    return see(f"/orders/{token}")


@buyer.post("/orders/<token>/parcels/<code>/cancellation")
def cancel_one_parcel(token: str, code: str) -> Response:
    """Cancels one parcel before it is sent; the others go on."""
    try:
        cancel_parcel(store.session(), _parcel(token, code), as_buyer())
    except Refused as refusal:
        return _refused(token, refusal)
    send_refunds_soon()
    return see(f"/orders/{token}")


@buyer.post("/orders/<token>/parcels/<code>/receipt")
def receipt(token: str, code: str) -> Response:
    """Confirms that a parcel arrived."""
    try:
        receive_parcel(store.session(), _parcel(token, code), as_buyer())
    except Refused as refusal:
        return _refused(token, refusal)
    return see(f"/orders/{token}")


def _parcel(token: str, code: str) -> Parcel:
    parcel = next((parcel for parcel in _order(token).parcels if parcel.code == code), None)
    if parcel is None:
        raise Gone(code)
    return parcel


def _refused(token: str, refusal: Refused) -> Response:
    store.give_up()
    return _page(_order(token), said=sentence(refusal), status=422)


def _order(token: str) -> Order:
    order = order_by_token(store.session(), token)
    if order is None:
        raise Gone(token)
    return order


def _page(order: Order, *, said: str = "", status: int = 200) -> Response:
    refunds = refunds_of(store.session(), order)
    cancellable = [parcel.code for parcel in order.parcels if can_cancel_parcel(parcel)]
    return page(
        "buyer/orders/show.html",
        order=order,
        can_cancel=can_cancel(order),
        cancellable=cancellable,
        refunds=refunds,
        is_kept=has_order(store.session(), visitor.current(), order),
        address=house().config.where + url_for("buyer.order", token=order.token),
        after_sales=after_sales_on(store.session(), order, rules=house().rules, at=now()),
        said=said,
        again=said_again(),
        status=status,
        **face(store.session(), order, house().rules),
    )
