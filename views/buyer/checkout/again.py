"""The same form sent again: its order stands, and what the buyer changed since is not in it. That is said."""

from collections.abc import Sequence

from flask import request
from flask_babel import gettext

from models.kernel import text
from models.kernel.address.recipient import Recipient, written_on
from models.kernel.reading.phones import reachable
from models.trade.cart.lines import QuotedLine
from models.trade.order.order import Order
from views.buyer.checkout.form import CheckoutForm


def left_out(order: Order, form: CheckoutForm, lines: Sequence[QuotedLine]) -> list[str]:
    """What of the form is not in the order that it made: "way", "address", "cart", "payment"."""
    found = []
    fetched = {parcel.supplier.code for parcel in order.parcels if parcel.is_pickup}
    if set(form.fetching) != fetched:
        found.append("way")
    if _moved(form, written_on(order)):
        found.append("address")
    bought = {(line.sku_id, line.quantity) for parcel in order.parcels for line in parcel.lines}
    if {(line.sku_id, line.quantity) for line in lines} - bought:
        found.append("cart")
    if form.payment.data and form.payment.data != order.payment_method:
        found.append("payment")
    return found


def _moved(form: CheckoutForm, ordered: Recipient) -> bool:
    """Only what was typed counts: a field that is empty now asks for nothing."""
    asked = {
        "name": text.one_line(form.name.data or ""),
        "phone": reachable(form.phone.data or "", form.region_code),
        "region_code": form.region_code,
        "street": text.one_line(form.street.data or ""),
    }
    if not ordered.street:
        # All of it is fetched: no address was kept.
        del asked["region_code"], asked["street"]
    return any(typed and typed != getattr(ordered, part) for part, typed in asked.items())


def said_again() -> list[str]:
    """The sentences for what the address of the order's page says was left out."""
    words = {
        "way": gettext("后来换的收货方式没有用上：要换，取消这一单，再下一次。"),
        "address": gettext("后来改的收货信息没有用上：要改，用这一页的“改地址”。"),
        "cart": gettext("后来放进购物车的没有一起下单，还在购物车里。"),
        "payment": gettext("付款方式还是原来那种。"),
    }
    left = request.args.get("again", "").split(".")
    return [sentence for name, sentence in words.items() if name in left]
