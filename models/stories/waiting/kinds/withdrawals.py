"""Withdrawals that their owners asked for."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import func, select
from sqlmodel import Session

from models.catalogue.supplier.supplier import Supplier
from models.kernel.act import Act
from models.kernel.errors import N_, Gone, Refused
from models.kernel.money import Money
from models.kernel.record import table_of
from models.kernel.rules import Rules
from models.payout.finding import withdrawal_coded, withdrawals_coded
from models.payout.payee import PayeeAccount
from models.payout.steps import approve_withdrawals, refuse_withdrawal, unapprove
from models.payout.withdrawal import Withdrawal
from models.shop.shop import Shop
from models.stories.waiting import Given, Verb, WaitingFace, WaitingKind, WaitingRows, in_states

_asked, _payee = table_of(Withdrawal), table_of(PayeeAccount)
_shop, _supplier = table_of(Shop), table_of(Supplier)
_COLUMNS = (
    _asked.c.code,
    _asked.c.amount,
    _asked.c.requested_at,
    _asked.c.shop_id,
    func.coalesce(_shop.c.name, _supplier.c.name).label("owner"),
)
_TAKEN_BACK = N_("批准以后马上收回")


def _approve(session: Session, codes: Sequence[str], given: Given, act: Act, rules: Rules) -> None:
    chosen = withdrawals_coded(session, codes)
    if approve_withdrawals(session, chosen, act, rules=rules)[1] != len(codes):
        raise Refused("", N_("刚刚有了变化，请再看一眼"))


def _refuse(session: Session, codes: Sequence[str], given: Given, act: Act, rules: Rules) -> None:
    for code in codes:
        refuse_withdrawal(session, _found(session, code), act)


def _undo(session: Session, code: str, act: Act) -> None:
    if not unapprove(session, _found(session, code), act.because(_TAKEN_BACK)):
        raise Refused("", N_("刚刚有了变化，请再看一眼"))


def _found(session: Session, code: str) -> Withdrawal:
    withdrawal = withdrawal_coded(session, code)
    if withdrawal is None:
        raise Gone(code)
    return withdrawal


WAITING = WaitingKind(
    "withdrawal",
    4,
    N_("提现"),
    "finance",
    WaitingRows(
        query=select(*_COLUMNS)
        .select_from(_asked)
        .join(_payee, _payee.c.id == _asked.c.payee_id)
        .outerjoin(_shop, _shop.c.id == _asked.c.shop_id)
        .outerjoin(_supplier, _supplier.c.id == _asked.c.supplier_id)
        .where(in_states(_asked.c.state, "requested")),
        code=_asked.c.code,
        due=_asked.c.requested_at,
        since=_asked.c.requested_at,
        face=lambda row: WaitingFace(f"¥{Money(row.amount).yuan}", row.owner, is_shop=row.shop_id is not None),
        mark=lambda row: "",
        supplier_id=_asked.c.supplier_id,
        shop_id=_asked.c.shop_id,
        exact=(_asked.c.code, _payee.c.holder),
    ),
    lambda rules: timedelta(hours=rules.withdrawal_hours),
    (
        Verb("approve", "a", N_("批准"), N_("批准了"), _approve, _undo, many=True, together=True),
        Verb("refuse", "r", N_("退回"), N_("退回了"), _refuse, asks="why", many=True),
    ),
    lambda session, code: withdrawal_coded(session, code) is not None,
    wording="withdrawal_refusal",
    asks_again=True,
)
