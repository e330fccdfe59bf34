"""The page between an order and its provider: sends the buyer on, shows the QR code, and waits for the money."""

import hmac
from datetime import timedelta

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from models.kernel.clock import now
from models.kernel.errors import Gone
from models.kernel.provider import Unreachable
from models.payment.asking import may_ask
from models.payment.gateways import providers
from models.payment.payment import payment_for
from models.stories.order.reconcile import reconcile_payment
from models.trade.order.finding import order_by_token
from models.trade.order.order import Order
from views.buyer.blueprint import buyer
from views.buyer.paying.charges import Kept, keep_charge, keep_opener, kept_charge, kept_opening, note_gone
from views.buyer.paying.going import expires_at, go_pay, openers_of, way_here
from views.kit import store
from views.kit.house import house
from views.kit.page import page_or_fragment, see
from views.parts.order_facts import for_paying
from views.parts.qr import square

# How often one order's buyer makes us ask the provider.
PAUSE = timedelta(seconds=3)


@buyer.get("/orders/<token>/payment")
def paying(token: str) -> Response:
    """What is due and how to pay it. What a provider wrote into the address (?back=…) says only that the buyer was
    there: whether the money came is asked for."""
    return _page(_order(token), block="countdown", is_back="back" in request.args)


@buyer.post("/orders/<token>/payment/check")
def check(token: str) -> Response:
    """ "I have paid": asks the provider now."""
    order = _order(token)
    if order.state != "unpaid":
        return see(url_for("buyer.order", token=token))
    payment, name = payment_for(store.session(), order), order.payment_method
    code = payment.code
    if may_ask(store.session(), payment, pause=PAUSE, at=now()):
        with store.outside_transaction():
            reconcile_payment(house().database, house().gateways, name, code, at=now())
    order = _order(token)
    store.session().refresh(order)
    said = _("还没有收到这笔付款。付过了的话不用再付，到账后这里会变。")
    return _page(order, block="answer", is_back=True, said=said)


@buyer.get("/pay/<gateway>/opener")
def opener(gateway: str) -> Response:
    """Where a gateway (WeChat Pay) sends the buyer back to, with a code for who it is; on to paying."""
    opening, known = kept_opening(), house().gateways.get(gateway)
    openers = openers_of(known) if known else None
    if opening is None or openers is None or not hmac.compare_digest(opening.mark, _mark()):
        raise Gone("opener")
    order = _order(opening.token)
    try:
        with store.outside_transaction():
            openid = openers.openid(request.args.get("code", ""))
    except Unreachable:
        openid = ""
    if not openid:
        said = _("支付暂时连不上，订单已留好，再试一次。")
        return keep_charge(see(url_for("buyer.paying", token=order.token)), order.token, said=said)
    return keep_opener(go_pay(order, opener=openid), gateway, openid)


def _mark() -> str:
    # As ASCII: comparing text with anything beyond it is an error.
    return request.args.get("state", "").encode("ascii", "replace").decode()


def _order(token: str) -> Order:
    order = order_by_token(store.session(), token)
    if order is None:
        raise Gone(token)
    return order


def _page(order: Order, *, block: str, is_back: bool, said: str = "") -> Response:
    gateway = house().gateways.get(order.payment_method)
    if order.state != "unpaid" or gateway is None:
        return see(url_for("buyer.order", token=order.token))
    charge, left = kept_charge(order.token), expires_at(order) - now()
    mode = "elsewhere" if way_here(gateway) is None else _mode(charge, is_back)
    reply = page_or_fragment(
        "buyer/paying/page.html",
        block,
        order=order,
        known=for_paying(order),
        provider=providers()[gateway.name],
        mode=mode,
        charge=charge,
        code=square(charge.qr) if charge.qr else None,
        said=said,
        minutes=max(1, -(left // -timedelta(minutes=1))),
        address=house().config.where + url_for("buyer.order", token=order.token),
    )
    return note_gone(reply, charge) if mode == "forward" else reply


def _mode(charge: Kept, is_back: bool) -> str:
    if charge.qr:
        return "qr"
    if charge.script:
        return "script"
    if is_back or charge.gone:
        return "back"
    return "forward" if charge.url else "idle"
