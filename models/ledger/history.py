"""What an account's pages, statements and yearly summaries are made of. Everything is asked by the account's code, and
each period through an index: what came before costs nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, func, select, type_coerce
from sqlmodel import Session

from models.kernel.clock import Moment
from models.kernel.money import Money, MoneyColumn
from models.kernel.months import begins, ends
from models.kernel.record import table_of
from models.ledger.account import Account
from models.ledger.balance import balance
from models.ledger.transaction import Entry, Transaction

MOVEMENTS_PAGE = 30
MOST_OF_ORDER = 400
_account, _transaction, _entry = table_of(Account), table_of(Transaction), table_of(Entry)


@dataclass(frozen=True, slots=True)
class Movement:
    """One entry with its transaction's facts. `account` and `code` are the public codes of the two."""

    account: str
    code: str
    kind: str
    reference: str
    at: datetime
    amount: Money
    line_id: int | None
    note: str
    why: str


_MOVEMENTS = (
    select(
        _account.c.code.label("account"),
        _transaction.c.code,
        _transaction.c.kind,
        _transaction.c.reference,
        _transaction.c.at,
        _entry.c.amount,
        _entry.c.line_id,
        _entry.c.note,
        _transaction.c.why,
    )
    .join_from(_entry, _transaction, _entry.c.transaction_id == _transaction.c.id)
    .join(_account, _entry.c.account_id == _account.c.id)
)
# The account's id apart, so that the index which begins with it gives the order too.
_asked = select(_account.c.id).where(_account.c.code == bindparam("account_code")).scalar_subquery()
_mine = _entry.c.account_id == _asked
_from = _entry.c.at >= bindparam("since", type_=Moment)
_within = (_mine, _from, _entry.c.at < bindparam("until", type_=Moment))
_NEWEST = _MOVEMENTS.where(_mine).order_by(_entry.c.id.desc()).limit(MOVEMENTS_PAGE).offset(bindparam("skipped"))
_STATEMENT: Select[Any] = _MOVEMENTS.where(*_within).order_by(_entry.c.at, _entry.c.id)
_OF_LINE = _MOVEMENTS.where(_entry.c.line_id == bindparam("line")).order_by(_entry.c.id)
_TOUCHED = select(_entry.c.transaction_id).where(_entry.c.line_id.in_(bindparam("lines", expanding=True)))
_OF_ORDER = (
    _MOVEMENTS.where(
        _transaction.c.id.in_(_TOUCHED) | _transaction.c.reference.in_(bindparam("references", expanding=True))
    )
    .order_by(_entry.c.id)
    .limit(MOST_OF_ORDER)
)
_total = type_coerce(func.coalesce(func.sum(_entry.c.amount), 0), MoneyColumn)
_BY_KIND = (
    select(_transaction.c.kind, _total.label("amount"))
    .join_from(_entry, _transaction, _entry.c.transaction_id == _transaction.c.id)
    .where(*_within)
    .group_by(_transaction.c.kind)
)
_SINCE = select(_total).where(_mine, _from)


def account_history(session: Session, code: str, *, page: int = 1) -> list[Movement]:
    """One page of an account's entries, those booked last first."""
    rows = session.connection().execute(_NEWEST, {"account_code": code, "skipped": (page - 1) * MOVEMENTS_PAGE})
    return [movement(row) for row in rows]


def entries_between(code: str, since: datetime, until: datetime) -> Select[Any]:
    """An account's entries of a period, oldest first, for `models.kernel.snapshot.stream`: a month of any length takes
    the same memory. Each row reads as a Movement by `movement`."""
    return _STATEMENT.params(account_code=code, since=since, until=until)


def movement(row: Any) -> Movement:
    """A row of `entries_between`."""
    return Movement(**row._mapping)


def of_line(session: Session, line_id: int) -> list[Movement]:
    """Everything the ledger says about one order line, in order: "why this figure?"."""
    return [movement(row) for row in session.connection().execute(_OF_LINE, {"line": line_id})]


def booked_of_order(session: Session, line_ids: Sequence[int], references: Sequence[str]) -> list[Movement]:
    """Everything the ledger says about an order, in order: what is about its lines, and about what `references` name
    (its payment, its refunds)."""
    rows = session.connection().execute(_OF_ORDER, {"lines": list(line_ids), "references": list(references)})
    return [movement(row) for row in rows]


def sums(session: Session, code: str, since: datetime, until: datetime) -> dict[str, Money]:
    """What each kind of transaction brought an account in a period; kinds that brought nothing are not named."""
    rows = session.connection().execute(_BY_KIND, {"account_code": code, "since": since, "until": until})
    return {row.kind: row.amount for row in rows if row.amount}


def sums_of_month(session: Session, code: str, month: str) -> dict[str, Money]:
    """What each kind of transaction brought an account in a month ("2026-11")."""
    return sums(session, code, begins(month), ends(month))


def balance_at(session: Session, code: str, at: datetime) -> Money:
    """What an account held at a moment: all that happened before it. Counted back from today, so a statement's opening
    costs as much as what has happened since."""
    since = session.connection().execute(_SINCE, {"account_code": code, "since": at}).scalar_one()
    return balance(session, code) - since
