"""A line or a parcel's freight in the ledger when it is released: from promised to theirs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlmodel import Session

from models.books.figures import Split, split
from models.kernel.act import Act
from models.kernel.money import Money
from models.ledger.account import Account, shop_accounts, supplier_accounts
from models.ledger.posting import Draft, EntryDraft, post_all
from models.trade.order.order import Line, Parcel


@dataclass(frozen=True, slots=True)
class Released:
    """How much a batch released: to shops, and to suppliers."""

    earned: Money
    due: Money


def book_lines(session: Session, lines: Sequence[Line], *, at: datetime) -> Released:
    """Releases what is left of each line after its refunds. A line of which nothing is left moves nothing."""
    shops = _both(lambda purse: shop_accounts(session, [line.shop for line in lines], purse))
    suppliers = _both(lambda purse: supplier_accounts(session, [line.parcel.supplier for line in lines], purse))
    left = {line.id: split(line, line.refunded_amount) for line in lines}
    drafts = [
        Draft(
            "release",
            f"release-line-{line.id}",
            line.parcel.code,
            [
                *_moved(shops, line.shop_id, left[line.id].commission, line.id, "commission"),
                *_moved(shops, line.shop_id, left[line.id].bonus, line.id, "bonus"),
                *_moved(shops, line.shop_id, -left[line.id].by_shop, line.id, "coupon"),
                *_moved(suppliers, line.parcel.supplier_id, left[line.id].share, line.id, "share"),
                *_moved(suppliers, line.parcel.supplier_id, -left[line.id].by_supplier, line.id, "coupon"),
            ],
            Act.program(at),
        )
        for line in lines
        if _any(left[line.id])
    ]
    post_all(session, drafts)
    splits = left.values()
    return Released(
        Money(sum(part.shop for part in splits)),
        Money(sum(part.supplier for part in splits)),
    )


def book_freights(session: Session, parcels: Sequence[Parcel], *, at: datetime) -> Released:
    """Releases what is left of each parcel's freight."""
    suppliers = _both(lambda purse: supplier_accounts(session, [parcel.supplier for parcel in parcels], purse))
    left = {parcel.id: parcel.freight - parcel.freight_refunded for parcel in parcels}
    drafts = [
        Draft(
            "release",
            f"release-freight-{parcel.code}",
            parcel.code,
            _moved(suppliers, parcel.supplier_id, left[parcel.id], None, "freight"),
            Act.program(at),
        )
        for parcel in parcels
        if left[parcel.id]
    ]
    post_all(session, drafts)
    return Released(Money(0), Money(sum(left.values())))


Purses = tuple[dict[int, Account], dict[int, Account]]


def _both(accounts: Callable[[Literal["pending", "available"]], dict[int, Account]]) -> Purses:
    return accounts("pending"), accounts("available")


def _moved(purses: Purses, owner: int, amount: Money, line_id: int | None, what: str) -> list[EntryDraft]:
    pending, available = purses
    return [EntryDraft(pending[owner], -amount, line_id, what), EntryDraft(available[owner], amount, line_id, what)]


def _any(left: Split) -> bool:
    return bool(left.commission or left.bonus or left.share)
