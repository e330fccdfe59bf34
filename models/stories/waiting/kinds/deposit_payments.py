"""Deposits of self-run sellers that a gateway cannot give back, and payments of which it said what nobody can book."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select, text
from sqlmodel import Session

from models.catalogue.supplier.supplier import Supplier
from models.kernel.act import Act
from models.kernel.errors import N_
from models.kernel.money import Money
from models.kernel.record import table_of
from models.kernel.rules import Rules
from models.payment.deposit_payment import DEPOSIT_STUCK, DepositPayment, deposit_payment_named
from models.stories.money.deposit_payments import looked_into_deposit, returned_by_hand
from models.stories.waiting import Given, Verb, WaitingFace, WaitingKind, WaitingRows
from models.stories.waiting.coded import coded, each_coded, is_coded

_payment, _supplier = table_of(DepositPayment), table_of(Supplier)
_COLUMNS = (_payment.c.code, _payment.c.state, _payment.c.amount, _payment.c.back, _payment.c.checked_at)


def _by_hand(session: Session, payment: DepositPayment, given: Given, act: Act, rules: Rules) -> None:
    returned_by_hand(session, payment, act, reference=given.reference)


def _looked(session: Session, payment: DepositPayment, given: Given, act: Act, rules: Rules) -> None:
    looked_into_deposit(session, payment, act)


def _possible(kind: WaitingKind, session: Session, code: str) -> Sequence[Verb]:
    is_back = coded(deposit_payment_named, session, code).state == "by_hand"
    return [verb for verb in kind.verbs if (verb.name == "by_hand") == is_back]


WAITING = WaitingKind(
    "deposit",
    14,
    N_("自营店的保证金"),
    "finance",
    WaitingRows(
        query=select(*_COLUMNS, _supplier.c.name)
        .select_from(_payment)
        .join(_supplier, _supplier.c.id == _payment.c.supplier_id)
        .where(text(DEPOSIT_STUCK)),
        code=_payment.c.code,
        due=_payment.c.checked_at,
        since=_payment.c.checked_at,
        face=lambda row: WaitingFace(f"¥{Money(row.back or row.amount).yuan}", row.name),
        mark=lambda row: row.state,
        supplier_id=_payment.c.supplier_id,
        exact=(_payment.c.code,),
    ),
    lambda rules: timedelta(hours=rules.refund_hours),
    (
        Verb(
            "by_hand",
            "h",
            N_("已经人工转账"),
            N_("记下人工转账"),
            each_coded(deposit_payment_named, _by_hand),
            asks="reference",
        ),
        Verb("looked", "a", N_("查清楚了"), N_("记下查清楚了"), each_coded(deposit_payment_named, _looked), asks="why"),
    ),
    is_coded(deposit_payment_named),
    asks_again=True,
    possible=_possible,
)
