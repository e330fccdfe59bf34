"""A payment in the ledger: whose its money is, from the moment it was taken."""

from datetime import datetime

from sqlmodel import Session

from models.books.figures import split
from models.books.refunds import book_refund, book_refunded, refunds_of_payment
from models.kernel.act import Act
from models.kernel.money import Money
from models.ledger.account import clearing_account, house_account, shop_accounts, supplier_accounts
from models.ledger.posting import Draft, EntryDraft, post
from models.ledger.transaction import Transaction
from models.payment.payment import Payment
from models.trade.order.order import Line, Parcel

_NOTHING = Money(0)


def book_capture(session: Session, payment: Payment, *, at: datetime) -> Transaction:
    """Shops and suppliers are promised their parts. What was refunded before the money came (cash on delivery: pieces
    that never arrived) is booked with it, so that each figure has its reason; a later refund at its own moment."""
    parcels = payment.order.parcels
    lines = [line for parcel in parcels for line in parcel.lines]
    made = post(
        session,
        Draft(
            "capture",
            f"capture-{payment.code}",
            payment.code,
            [_taken(session, payment), *_earned(session, lines), *_sold(session, parcels)],
            Act.program(at),
        ),
    )
    _given_back(session, payment, at)
    return made


def book_late(session: Session, payment: Payment, *, at: datetime) -> Transaction:
    """Money for an order that was cancelled: nobody earns on it, it is owed back."""
    owed = EntryDraft(house_account(session, "refunds"), payment.amount)
    key = f"capture-{payment.code}"
    made = post(session, Draft("late", key, payment.code, [_taken(session, payment), owed], Act.program(at)))
    _given_back(session, payment, at)
    return made


def _given_back(session: Session, payment: Payment, at: datetime) -> None:
    """The money that was refunded before the payment was booked."""
    for refund in refunds_of_payment(session, payment):
        book_refund(session, refund, at=max(at, refund.asked_at))
        if refund.state in ("done", "waived"):
            book_refunded(session, refund, at=max(at, refund.asked_at, refund.done_at or at))


def _taken(session: Session, payment: Payment) -> EntryDraft:
    return EntryDraft(clearing_account(session, payment.gateway), -payment.amount)


def _earned(session: Session, lines: list[Line]) -> list[EntryDraft]:
    """What shops and the network have of the lines, less the shops' coupons."""
    shops = shop_accounts(session, [line.shop for line in lines], "pending")
    fees, bonuses = house_account(session, "fees"), house_account(session, "bonuses")
    parts = []
    for line in lines:
        shop = shops[line.shop_id]
        parts += [
            EntryDraft(shop, line.commission, line.id, "commission"),
            EntryDraft(shop, line.bonus, line.id, "bonus"),
            EntryDraft(shop, -split(line, _NOTHING).by_shop, line.id, "coupon"),
            EntryDraft(bonuses, -line.bonus, line.id, "bonus"),
            EntryDraft(fees, line.fee, line.id, "fee"),
        ]
    return parts


def _sold(session: Session, parcels: list[Parcel]) -> list[EntryDraft]:
    """What suppliers have of their parcels, less their coupons."""
    suppliers = supplier_accounts(session, [parcel.supplier for parcel in parcels], "pending")
    parts = []
    for parcel in parcels:
        pending = suppliers[parcel.supplier_id]
        for line in parcel.lines:
            whole = split(line, _NOTHING)
            parts.append(EntryDraft(pending, whole.share, line.id, "share"))
            parts.append(EntryDraft(pending, -whole.by_supplier, line.id, "coupon"))
        parts.append(EntryDraft(pending, parcel.freight, note="freight"))
    return parts
