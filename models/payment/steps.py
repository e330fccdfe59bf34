"""Taking the steps of payments and refunds. No other code sets their states. Each leaves an event of its order."""

from typing import Any, Never

from models.kernel.steps import Stepping
from models.payment.payment import Payment
from models.payment.refund import Refund
from models.payment.states import PAYMENT, REFUND, PaymentStep, RefundNote, RefundStep
from models.trade.order.event import OrderEvent
from models.trade.order.steps import about


def _about_payment(payment: Payment) -> dict[str, Any]:
    return about("payment", payment.order_id, payment.code)


def _about_refund(refund: Refund) -> dict[str, Any]:
    return about("refund", refund.payment.order_id, refund.code)


_payment: Stepping[Payment, PaymentStep, Never] = Stepping(PAYMENT, OrderEvent, _about_payment)
_refund: Stepping[Refund, RefundStep, RefundNote] = Stepping(REFUND, OrderEvent, _about_refund)
step_payment = _payment.take
step_refund, note_refund = _refund.take, _refund.note
