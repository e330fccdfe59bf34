"""Errands for the worker that follow a change: asked for once it is kept, so that nobody waits for the clock. The clock
does them too, should one get lost."""

from models.payment.payment import Payment
from views.kit import store
from views.kit.house import house


def send_refunds_soon() -> None:
    """A refund was asked for: the money starts on its way now."""
    store.after_commit(lambda: house().enqueue("send_refunds"))


def ask_payment_soon(payment: Payment) -> None:
    """A payment may be void now: its gateway is told, so that nobody can pay it any more."""
    name, code = payment.gateway, payment.code
    store.after_commit(lambda: house().enqueue("ask_payment", name, code))
