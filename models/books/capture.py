"""A payment in the ledger: whose its money is, from the moment it was taken.

What becomes of it is decided by plain figures (`capture_of`, `late_of`), before the lock where somebody waits behind
it; `book` writes that.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

from sqlmodel import Session

from models.books.figures import split
from models.books.refunds import book_refund, book_refunded, refunds_of_payment
from models.kernel.act import Act
from models.kernel.money import Money
from models.ledger.account import (
    AccountName,
    accounts_named,
    clearing_name,
    house_name,
    shop_name,
    supplier_name,
)
from models.ledger.posting import Draft, EntryDraft, post_all
from models.payment.payment import Payment
from models.trade.order.order import Line, Parcel

_NOTHING = Money(0)


class NamedEntry(NamedTuple):
    """An entry to be, whose account is only named."""

    account: AccountName
    amount: Money
    line_id: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Capture:
    """What a payment's money becomes: earned and sold by its lines, or (late) owed back."""

    kind: Literal["capture", "late"]
    code: str
    entries: Sequence[NamedEntry]


def capture_of(payment: Payment) -> Capture:
    """Shops and suppliers are promised their parts."""
    parcels = payment.order.parcels
    lines = [line for parcel in parcels for line in parcel.lines]
    return Capture("capture", payment.code, [_taken(payment), *_earned(lines), *_sold(parcels)])


def late_of(payment: Payment) -> Capture:
    """Money for an order that was cancelled: nobody earns on it, it is owed back."""
    return Capture("late", payment.code, [_taken(payment), NamedEntry(house_name("refunds"), payment.amount)])


def book_capture(session: Session, payment: Payment, *, at: datetime) -> None:
    """Decides and writes at once, for who holds the order anyway."""
    book(session, payment, capture_of(payment), at=at)


def book_late(session: Session, payment: Payment, *, at: datetime) -> None:
    """Decides and writes at once, for who holds the order anyway."""
    book(session, payment, late_of(payment), at=at)


def book(session: Session, payment: Payment, captured: Capture, *, at: datetime) -> None:
    """What was refunded before the money came (cash on delivery: pieces that never arrived) is booked with it, so that
    each figure has its reason; a later refund at its own moment."""
    accounts = accounts_named(session, [entry.account for entry in captured.entries])
    entries = [EntryDraft(accounts[one.account.code], one.amount, one.line_id, one.note) for one in captured.entries]
    key = f"capture-{captured.code}"
    post_all(session, [Draft(captured.kind, key, captured.code, entries, Act.program(at))])
    if payment.refunded:
        _given_back(session, payment, at)


def _given_back(session: Session, payment: Payment, at: datetime) -> None:
    """The money that was refunded before the payment was booked."""
    for refund in refunds_of_payment(session, payment):
        book_refund(session, refund, at=max(at, refund.asked_at))
        if refund.state in ("done", "waived"):
            book_refunded(session, refund, at=max(at, refund.asked_at, refund.done_at or at))


def _taken(payment: Payment) -> NamedEntry:
    return NamedEntry(clearing_name(payment.gateway), -payment.amount)


def _earned(lines: Sequence[Line]) -> Iterator[NamedEntry]:
    """What shops and the network have of the lines, less the shops' coupons."""
    fees, bonuses = house_name("fees"), house_name("bonuses")
    for line in lines:
        shop = shop_name(line.shop, "pending")
        yield NamedEntry(shop, line.commission, line.id, "commission")
        yield NamedEntry(shop, line.bonus, line.id, "bonus")
        yield NamedEntry(shop, -split(line, _NOTHING).by_shop, line.id, "coupon")
        yield NamedEntry(bonuses, -line.bonus, line.id, "bonus")
        yield NamedEntry(fees, line.fee, line.id, "fee")


def _sold(parcels: Sequence[Parcel]) -> Iterator[NamedEntry]:
    """What suppliers have of their parcels, less their coupons."""
    for parcel in parcels:
        pending = supplier_name(parcel.supplier, "pending")
        for line in parcel.lines:
            whole = split(line, _NOTHING)
            yield NamedEntry(pending, whole.share, line.id, "share")
            yield NamedEntry(pending, -whole.by_supplier, line.id, "coupon")
        yield NamedEntry(pending, parcel.freight, note="freight")
