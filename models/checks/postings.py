"""The ledger against trade: every payment, refund and line is booked as it stands, no more and no less."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import (
    Connection,
    Row,
    String,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
    type_coerce,
)

from models.books.figures import split
from models.kernel.fault import Fault
from models.kernel.money import Money, MoneyColumn
from models.kernel.record import table_of
from models.kernel.snapshot import stream
from models.ledger.account import Account
from models.ledger.transaction import Entry, Transaction
from models.payment.payment import Payment
from models.payment.refund import Refund
from models.payout.withdrawal import Withdrawal
from models.trade.order.order import Line, Parcel

_account, _entry, _transaction = table_of(Account), table_of(Entry), table_of(Transaction)
_payment, _refund, _withdrawal = table_of(Payment), table_of(Refund), table_of(Withdrawal)
_parcel, _line = table_of(Parcel), table_of(Line)
_amount = type_coerce(func.coalesce(func.sum(_entry.c.amount), 0), MoneyColumn)
_captured = exists().where(_transaction.c.key == "capture-" + _payment.c.code, _transaction.c.kind == "capture")


def _moved(prefix: str, code: Any, owner: Any, *accounts: Any) -> Any:
    """What the transaction of that key moved over these accounts."""
    query = select(_amount).join_from(_entry, _transaction, _entry.c.transaction_id == _transaction.c.id)
    query = query.join(_account, _entry.c.account_id == _account.c.id)
    return query.where(_transaction.c.key == prefix + code, *accounts).correlate(*owner).scalar_subquery()


def payments_booked(connection: Connection) -> Iterator[Fault]:
    """What was paid was captured, once, wholly and from its own gateway; what was not, was not. Only what came late is
    nobody's earning."""
    booked = _moved("capture-", _payment.c.code, (_payment,), _account.c.gateway == _payment.c.gateway)
    kind = select(_transaction.c.kind).where(_transaction.c.key == "capture-" + _payment.c.code)
    late = exists().where(_refund.c.payment_id == _payment.c.id, _refund.c.cause == "late")
    query = select(
        _payment.c.code,
        _payment.c.state,
        _payment.c.amount,
        booked.label("booked"),
        func.coalesce(kind.correlate(_payment).scalar_subquery(), "").label("kind"),
        case((_payment.c.state != "paid", ""), (late, "late"), else_="capture").label("due_kind"),
    ).subquery()
    due = case((query.c.state == "paid", -query.c.amount), else_=0)
    wrong = or_(query.c.booked != due, query.c.kind != query.c.due_kind)
    for row in stream(connection, select(query).where(wrong)):
        words = f"it is {row.state} with {row.amount.yuan}; the ledger took {(-row.booked).yuan} from its gateway"
        yield Fault("ledger.payment", f"payment {row.code}", f"{words} as {row.kind or 'nothing'}")


def refunds_booked(connection: Connection) -> Iterator[Fault]:
    """A refund of a paid payment is owed from its decision on, and owed no more once it is done."""
    owing = _account.c.kind == "refunds"
    late = _moved("capture-", _payment.c.code, (_payment,), owing)
    owed = case((_refund.c.cause == "late", late), else_=_moved("refund-", _refund.c.code, (_refund,), owing))
    channel = case((_refund.c.channel != "", _refund.c.channel), else_=_payment.c.gateway)
    given = _moved("refunded-", _refund.c.code, (_refund, _payment), _account.c.gateway == channel)
    query = (
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
    taken = query.c.paid == "paid"
    wrong = or_(
        query.c.owed != case((taken, query.c.amount), else_=0),
        query.c.given != case((and_(taken, query.c.state.in_(("done", "waived"))), query.c.amount), else_=0),
    )
    for row in stream(connection, select(query).where(wrong)):
        words = f"it is {row.state} with {row.amount.yuan}; the ledger owes {row.owed.yuan} and gave {row.given.yuan}"
        yield Fault("ledger.refund", f"refund {row.code}", words)


def lines_booked(connection: Connection) -> Iterator[Fault]:
    """Everybody has of each line what its figures and its refunds leave, in the purse where it belongs."""
    # Both run through the lines in the order of their ids, side by side: no table of sums is ever held.
    sums = stream(connection, _SUMS)
    held = next(sums, None)
    for row in stream(connection, _FIGURES):
        while held is not None and held.line_id < row.id:
            yield _gone(held)
            held = next(sums, None)
        mine = held if held is not None and held.line_id == row.id else None
        if mine is not None:
            held = next(sums, None)
        wrong = [
            f"{kind} {has.yuan} for {due.yuan}"
            for kind, due in _due(row).items()
            if (has := getattr(mine, kind, Money(0))) != due
        ]
        if wrong:
            yield Fault("ledger.line", f"parcel {row.code}", f"“{row.title}” has {', '.join(wrong)}")
    while held is not None:
        yield _gone(held)
        held = next(sums, None)


_PURSES = ("shop_pending", "shop_available", "supplier_pending", "supplier_available", "fees", "bonuses", "refunds")
_FIGURES = (
    select(
        _line.c.id,
        _parcel.c.code,
        _line.c.title,
        *(_line.c[name] for name in ("price", "quantity", "discount", "discount_payer")),
        *(_line.c[name] for name in ("commission", "bonus", "fee", "refunded_amount", "released_at")),
        _captured.label("taken"),
    )
    .join_from(_line, _parcel, _line.c.parcel_id == _parcel.c.id)
    .join(_payment, _payment.c.order_id == _parcel.c.order_id)
    .order_by(_line.c.id)
)


def _held(kind: str) -> Any:
    return type_coerce(func.sum(case((_account.c.kind == kind, _entry.c.amount), else_=0)), MoneyColumn).label(kind)


_noted = type_coerce(func.sum(case((_entry.c.note == "coupon", _entry.c.amount), else_=0)), MoneyColumn).label("coupon")
_SUMS = (
    select(_entry.c.line_id, *(_held(kind) for kind in _PURSES), _noted)
    .join_from(_entry, _account, _entry.c.account_id == _account.c.id)
    .where(_entry.c.line_id.is_not(None))
    .group_by(_entry.c.line_id)
    .order_by(_entry.c.line_id)
)


def _due(row: Any) -> dict[str, Money]:
    due = dict.fromkeys((*_PURSES, "coupon"), Money(0))
    if row.taken:
        left = split(row, row.refunded_amount)
        purse = "pending" if row.released_at is None else "available"
        due[f"shop_{purse}"], due[f"supplier_{purse}"] = left.shop, left.supplier
        due["fees"], due["bonuses"], due["refunds"] = left.fee, -left.bonus, row.refunded_amount
        # What statements call the coupon's cost is what was noted as that, in its payer's purses.
        due["coupon"] = -left.coupon
    return due


def _gone(held: Row[Any]) -> Fault:
    return Fault("ledger.line", f"line row {held.line_id}", "the ledger has entries of it, but there is no such line")


def freights_booked(connection: Connection) -> Iterator[Fault]:
    """Suppliers have of the freight what their parcels were paid and did not give back, in the purse where it is."""
    # Written out, as in the index of such entries: with a parameter it could not be used.
    noted = _entry.c.note == literal_column("'freight'")
    freight = select(_amount).where(_entry.c.account_id == _account.c.id, noted)
    released = case((_parcel.c.freight_released_at.is_(None), "supplier_pending"), else_="supplier_available")
    paid = (
        select(func.coalesce(func.sum(_parcel.c.freight - _parcel.c.freight_refunded), 0))
        .join_from(_parcel, _payment, _payment.c.order_id == _parcel.c.order_id)
        .where(_parcel.c.supplier_id == _account.c.supplier_id, released == _account.c.kind, _captured)
    )
    sums = (
        select(
            _account.c.code,
            freight.correlate(_account).scalar_subquery().label("held"),
            type_coerce(paid.correlate(_account).scalar_subquery(), MoneyColumn).label("due"),
        )
        .where(_account.c.kind.in_(("supplier_pending", "supplier_available")))
        .subquery()
    )
    for row in stream(connection, select(sums).where(sums.c.held != sums.c.due)):
        words = f"it holds {row.held.yuan} of freight, its parcels make {row.due.yuan}"
        yield Fault("ledger.freight", f"account {row.code}", words)


def orphans(connection: Connection) -> Iterator[Fault]:
    """What names a payment, a refund, a line or a withdrawal as its reason has it, under the one key for it."""
    for kinds, known in _REASONS:
        query = select(_transaction.c.code, _transaction.c.key).where(_transaction.c.kind.in_(kinds), ~known)
        for row in stream(connection, query):
            yield Fault("ledger.orphan", f"transaction {row.code}", f"there is nothing that {row.key} could be about")


def _keyed(table: Any, key: Any, *more: Any) -> Any:
    """Found by its code, which is the transaction's reference."""
    return exists().where(table.c.code == _transaction.c.reference, _transaction.c.key == key, *more)


_OUT = literal("withdrawal-") + _withdrawal.c.code
_REASONS: tuple[tuple[tuple[str, ...], Any], ...] = (
    (("capture", "late"), _keyed(_payment, "capture-" + _payment.c.code)),
    (("refund",), _keyed(_refund, "refund-" + _refund.c.code)),
    (("remitted",), _keyed(_payment, "remitted-" + _payment.c.code, _payment.c.remitted_at.is_not(None))),
    (("refunded",), _keyed(_refund, "refunded-" + _refund.c.code)),
    (
        ("release",),
        or_(
            _keyed(_parcel, "release-freight-" + _parcel.c.code),
            _keyed(_parcel, "release-line-" + cast(_line.c.id, String), _line.c.parcel_id == _parcel.c.id),
        ),
    ),
    (("withdrawal_requested",), _keyed(_withdrawal, _OUT + "-requested")),
    (("withdrawal_paid", "withdrawal_failed"), _keyed(_withdrawal, _OUT + "-ended")),
    (("withdrawal_returned",), _keyed(_withdrawal, _OUT + "-returned", _withdrawal.c.state == "returned")),
)
