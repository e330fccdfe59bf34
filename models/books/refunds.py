"""A refund in the ledger: decided, it takes back from everybody what they had of the money; done, it has left."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from models.books.figures import split
from models.kernel.act import Act
from models.kernel.money import Money
from models.ledger.account import (
    Account,
    ShopPurse,
    SupplierPurse,
    clearing_account,
    house_account,
    shop_account,
    supplier_account,
)
from models.ledger.posting import Draft, EntryDraft, post
from models.ledger.transaction import Transaction
from models.payment.payment import Payment
from models.payment.refund import Refund, RefundLine
from models.trade.order.order import Line


def book_refund(session: Session, refund: Refund, *, at: datetime) -> None:
    """Books that the money is owed to the buyer from now on. Books nothing before the payment is booked, nor for a late
    payment, which is owed from the start."""
    if refund.cause == "late" or not is_booked(session, refund.payment):
        return
    lines = [part for line in refund.lines for part in _line_parts(session, refund, line)]
    parts = [
        *lines,
        EntryDraft(house_account(session, "refunds"), refund.freight, note="freight"),
        *_freight_parts(session, refund),
    ]
    post(session, Draft("refund", f"refund-{refund.code}", refund.code, parts, Act.program(at)))


def book_refunded(session: Session, refund: Refund, *, at: datetime) -> None:
    """The buyer has it. What people paid back by hand left by the bank, whatever it came in by."""
    if not is_booked(session, refund.payment):
        return
    channel = refund.channel or refund.payment.gateway
    parts = [
        EntryDraft(house_account(session, "refunds"), -refund.amount),
        EntryDraft(clearing_account(session, channel), refund.amount),
    ]
    post(session, Draft("refunded", f"refunded-{refund.code}", refund.code, parts, Act.program(at)))


def refunds_of_payment(session: Session, payment: Payment) -> Sequence[Refund]:
    """A payment's refunds in the order they were decided."""
    return session.exec(select(Refund).where(Refund.payment_id == payment.id).order_by(col(Refund.id))).all()


def is_booked(session: Session, payment: Payment) -> bool:
    """Whether the ledger knows that the money was taken."""
    query = select(Transaction.id).where(Transaction.key == f"capture-{payment.code}")
    return session.exec(query).first() is not None


def _line_parts(session: Session, refund: Refund, part: RefundLine) -> list[EntryDraft]:
    line = part.line
    before = _refunded_before(session, refund, line)
    back = split(line, before) - split(line, before + part.amount)
    shop, supplier = _purses(session, line)
    return [
        EntryDraft(house_account(session, "refunds"), part.amount, line.id, "goods"),
        EntryDraft(shop, -back.commission, line.id, "commission"),
        EntryDraft(shop, -back.bonus, line.id, "bonus"),
        EntryDraft(shop, back.by_shop, line.id, "coupon"),
        EntryDraft(house_account(session, "bonuses"), back.bonus, line.id, "bonus"),
        EntryDraft(house_account(session, "fees"), -back.fee, line.id, "fee"),
        EntryDraft(supplier, -back.share, line.id, "share"),
        EntryDraft(supplier, back.by_supplier, line.id, "coupon"),
    ]


def _refunded_before(session: Session, refund: Refund, line: Line) -> Money:
    query = select(func.coalesce(func.sum(RefundLine.amount), 0))
    return Money(session.exec(query.where(RefundLine.line_id == line.id, RefundLine.refund_id < refund.id)).one())


def _purses(session: Session, line: Line) -> tuple[Account, Account]:
    """The purses that hold the line's money now: pending ones, or available ones after its release."""
    purse: ShopPurse = "pending" if line.released_at is None else "available"
    return shop_account(session, line.shop, purse), supplier_account(session, line.parcel.supplier, purse)


def _freight_parts(session: Session, refund: Refund) -> list[EntryDraft]:
    parts = []
    for given in refund.freights:
        parcel = given.parcel
        purse: SupplierPurse = "pending" if parcel.freight_released_at is None else "available"
        parts.append(EntryDraft(supplier_account(session, parcel.supplier, purse), -given.amount, note="freight"))
    return parts
