"""Going to pay: from an order that is not paid yet to where its money is taken."""

from datetime import timedelta

from flask import request, url_for
from werkzeug.wrappers import Response

from models.payment.gateways import Ask
from models.payment.payment import payment_for
from models.trade.order import Order
from views.kit import store
from views.kit.house import house
from views.kit.page import see


def go_pay(order: Order) -> Response:
    """To the gateway where money is due now, else to the order."""
    own = url_for("buyer.order", token=order.token)
    gateway = house().gateways.get(order.payment_method)
    if gateway is None or order.state != "unpaid":
        return see(own)
    payment, config = payment_for(store.session(), order), house().config
    ask = Ask(
        payment=payment.code,
        amount=payment.amount,
        subject=order.number,
        expires_at=order.placed_at + timedelta(minutes=config.unpaid_minutes),
        return_url=config.where + own,
        notify_url=config.where + url_for("callbacks.notify", gateway=gateway.name),
        buyer_ip=request.remote_addr or "",
    )
    return see(gateway.create(ask).url or own)
