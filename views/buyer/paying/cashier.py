"""The test gateway's cashier: where a real gateway would take over. Exists only where the test gateway is on."""

from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from models.kernel.clock import now
from models.kernel.errors import Gone, Refused
from models.payment.deposit_payment import DEPOSIT_CODE, DepositPayment, deposit_payment_coded
from models.payment.gateways import Arrived
from models.payment.gateways.test.gateway import TestGateway
from models.payment.payment import Payment, payment_coded
from models.stories.money.deposit_payments import confirm_deposit
from models.stories.order.confirm_payment import confirm_payment
from views.buyer.blueprint import buyer
from views.kit import store
from views.kit.house import house
from views.kit.page import page, see, sentence


@buyer.get("/cashier/<code>")
def cashier(code: str) -> Response:
    """What is due, and a button that pays it with play money."""
    return _shown(_deposit(code) if len(code) == DEPOSIT_CODE else _payment(code))


@buyer.post("/cashier/<code>")
@store.reads_first
def pay_test(code: str) -> Response:
    """Signs a notice as the gateway would, and passes it through the same check and the same story."""
    if len(code) == DEPOSIT_CODE:
        return _pay_deposit(code)
    gateway, payment = _gateway(), _payment(code)
    if payment.state == "void":
        # What a real provider was told by close().
        return _shown(payment, said=_("订单已经取消，不用付了"))
    notice = gateway.verify(Arrived({}, b"", gateway.sign(payment.code, payment.amount)))
    assert notice is not None, "we signed it a line above"
    try:
        confirm_payment(store.session(), gateway.name, notice, at=now())
    except Refused as refusal:
        store.give_up()
        return _shown(_payment(code), said=sentence(refusal))
    return see(f"/orders/{payment.order.token}")


def _shown(payment: Payment | DepositPayment, *, said: str = "") -> Response:
    """What it is for, and how much; with what was wrong."""
    if isinstance(payment, Payment):
        back = url_for("buyer.order", token=payment.order.token)
        facts = {"about": _("订单号"), "number": payment.order.number, "back": back}
    else:
        back = url_for("console.own_deposit")
        facts = {"about": _("保证金"), "number": payment.supplier.code, "back": back}
    return page("buyer/paying/cashier.html", payment=payment, said=said, status=422 if said else 200, **facts)


def _pay_deposit(code: str) -> Response:
    """The same of a keeper's deposit; on to the page that says what it is for."""
    gateway, payment = _gateway(), _deposit(code)
    notice = gateway.verify(Arrived({}, b"", gateway.sign(payment.code, payment.amount)))
    assert notice is not None, "we signed it a line above"
    confirm_deposit(store.session(), gateway.name, notice, at=now())
    return see("/console/own/deposit")


def _deposit(code: str) -> DepositPayment:
    payment = deposit_payment_coded(store.session(), _gateway().name, code)
    if payment is None:
        raise Gone(code)
    return payment


def _gateway() -> TestGateway:
    gateway = house().gateways.get("test")
    if not isinstance(gateway, TestGateway):
        raise Gone("test")
    return gateway


def _payment(code: str) -> Payment:
    payment = payment_coded(store.session(), _gateway().name, code)
    if payment is None:
        raise Gone(code)
    return payment
