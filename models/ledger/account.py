"""Accounts: whose money it is, and how far it is theirs. An account has one owner, for ever.

A positive balance is money that its owner has or will have. What came in from outside was taken from the clearing
account of the gateway it came through, which stands below zero by what that gateway still holds for the network; what
is paid out is given to the clearing account of the channel it leaves by ("bank"). Together all accounts make zero.

A shop's accounts are its own: nothing here, nor any column, could pay one member for another's shop.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Literal

from sqlalchemy import CheckConstraint
from sqlmodel import Field, Session, col, select

from models.catalogue.supplier.supplier import Supplier
from models.kernel.database import insert_ignoring
from models.kernel.record import Record, belongs_to, row_id
from models.shop.shop import Shop

# platform: what the network keeps or owes itself; fees: what it takes; bonuses and coupons: what it pays; refunds: what
# it owes back to buyers.
HOUSE = ("platform", "fees", "bonuses", "coupons", "refunds")
OF_SHOP = ("shop_pending", "shop_available", "shop_reserved")
OF_SUPPLIER = ("supplier_pending", "supplier_available", "supplier_reserved", "supplier_deposit")
ACCOUNT_KINDS = ("clearing", *HOUSE, *OF_SHOP, *OF_SUPPLIER)
# What is promised to somebody, set aside or held as security is never less than nothing. What is available may be:
# a refund after the money was paid out is earned back (docs/product.md, Money).
NEVER_NEGATIVE = ("shop_pending", "shop_reserved", "supplier_reserved", "supplier_deposit")

House = Literal["platform", "fees", "bonuses", "coupons", "refunds"]
ShopPurse = Literal["pending", "available", "reserved"]
SupplierPurse = Literal["pending", "available", "reserved", "deposit"]


class Account(Record, table=True):
    """`code` names it to people and is made of kind and owner, so there is one of each ("shop-258147-available")."""

    __tablename__ = "ledger_account"
    __table_args__ = (
        CheckConstraint(f"kind IN {ACCOUNT_KINDS}", name="kind_known"),
        CheckConstraint(f"(shop_id IS NOT NULL) = (kind IN {OF_SHOP})", name="shop_where_due"),
        CheckConstraint(f"(supplier_id IS NOT NULL) = (kind IN {OF_SUPPLIER})", name="supplier_where_due"),
        CheckConstraint("(gateway <> '') = (kind = 'clearing')", name="gateway_where_due"),
    )

    id: int = row_id()
    code: str = Field(unique=True, max_length=40)
    kind: str = Field(max_length=20)
    shop_id: int | None = belongs_to("shop.id", default=None, nullable=True)
    supplier_id: int | None = belongs_to("supplier.id", default=None, nullable=True)
    gateway: str = Field(default="", max_length=12)


@dataclass(frozen=True, slots=True)
class AccountName:
    """An account as it is named before anybody looked whether it was made yet: its code, and the facts of its row."""

    code: str
    kind: str
    shop_id: int | None = None
    supplier_id: int | None = None
    gateway: str = ""


def house_name(what: House) -> AccountName:
    """One of the network's own accounts."""
    return AccountName(what, what)


def clearing_name(gateway: str) -> AccountName:
    """What stands for a gateway, or for the channel that payouts leave by."""
    return AccountName(clearing_code(gateway), "clearing", gateway=gateway)


def shop_name(shop: Shop, purse: ShopPurse) -> AccountName:
    """What a shop earned: promised, to have, or on its way out."""
    return AccountName(shop_code(shop, purse), f"shop_{purse}", shop_id=shop.id)


def supplier_name(supplier: Supplier, purse: SupplierPurse) -> AccountName:
    """An account of a supplier: what it sold for (pending, available, reserved), or its deposit."""
    return AccountName(supplier_code(supplier, purse), f"supplier_{purse}", supplier_id=supplier.id)


def house_account(session: Session, what: House) -> Account:
    """The account of `house_name`. It is made the first time somebody asks; two who ask at once get one account."""
    return accounts_named(session, [house_name(what)])[what]


def clearing_account(session: Session, gateway: str) -> Account:
    """The account of `clearing_name`."""
    return accounts_named(session, [clearing_name(gateway)])[clearing_code(gateway)]


def shop_account(session: Session, shop: Shop, purse: ShopPurse) -> Account:
    """The account of `shop_name`."""
    return shop_accounts(session, [shop], purse)[shop.id]


def shop_accounts(session: Session, shops: Iterable[Shop], purse: ShopPurse) -> dict[int, Account]:
    """This account of many shops, by their ids, for those who post in batches."""
    made = accounts_named(session, [shop_name(shop, purse) for shop in shops])
    return {account.shop_id: account for account in made.values() if account.shop_id}


def supplier_account(session: Session, supplier: Supplier, purse: SupplierPurse) -> Account:
    """The account of `supplier_name`."""
    return supplier_accounts(session, [supplier], purse)[supplier.id]


def supplier_accounts(session: Session, suppliers: Iterable[Supplier], purse: SupplierPurse) -> dict[int, Account]:
    """This account of many suppliers, by their ids."""
    made = accounts_named(session, [supplier_name(supplier, purse) for supplier in suppliers])
    return {account.supplier_id: account for account in made.values() if account.supplier_id}


def clearing_code(gateway: str) -> str:
    """Balances and history are asked by code: a page that only reads makes no account."""
    return f"clearing-{gateway}"


def shop_code(shop: Shop, purse: ShopPurse) -> str:
    """The code of a shop's account, made without making the account."""
    return f"shop-{shop.number}-{purse}"


def supplier_code(supplier: Supplier, purse: SupplierPurse) -> str:
    """The code of a supplier's account, made without making the account."""
    return f"supplier-{supplier.code}-{purse}"


def accounts_named(session: Session, names: Iterable[AccountName]) -> dict[str, Account]:
    """Accounts by their codes, made where they are missing. The unique code decides between two who make one at once;
    both get the same account. They are made in the order of codes, so that two batches never wait for each other."""
    wanted = {name.code: name for name in names}
    query = select(Account).where(col(Account.code).in_(wanted))
    existing = {account.code: account for account in session.exec(query)}
    missing = sorted(wanted.keys() - existing.keys())
    if not missing:
        return existing
    session.connection().execute(insert_ignoring(session, Account), [asdict(wanted[code]) for code in missing])
    return {account.code: account for account in session.exec(query)}
