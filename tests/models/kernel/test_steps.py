"""The tables of steps say the same as their Literals, so that mypy knows every word that the program knows."""

from typing import Any, get_args

import pytest

from models.kernel.steps import Steps, states_of
from models.payment.payment import Payment
from models.payment.refund import Refund
from models.payment.states import PAYMENT, REFUND, PaymentStep, RefundStep, StateOfPayment, StateOfRefund
from models.payout.payee import PayeeAccount
from models.payout.states import PAYEE, WITHDRAWAL, PayeeState, PayeeStep, WithdrawalState, WithdrawalStep
from models.payout.withdrawal import Withdrawal
from models.trade.after_sale.after_sale import AfterSale
from models.trade.after_sale.states import AFTER_SALE, AfterSaleState, AfterSaleStep
from models.trade.order.order import Order, Parcel
from models.trade.order.states import ORDER, PARCEL, OrderState, OrderStep, ParcelState, ParcelStep
from models.trade.parcel.address_change import CHANGE, AddressChange, ChangeState, ChangeStep


@pytest.mark.parametrize(
    ("table", "first", "steps", "states", "record"),
    [
        (ORDER, ("unpaid", "placed"), OrderStep, OrderState, Order),
        (PARCEL, ("waiting",), ParcelStep, ParcelState, Parcel),
        (AFTER_SALE, ("asked",), AfterSaleStep, AfterSaleState, AfterSale),
        (CHANGE, ("asked",), ChangeStep, ChangeState, AddressChange),
        (PAYMENT, ("pending",), PaymentStep, StateOfPayment, Payment),
        (REFUND, ("asked",), RefundStep, StateOfRefund, Refund),
        (WITHDRAWAL, ("requested",), WithdrawalStep, WithdrawalState, Withdrawal),
        (PAYEE, ("asked",), PayeeStep, PayeeState, PayeeAccount),
    ],
)
def test_a_table_and_its_literals_name_the_same(
    table: Steps[Any, Any], first: tuple[str, ...], steps: Any, states: Any, record: type
) -> None:
    assert set(table) == set(get_args(steps))
    assert set(states_of(table, *first)) == set(get_args(states))
    assert record.__annotations__["state"] == states
