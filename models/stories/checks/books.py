"""The ledger against trade: every payment, refund and line is booked as it stands, no more and no less."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, and_, case, exists, func, or_, select, type_coerce

from models.kernel.money import Money, MoneyColumn
from models.kernel.record import table_of
from models.kernel.snapshot import stream
from models.ledger.accounts import Account
from models.ledger.transaction import Entry, Transaction
from models.payment.payment import Payment
from models.payment.refund import Refund
from models.stories.books.figures import split
from models.stories.checks.fault import Fault
from models.trade.order import Line, Order, Parcel

_account, _entry, _transaction = table_of(Account), table_of(Entry), table_of(Transaction)
_payment, _refund, _order = table_of(Payment), table_of(Refund), table_of(Order)
_parcel, _line = table_of(Parcel), table_of(Line)
_amount = type_coerce(func.coalesce(func.sum(_entry.c.amount), 0), MoneyColumn)


def _moved(prefix: str, code: Any, kind: str, owner: Any) -> Any:
    """What the transaction of that key moved over accounts of a kind."""
    found = select(_amount).join_from(_entry, _transaction, _entry.c.transaction_id == _transaction.c.id)
    found = found.join(_account, _entry.c.account_id == _account.c.id)
    return found.where(_transaction.c.key == prefix + code, _account.c.kind == kind).correlate(owner).scalar_subquery()


def payments(connection: Connection) -> Iterator[Fault]:
    """What was paid was captured, once and wholly; what was not, was not."""
    booked = _moved("capture-", _payment.c.code, "clearing", _payment)
    found = select(_payment.c.code, _payment.c.state, _payment.c.amount, booked.label("booked")).subquery()
    due = case((found.c.state == "paid", -found.c.amount), else_=0)
    for row in stream(connection, select(found).where(found.c.booked != due)):
        words = f"it is {row.state} with {row.amount.yuan}; the ledger took {(-row.booked).yuan} from its gateway"
        yield Fault("ledger.payment", f"payment {row.code}", words)


def refunds(connection: Connection) -> Iterator[Fault]:
    """A refund of a paid payment is owed from its decision on, and owed no more once it is done."""
    late = _moved("capture-", _payment.c.code, "refunds", _payment)
    owed = case((_refund.c.cause == "late", late), else_=_moved("refund-", _refund.c.code, "refunds", _refund))
    given = _moved("refunded-", _refund.c.code, "clearing", _refund)
    found = (
        select(
            _refund.c.code,
            _refund.c.state,
            _refund.c.amount,
            _payment.c.state.label("paid"),
            type_coerce(owed, MoneyColumn).label("owed"),
            given.label("given"),
        )
        .join_from(_refund, _payment, _refund.c.payment_id == _payment.c.id)
        .subquery()
    )
    taken = found.c.paid == "paid"
    wrong = or_(
        found.c.owed != case((taken, found.c.amount), else_=0),
        found.c.given != case((and_(taken, found.c.state.in_(("done", "waived"))), found.c.amount), else_=0),
    )
    for row in stream(connection, select(found).where(wrong)):
        words = f"it is {row.state} with {row.amount.yuan}; the ledger owes {row.owed.yuan} and gave {row.given.yuan}"
        yield Fault("ledger.refund", f"refund {row.code}", words)


def lines(connection: Connection) -> Iterator[Fault]:
    """Shop and supplier have of each line what its figures and its refunds leave, in the purse where it belongs."""
    columns = ("price", "quantity", "commission", "bonus", "fee", "refunded_amount", "released_at")
    taken = exists().where(_transaction.c.key == "capture-" + _payment.c.code, _transaction.c.kind == "capture")
    found = (
        select(
            _parcel.c.code,
            _line.c.title,
            *(_line.c[name] for name in columns),
            *(_held(kind).label(kind) for kind in _PURSES),
            taken.label("taken"),
        )
        .join_from(_line, _parcel, _line.c.parcel_id == _parcel.c.id)
        .join(_payment, _payment.c.order_id == _parcel.c.order_id)
    )
    for row in stream(connection, found):
        held = {kind: getattr(row, kind) for kind in _PURSES}
        due = _due(row)
        wrong = [f"{kind} {held[kind].yuan} for {due[kind].yuan}" for kind in _PURSES if held[kind] != due[kind]]
        if wrong:
            yield Fault("ledger.line", f"parcel {row.code}", f"“{row.title}” has {', '.join(wrong)}")


_PURSES = ("shop_pending", "shop_available", "supplier_pending", "supplier_available")


def _held(kind: str) -> Any:
    found = select(_amount).join_from(_entry, _account, _entry.c.account_id == _account.c.id)
    return found.where(_entry.c.line_id == _line.c.id, _account.c.kind == kind).correlate(_line).scalar_subquery()


def _due(row: Any) -> dict[str, Money]:
    due = dict.fromkeys(_PURSES, Money(0))
    if row.taken:
        left = split(row, row.refunded_amount)
        purse = "pending" if row.released_at is None else "available"
        due[f"shop_{purse}"], due[f"supplier_{purse}"] = left.commission + left.bonus, left.share
    return due


def freights(connection: Connection) -> Iterator[Fault]:
    """Suppliers have of the freight what their parcels were paid and did not give back."""
    taken = exists().where(_transaction.c.key == "capture-" + _payment.c.code, _transaction.c.kind == "capture")
    paid = (
        select(
            _parcel.c.supplier_id,
            func.sum(_parcel.c.freight - _parcel.c.freight_refunded).label("due"),
        )
        .join_from(_parcel, _payment, _payment.c.order_id == _parcel.c.order_id)
        .where(taken)
        .group_by(_parcel.c.supplier_id)
        .subquery()
    )
    held = select(_amount).where(_entry.c.account_id == _account.c.id, _entry.c.note == "freight")
    of_one = held.correlate(_account).scalar_subquery()
    purses = (
        select(_account.c.supplier_id, func.sum(of_one).label("held"))
        .where(_account.c.supplier_id.is_not(None))
        .group_by(_account.c.supplier_id)
        .subquery()
    )
    sums = select(
        purses.c.supplier_id,
        type_coerce(purses.c.held, MoneyColumn).label("held"),
        type_coerce(func.coalesce(paid.c.due, 0), MoneyColumn).label("due"),
    ).outerjoin_from(purses, paid, paid.c.supplier_id == purses.c.supplier_id)
    both = sums.subquery()
    for row in stream(connection, select(both).where(both.c.held != both.c.due)):
        words = f"it holds {row.held.yuan} of freight in the ledger, its parcels make {row.due.yuan}"
        yield Fault("ledger.freight", f"supplier row {row.supplier_id}", words)
