"""Money on its way out: what is set aside is what open withdrawals ask for, and each posted what its state says, from
and to where it belongs."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, and_, case, func, literal, or_, select, type_coerce

from models.catalogue.supplier.supplier import Supplier
from models.checks.sums import money_of
from models.kernel.fault import Fault
from models.kernel.money import MoneyColumn
from models.kernel.record import table_of
from models.kernel.snapshot import stream
from models.ledger.account import Account
from models.ledger.balance import AMOUNT, Balance
from models.ledger.transaction import Entry, Transaction
from models.payout.payee import PayeeAccount
from models.payout.states import OPEN_WITHDRAWALS
from models.payout.withdrawal import Withdrawal
from models.shop.shop import Shop

_account, _balance, _withdrawal = table_of(Account), table_of(Balance), table_of(Withdrawal)
_transaction, _entry, _shop, _supplier = table_of(Transaction), table_of(Entry), table_of(Shop), table_of(Supplier)
_payee = table_of(PayeeAccount)
_OPEN = _withdrawal.c.state.in_(OPEN_WITHDRAWALS)
# The money has left in these, though in the second it came back.
_LEFT = ("paid", "returned")


def reserves(connection: Connection) -> Iterator[Fault]:
    """Each owner's open withdrawals together are the balance set aside for them."""
    yield from _reserves(connection, "shop", _shop, _shop.c.number, _withdrawal.c.shop_id, _account.c.shop_id)
    owner = (_withdrawal.c.supplier_id, _account.c.supplier_id)
    yield from _reserves(connection, "supplier", _supplier, _supplier.c.code, *owner)


def postings(connection: Connection) -> Iterator[Fault]:
    """Each withdrawal took its amount once, and where it is over gave it back or away, as its state says; what the bank
    returned is its owner's again."""
    asked, ended, returned = (_transaction.alias(name) for name in ("asked", "ended", "returned"))
    key = literal("withdrawal-") + _withdrawal.c.code
    kind = case((_OPEN, ""), (_withdrawal.c.state.in_(_LEFT), "withdrawal_paid"), else_="withdrawal_failed")
    reserved, available, channel = _purse("reserved"), _purse("available"), _account.c.gateway == _payee.c.kind
    query = (
        select(
            _withdrawal.c.code,
            _withdrawal.c.state,
            _withdrawal.c.amount,
            _moved(asked, reserved).label("asked"),
            _moved(ended, or_(and_(ended.c.kind == "withdrawal_paid", channel), available)).label("ended"),
            _moved(returned, available).label("returned"),
            case((_withdrawal.c.state == "returned", _withdrawal.c.amount), else_=0).label("due_back"),
            func.coalesce(ended.c.kind, "").label("kind"),
            kind.label("due"),
        )
        .join_from(_withdrawal, _payee, _withdrawal.c.payee_id == _payee.c.id)
        .outerjoin(asked, asked.c.key == key + "-requested")
        .outerjoin(ended, ended.c.key == key + "-ended")
        .outerjoin(returned, returned.c.key == key + "-returned")
        .subquery()
    )
    over = and_(query.c.due != "", query.c.ended != query.c.amount)
    back = query.c.returned != query.c.due_back
    wrong = or_(query.c.asked != query.c.amount, query.c.kind != query.c.due, over, back)
    for row in stream(connection, select(query).where(wrong)):
        words = f"it is {row.state} with {row.amount.yuan}: {row.asked.yuan} was set aside, "
        words += f"{row.ended.yuan} moved as {row.kind or 'nothing'}, {row.returned.yuan} came back"
        yield Fault("withdrawal.posting", f"withdrawal {row.code}", words)


def _reserves(
    connection: Connection, noun: str, table: Any, name: Any, withdrawn_by: Any, held_by: Any
) -> Iterator[Fault]:
    due = money_of(_withdrawal.c.amount, and_(withdrawn_by == table.c.id, _OPEN), table)
    held = (
        select(AMOUNT)
        .outerjoin_from(_account, _balance)
        .where(held_by == table.c.id, _account.c.kind == f"{noun}_reserved")
        .correlate(table)
        .scalar_subquery()
    )
    sums = select(
        name.label("name"), due.label("asked"), type_coerce(func.coalesce(held, 0), MoneyColumn).label("held")
    ).subquery()
    for row in stream(connection, select(sums).where(sums.c.asked != sums.c.held)):
        words = f"{row.held.yuan} is set aside, its open withdrawals ask for {row.asked.yuan}"
        yield Fault("withdrawal.reserve", f"{noun} {row.name}", words)


def _moved(transaction: Any, into: Any) -> Any:
    """What a transaction moved into accounts of that kind."""
    mine = and_(_entry.c.transaction_id == transaction.c.id, _entry.c.account_id == _account.c.id, into)
    given = select(func.coalesce(func.sum(case((_entry.c.amount > 0, _entry.c.amount), else_=0)), 0)).where(mine)
    return type_coerce(given.correlate(transaction, _withdrawal, _payee).scalar_subquery(), MoneyColumn)


def _purse(which: str) -> Any:
    """The owner's account of that name."""
    of_shop = and_(_account.c.shop_id == _withdrawal.c.shop_id, _account.c.kind == f"shop_{which}")
    of_supplier = and_(_account.c.supplier_id == _withdrawal.c.supplier_id, _account.c.kind == f"supplier_{which}")
    return or_(of_shop, of_supplier)
