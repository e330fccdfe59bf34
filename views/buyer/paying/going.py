"""Going to pay: from an order that is not paid yet to where its money is taken.

Which way depends on what the page is opened with. Providers are asked outside of the transaction: whatever they say, or
do not say, the order stands.
"""

import logging
import secrets
from datetime import datetime

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from models.kernel.errors import Refused
from models.kernel.provider import Unreachable
from models.payment.gateways import Ask, Charge, Gateway, Opener, providers
from models.payment.payment import payment_for
from models.trade.order.order import Order
from models.trade.order.paying_time import pays_until
from views.buyer.paying.charges import Opening, keep_charge, keep_opening, kept_opener
from views.kit import store
from views.kit.house import house
from views.kit.page import see, sentence
from views.parts.device import device

log = logging.getLogger(__name__)


def go_pay(order: Order, *, opener: str = "") -> Response:
    """To the gateway where money is due now, else to the order. `opener` is who pays, by the gateway's own id, where
    that was learnt just now."""
    gateway = house().gateways.get(order.payment_method)
    if gateway is None or order.state != "unpaid":
        return see(url_for("buyer.order", token=order.token))
    way, opener = way_here(gateway), opener or kept_opener(gateway.name)
    if way is None:
        return see(url_for("buyer.paying", token=order.token))
    openers = openers_of(gateway)
    if way == "jsapi" and openers and not opener:
        return _who_pays(order.token, gateway.name, openers)
    return _charge(order, gateway, way, opener)


def way_here(gateway: Gateway) -> str | None:
    """The way that fits what the page is opened with; nothing where the gateway cannot be used from there."""
    ways = providers()[gateway.name].ways
    way = ways.get(device()) if ways else ""
    return None if way == "jsapi" and openers_of(gateway) is None else way


def openers_of(gateway: Gateway) -> Opener | None:
    """How a gateway learns who pays, if it needs to and can."""
    found = getattr(gateway, "opener", None)
    return found if isinstance(found, Opener) else None


def expires_at(order: Order) -> datetime:
    """When an order that is not paid is cancelled."""
    return pays_until(order, house().rules)


def _charge(order: Order, gateway: Gateway, way: str, opener: str) -> Response:
    ask, token = _ask(order, gateway, way, opener), order.token
    paying = url_for("buyer.paying", token=token)
    try:
        with store.outside_transaction():
            charge = gateway.create(ask)
    except Unreachable as trouble:
        log.warning("%s did not answer for payment %s: %s", gateway.name, ask.payment, trouble)
        return keep_charge(see(paying), token, said=_("支付暂时连不上，订单已留好，再试一次。"))
    except Refused as refusal:
        log.warning("%s refused payment %s: %s", gateway.name, ask.payment, refusal)
        return keep_charge(see(paying), token, said=sentence(refusal))
    if charge.url.startswith("/"):
        return see(charge.url)
    # Not straight on: browsers stop a form that is sent on to another site (form-action), the page is free to go.
    return keep_charge(see(paying), token, charge)


def _ask(order: Order, gateway: Gateway, way: str, opener: str) -> Ask:
    payment, config = payment_for(store.session(), order), house().config
    return Ask(
        payment=payment.code,
        amount=payment.amount,
        # The same in every language: asked for twice, a payment must be the same.
        subject=f"{house().rules.name_suffix} {order.number}",
        expires_at=expires_at(order),
        return_url=config.where + url_for("buyer.paying", token=order.token, back=1),
        notify_url=config.where + url_for("callbacks.notify", gateway=gateway.name),
        way=way,
        buyer_ip=request.remote_addr or "",
        opener=opener,
    )


def _who_pays(token: str, gateway: str, openers: Opener) -> Response:
    """First to the provider that knows who is holding the phone (WeChat), and back."""
    mark = secrets.token_hex(16)
    address = openers.address(house().config.where + url_for("buyer.opener", gateway=gateway), mark)
    reply = keep_charge(see(url_for("buyer.paying", token=token)), token, Charge(url=address))
    return keep_opening(reply, Opening(token, mark), gateway)
