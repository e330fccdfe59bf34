"""Who has a purse and may withdraw from it: a shop or a supplier. What both have in common when money leaves."""

from typing import Any, Literal

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from models.account.member import Member
from models.catalogue.supplier.supplier import Supplier
from models.kernel.money import Money
from models.ledger.account import Account, shop_account, supplier_account
from models.ledger.balance import shop_balances, supplier_balances
from models.shop.shop import Shop

Owner = Shop | Supplier
# As a CHECK: whatever leaves belongs to exactly one of them.
ONE_OWNER = "(shop_id IS NULL) <> (supplier_id IS NULL)"


def purse(session: Session, owner: Owner, which: Literal["available", "reserved"]) -> Account:
    """The owner's account of that kind."""
    return shop_account(session, owner, which) if isinstance(owner, Shop) else supplier_account(session, owner, which)


def purses(session: Session, owner: Owner) -> dict[str, Money]:
    """All that an owner has, by purse, of one moment."""
    return shop_balances(session, owner) if isinstance(owner, Shop) else supplier_balances(session, owner)


def shop_id_of(owner: Owner) -> int | None:
    """What a record's `shop_id` is, where this is its owner."""
    return owner.id if isinstance(owner, Shop) else None


def supplier_id_of(owner: Owner) -> int | None:
    """What its `supplier_id` is."""
    return owner.id if isinstance(owner, Supplier) else None


def owned_by(record: Any, owner: Owner) -> ColumnElement[bool]:
    """The records of this owner and of nobody else."""
    return col(record.shop_id if isinstance(owner, Shop) else record.supplier_id) == owner.id


def owners_mark(owner: Owner, once: str) -> str:
    """A form's mark counts for its own owner only: whoever copies it reaches nobody else's records."""
    return f"{'shop' if isinstance(owner, Shop) else 'supplier'}-{owner.id}-{once}"[:64]


def is_stopped(session: Session, owner: Owner) -> bool:
    """Whether the supplier, or the shop's keeper, may not go on for now: what they have is kept for them."""
    if isinstance(owner, Supplier):
        return session.exec(select(Supplier.stopped).where(Supplier.id == owner.id)).one()
    return session.exec(select(Member.stopped).where(Member.id == owner.keeper_id)).one()
