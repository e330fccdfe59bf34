"""The ledger proves itself: transactions sum to zero, entries belong somewhere, snapshots are what entries make."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select, type_coerce

from models.kernel.fault import Fault
from models.kernel.money import MoneyColumn
from models.kernel.record import table_of
from models.kernel.snapshot import stream
from models.ledger.account import NEVER_NEGATIVE, Account
from models.ledger.balance import AMOUNT, Balance
from models.ledger.transaction import Entry, Transaction
from models.payment.payment import Payment
from models.payment.refund import Refund
from models.payout.withdrawal import Withdrawal
from models.trade.order.order import Line, Parcel

_account, _transaction, _entry = table_of(Account), table_of(Transaction), table_of(Entry)
_balance, _line, _parcel = table_of(Balance), table_of(Line), table_of(Parcel)
_payment, _refund, _withdrawal = table_of(Payment), table_of(Refund), table_of(Withdrawal)


def _of(figure: Any, belongs: Any, owner: Any) -> Any:
    return select(figure).where(*belongs).correlate(owner).scalar_subquery()


def transactions(connection: Connection) -> Iterator[Fault]:
    """Each has the entries it says, and they sum to zero."""
    mine = (_entry.c.transaction_id == _transaction.c.id,)
    total = type_coerce(func.coalesce(func.sum(_entry.c.amount), 0), MoneyColumn)
    weighed = select(
        _transaction.c.code,
        _transaction.c.key,
        _transaction.c.entry_count,
        _of(total, mine, _transaction).label("total"),
        _of(func.count(), mine, _transaction).label("entries"),
    ).subquery()
    wrong = or_(weighed.c.total != 0, weighed.c.entries != weighed.c.entry_count)
    for row in stream(connection, select(weighed).where(wrong)):
        words = f"{row.key}: {row.entries} entries of {row.entry_count} sum to {row.total.yuan}"
        yield Fault("ledger.transaction", f"transaction {row.code}", words)


def entries_belong(connection: Connection) -> Iterator[Fault]:
    """Each has a transaction, of the same moment, and an account."""
    query = select(_entry.c.id, _entry.c.amount, _transaction.c.code, _account.c.code.label("account"))
    query = query.outerjoin_from(_entry, _transaction, _entry.c.transaction_id == _transaction.c.id)
    query = query.outerjoin(_account, _entry.c.account_id == _account.c.id)
    wrong = or_(_transaction.c.id.is_(None), _account.c.id.is_(None), _entry.c.at != _transaction.c.at)
    for row in stream(connection, query.where(wrong)):
        subject = f"transaction {row.code}" if row.code else f"entry {row.id}"
        if row.code and row.account:
            words = f"its entry of {row.amount.yuan} on {row.account} is of another moment"
        else:
            lacks = "account" if row.code else "transaction"
            words = f"its entry of {row.amount.yuan} belongs to no {lacks}"
        yield Fault("ledger.entry", subject, words)


def entry_owners(connection: Connection) -> Iterator[Fault]:
    """Nobody is paid for another's line, neither shop nor supplier."""
    query = select(_transaction.c.code, _entry.c.amount, _account.c.code.label("account"))
    query = query.join_from(_entry, _transaction, _entry.c.transaction_id == _transaction.c.id)
    query = query.join(_account, _entry.c.account_id == _account.c.id).join(_line, _entry.c.line_id == _line.c.id)
    query = query.join(_parcel, _line.c.parcel_id == _parcel.c.id)
    foreign = or_(_account.c.shop_id != _line.c.shop_id, _account.c.supplier_id != _parcel.c.supplier_id)
    for row in stream(connection, query.where(foreign)):
        words = f"{row.amount.yuan} on {row.account} is for a line of another shop or supplier"
        yield Fault("ledger.owner", f"transaction {row.code}", words)


def paid_for_another(connection: Connection) -> Iterator[Fault]:
    """No member was ever paid for another's shop: what goes into or out of a shop's purses is about its own withdrawal,
    or about an order in which it has a line. `entry_owners` sees to entries that name their line."""
    asked = select(_withdrawal.c.code, _withdrawal.c.shop_id).subquery()
    query = select(_transaction.c.code, _entry.c.amount, _account.c.code.label("account"))
    query = query.join_from(_entry, _transaction, _entry.c.transaction_id == _transaction.c.id)
    query = query.join(_account, _entry.c.account_id == _account.c.id)
    query = query.outerjoin(asked, asked.c.code == _transaction.c.reference)
    has_line = (
        select(_line.c.id)
        .join(_parcel, _line.c.parcel_id == _parcel.c.id)
        .join(_payment, _payment.c.order_id == _parcel.c.order_id)
        .outerjoin(_refund, _refund.c.payment_id == _payment.c.id)
        .where(
            _line.c.shop_id == _account.c.shop_id,
            or_(_payment.c.code == _transaction.c.reference, _refund.c.code == _transaction.c.reference),
        )
        .correlate(_account, _transaction)
        .exists()
    )
    is_withdrawal = _transaction.c.kind.startswith("withdrawal")
    foreign = or_(
        and_(is_withdrawal, func.coalesce(asked.c.shop_id, 0) != _account.c.shop_id),
        and_(_transaction.c.kind.in_(("capture", "refund")), _entry.c.line_id.is_(None), ~has_line),
    )
    for row in stream(connection, query.where(_account.c.shop_id.is_not(None), foreign)):
        words = f"{row.amount.yuan} on {row.account} is for another's shop"
        yield Fault("ledger.owner", f"transaction {row.code}", words)


def snapshots(connection: Connection) -> Iterator[Fault]:
    """Each is the sum of the account's entries up to where it stands."""
    within = (_entry.c.account_id == _balance.c.account_id, _entry.c.id <= _balance.c.upto_id)
    total = type_coerce(func.coalesce(func.sum(_entry.c.amount), 0), MoneyColumn)
    weighed = select(_account.c.code, _balance.c.amount, _of(total, within, _balance).label("total"))
    weighed_all = weighed.outerjoin_from(_balance, _account, _balance.c.account_id == _account.c.id).subquery()
    for row in stream(connection, select(weighed_all).where(weighed_all.c.amount != weighed_all.c.total)):
        words = f"its snapshot says {row.amount.yuan}, its entries make {row.total.yuan}"
        yield Fault("ledger.snapshot", f"account {row.code or 'unknown'}", words)


def never_negative(connection: Connection) -> Iterator[Fault]:
    """What is promised, set aside or held as security is not less than nothing."""
    query = select(_account.c.code, AMOUNT.label("amount")).outerjoin_from(_account, _balance)
    held = query.where(_account.c.kind.in_(NEVER_NEGATIVE)).subquery()
    for row in stream(connection, select(held).where(held.c.amount < 0)):
        yield Fault("ledger.negative", f"account {row.code}", f"it stands at {row.amount.yuan}")
