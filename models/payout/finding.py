"""Finding withdrawals: an owner's own, the desk's queue, and the batches that were approved together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, or_, type_coerce
from sqlalchemy import select as columns
from sqlalchemy.orm import joinedload, selectinload
from sqlmodel import Session, col, select

from models.account.audit import Audit
from models.catalogue.supplier.supplier import Supplier
from models.kernel.money import Money, MoneyColumn
from models.kernel.record import related, table_of
from models.ledger.account import Account
from models.ledger.balance import BALANCES
from models.ledger.owners import Owner, owned_by
from models.payout.payee import PayeeAccount
from models.payout.states import OPEN_WITHDRAWALS
from models.payout.withdrawal import Withdrawal
from models.shop.shop import Shop

# In the order that the desk reads them.
WITHDRAWAL_STATES = (*OPEN_WITHDRAWALS, "paid", "failed", "returned", "refused", "cancelled")
# Its money came back to an owner who counted on it.
CAME_BACK = ("failed", "returned", "refused")
_table, _account = table_of(Withdrawal), table_of(Account)


@dataclass(frozen=True, slots=True)
class WithdrawalFilter:
    """What the desk looks at. `kind` is the payee account's; `words` are a code, a name or a number. Empty fields let
    everything through."""

    state: str = ""
    kind: str = ""
    words: str = ""
    batch: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """Withdrawals approved together: how many go by each channel and for how much, and how many are not yet paid or
    failed. `taken` says how often its file was downloaded, by channel."""

    code: str
    at: datetime
    count: int
    amount: Money
    open: int
    open_bank: int
    open_alipay: int
    taken: dict[str, int]


def withdrawals_of(session: Session, owner: Owner, *, limit: int, offset: int) -> list[Withdrawal]:
    """An owner's own with all their steps, newest first."""
    query = select(Withdrawal).where(owned_by(Withdrawal, owner)).order_by(col(Withdrawal.id).desc())
    whole = (joinedload(related(Withdrawal.payee)), selectinload(related(Withdrawal.events)))
    return list(session.exec(query.options(*whole).limit(limit).offset(offset)))


def withdrawal_count(session: Session, owner: Owner) -> int:
    """How many an owner has asked for."""
    return session.exec(select(func.count()).select_from(Withdrawal).where(owned_by(Withdrawal, owner))).one()


def came_back(session: Session, owner: Owner) -> Withdrawal | None:
    """The owner's newest withdrawal whose money came back, while nothing was asked for since: what to be told of."""
    query = select(Withdrawal).where(owned_by(Withdrawal, owner), col(Withdrawal.state).in_(CAME_BACK))
    withdrawal = session.exec(
        query.order_by(col(Withdrawal.changed_at).desc(), col(Withdrawal.id).desc()).limit(1)
    ).first()
    if withdrawal is None:
        return None
    later = select(Withdrawal.id).where(owned_by(Withdrawal, owner), Withdrawal.requested_at >= withdrawal.changed_at)
    return None if session.exec(later.limit(1)).first() else withdrawal


def paid_out(session: Session, owner: Owner) -> Money:
    """All that an owner was ever paid."""
    total = type_coerce(func.coalesce(func.sum(col(Withdrawal.amount)), 0), MoneyColumn)
    return session.exec(select(total).where(owned_by(Withdrawal, owner), Withdrawal.state == "paid")).one()


def withdrawal_of(session: Session, owner: Owner, code: str) -> Withdrawal | None:
    """One of the owner's own withdrawals."""
    return session.exec(select(Withdrawal).where(owned_by(Withdrawal, owner), Withdrawal.code == code)).first()


def withdrawal_coded(session: Session, code: str) -> Withdrawal | None:
    """Anybody's withdrawal, for the desk."""
    return session.exec(select(Withdrawal).where(Withdrawal.code == code)).first()


def withdrawals_coded(session: Session, codes: Sequence[str]) -> list[Withdrawal]:
    """Several withdrawals by their codes, for the desk."""
    return list(session.exec(select(Withdrawal).where(col(Withdrawal.code).in_(codes)).order_by(col(Withdrawal.id))))


def queue(session: Session, looked: WithdrawalFilter, *, limit: int, offset: int) -> list[Withdrawal]:
    """One page for the desk: those that wait, the longest first; then the newest of the others."""
    waits = case((col(Withdrawal.state) == "requested", col(Withdrawal.id)), else_=None)
    order = (col(Withdrawal.state) != "requested", waits, col(Withdrawal.id).desc())
    query = _joined(select(Withdrawal)).where(*_conditions(looked)).order_by(*order)
    whole = (
        joinedload(related(Withdrawal.payee)),
        joinedload(related(Withdrawal.shop)),
        joinedload(related(Withdrawal.supplier)),
        selectinload(related(Withdrawal.events)),
    )
    return list(session.exec(query.options(*whole).limit(limit).offset(offset)))


def counts(session: Session, looked: WithdrawalFilter) -> dict[str, int]:
    """How many withdrawals there are in each state, under the other filters."""
    every = WithdrawalFilter("", looked.kind, looked.words, looked.batch)
    query = _joined(select(Withdrawal.state, func.count()).select_from(Withdrawal)).where(*_conditions(every))
    counted: dict[str, int] = dict(session.exec(query.group_by(Withdrawal.state)).all())
    return dict.fromkeys(WITHDRAWAL_STATES, 0) | counted


def to_approve(session: Session) -> int:
    """How many wait for the desk."""
    return session.exec(select(func.count()).select_from(Withdrawal).where(Withdrawal.state == "requested")).one()


def in_debt(session: Session, rows: Sequence[Withdrawal]) -> dict[str, Money]:
    """What their owners have available, by the withdrawals' codes, where that is less than nothing: the desk may want
    to wait until it was earned back."""
    shops = [withdrawal.shop_id for withdrawal in rows if withdrawal.shop_id]
    suppliers = [withdrawal.supplier_id for withdrawal in rows if withdrawal.supplier_id]
    query = BALANCES.add_columns(_account.c.shop_id, _account.c.supplier_id).where(
        _account.c.kind.in_(("shop_available", "supplier_available")),
        or_(_account.c.shop_id.in_(shops), _account.c.supplier_id.in_(suppliers)),
    )
    held = {(row.shop_id, row.supplier_id): row.amount for row in session.connection().execute(query)}
    owned = {withdrawal.code: held.get((withdrawal.shop_id, withdrawal.supplier_id), Money(0)) for withdrawal in rows}
    return {code: amount for code, amount in owned.items() if amount < 0}


def batches(session: Session, *, limit: int = 8) -> list[Batch]:
    """Batches that are not done yet first, then the newest."""
    is_open = _table.c.state == "approved"
    payee = table_of(PayeeAccount)
    approved = func.count().filter(is_open)
    query = (
        columns(
            _table.c.batch,
            func.max(_table.c.changed_at).label("at"),
            func.count().label("counted"),
            type_coerce(func.sum(_table.c.amount), MoneyColumn).label("amount"),
            approved.label("open"),
            func.count().filter(is_open, payee.c.kind == "bank").label("open_bank"),
            func.count().filter(is_open, payee.c.kind == "alipay").label("open_alipay"),
        )
        .join_from(_table, payee, _table.c.payee_id == payee.c.id)
        .where(_table.c.batch != "")
        .group_by(_table.c.batch)
        .order_by((approved == 0), func.max(_table.c.id).desc())
        .limit(limit)
    )
    rows = session.connection().execute(query).all()
    taken = _downloads(session, [row.batch for row in rows])
    return [
        Batch(
            row.batch,
            row.at,
            row.counted,
            row.amount,
            row.open,
            row.open_bank,
            row.open_alipay,
            taken={kind: taken.get(f"{row.batch} {kind}", 0) for kind in ("bank", "alipay")},
        )
        for row in rows
    ]


def to_pay(session: Session, batch: str, kind: str) -> list[Withdrawal]:
    """What a channel is still to pay of a batch; steps.export makes a file of it. What was paid is left out, so that
    nobody is paid twice. Withdrawals to an account that was refused since are left out too: they can only be noted as
    failed, or as paid before."""
    query = select(Withdrawal).join(PayeeAccount).where(Withdrawal.batch == batch, Withdrawal.state == "approved")
    query = query.where(PayeeAccount.kind == kind, PayeeAccount.state != "refused")
    return list(session.exec(query.options(joinedload(related(Withdrawal.payee))).order_by(col(Withdrawal.id))))


def _downloads(session: Session, codes: Sequence[str]) -> dict[str, int]:
    subjects = [f"{code} {kind}" for code in codes for kind in ("bank", "alipay")]
    query = select(Audit.subject, func.count()).where(
        Audit.what == "withdrawal.export", col(Audit.subject).in_(subjects)
    )
    return dict(session.exec(query.group_by(Audit.subject)).all())


def _joined(query: Any) -> Any:
    return (
        query.join(PayeeAccount, Withdrawal.payee_id == PayeeAccount.id)
        .outerjoin(Shop, Withdrawal.shop_id == Shop.id)
        .outerjoin(Supplier, Withdrawal.supplier_id == Supplier.id)
    )


def _conditions(looked: WithdrawalFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if looked.state:
        conditions.append(col(Withdrawal.state) == looked.state)
    if looked.kind:
        conditions.append(col(PayeeAccount.kind) == looked.kind)
    if looked.batch:
        conditions.append(col(Withdrawal.batch) == looked.batch)
    if looked.words:
        conditions.append(_says(looked.words))
    return conditions


def _says(words: str) -> ColumnElement[bool]:
    named = (col(PayeeAccount.holder), col(Shop.name), col(Supplier.name))
    exact = [col(Withdrawal.code) == words.upper(), col(Supplier.code) == words.upper()]
    if words.isascii() and words.isdigit() and len(words) == 6:
        exact.append(col(Shop.number) == int(words))
    return or_(*(name.contains(words, autoescape=True) for name in named), *exact)
