"""Payments and refunds: by the gateway's number and by ours, which the gateway shows too."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import literal, select
from sqlmodel import Session

from models.kernel.errors import N_
from models.kernel.record import table_of
from models.payment.payment import Payment
from models.payment.refund import Refund
from models.report.search import Hit, SearchKind
from models.report.search.rows import those
from models.report.search.typed import Typed
from models.trade.order.order import Order

_payment, _refund, _order = table_of(Payment), table_of(Refund), table_of(Order)
_PAYMENTS = select(
    _payment.c.code,
    _payment.c.reference,
    _payment.c.state,
    _payment.c.asked_at,
    _payment.c.amount,
    _order.c.number,
    literal("payment").label("noun"),
).join_from(_payment, _order)
_REFUNDS = (
    select(
        _refund.c.code,
        _refund.c.reference,
        _refund.c.state,
        _refund.c.asked_at,
        _refund.c.amount,
        _order.c.number,
        literal("refund").label("noun"),
    )
    .join_from(_refund, _payment)
    .join(_order)
)


def _find(session: Session, typed: Typed) -> Iterable[Hit]:
    for row in those(session, _PAYMENTS, _payment.c.reference, typed.runs, _payment.c.id):
        yield _hit(row, N_("支付平台的流水号"), row.reference)
    for row in those(session, _PAYMENTS, _payment.c.code, typed.codes, _payment.c.id):
        yield _hit(row, N_("付款编号"), row.code)
    for row in those(session, _REFUNDS, _refund.c.reference, typed.runs, _refund.c.id):
        yield _hit(row, N_("退款的流水号"), row.reference)
    for row in those(session, _REFUNDS, _refund.c.code, typed.codes, _refund.c.id):
        yield _hit(row, N_("退款编号"), row.code)


def _hit(row: Any, matched: str, value: str) -> Hit:
    path = f"/desk/orders/{row.number}#{row.noun}-{row.code}"
    below = f"¥{row.amount.yuan}"
    return Hit(row.code, matched, value, path, noun=row.noun, state=row.state, at=row.asked_at, below=below)


SEARCH = SearchKind("payment", 3, N_("付款和退款"), frozenset({"service", "finance"}), _find)
