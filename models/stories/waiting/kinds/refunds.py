"""Refunds that go no further by themselves: tried in vain, or to be paid by hand."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlmodel import Session

from models.kernel.act import Act
from models.kernel.errors import N_, Gone
from models.kernel.money import Money
from models.kernel.record import table_of
from models.kernel.rules import Rules
from models.payment.finding import refund_coded
from models.payment.payment import Payment
from models.payment.refund import Refund
from models.stories.refund.mend import paid_by_hand, send_again
from models.stories.waiting import Given, Verb, WaitingFace, WaitingKind, WaitingRows, in_states
from models.trade.order.order import Order

_refund, _payment, _order = table_of(Refund), table_of(Payment), table_of(Order)
_COLUMNS = (_refund.c.code, _refund.c.amount, _refund.c.state, _refund.c.asked_at, _order.c.number)


def _again(session: Session, codes: Sequence[str], given: Given, act: Act, rules: Rules) -> None:
    for code in codes:
        send_again(session, _found(session, code), act)


def _by_hand(session: Session, codes: Sequence[str], given: Given, act: Act, rules: Rules) -> None:
    for code in codes:
        paid_by_hand(session, _found(session, code), act, reference=given.reference)


def _found(session: Session, code: str) -> Refund:
    refund = refund_coded(session, code)
    if refund is None:
        raise Gone(code)
    return refund


def _possible(kind: WaitingKind, session: Session, code: str) -> Sequence[Verb]:
    is_stuck = _found(session, code).state == "stuck"
    return [verb for verb in kind.verbs if is_stuck or verb.name == "by_hand"]


WAITING = WaitingKind(
    "refund",
    5,
    N_("退款"),
    "finance",
    WaitingRows(
        query=select(*_COLUMNS)
        .select_from(_refund)
        .join(_payment, _payment.c.id == _refund.c.payment_id)
        .join(_order, _order.c.id == _payment.c.order_id)
        .where(in_states(_refund.c.state, "stuck", "by_hand")),
        code=_refund.c.code,
        due=_refund.c.asked_at,
        since=_refund.c.asked_at,
        face=lambda row: WaitingFace(f"¥{Money(row.amount).yuan}", row.number),
        mark=lambda row: row.state,
        exact=(_refund.c.code, _order.c.number),
    ),
    lambda rules: timedelta(hours=rules.refund_hours),
    (
        Verb("retry", "a", N_("再提交一次"), N_("又提交了"), _again, many=True, sends=True),
        Verb("by_hand", "h", N_("已经人工转账"), N_("记下人工转账"), _by_hand, asks="reference"),
    ),
    lambda session, code: refund_coded(session, code) is not None,
    asks_again=True,
    possible=_possible,
)
