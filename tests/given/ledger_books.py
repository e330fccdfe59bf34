"""Ledgers for tests: a shop and a supplier with accounts, and what moves money between them."""

import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import text
from sqlmodel import Session, select

from models.catalogue.supplier.supplier import Supplier
from models.checks import ledger
from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.money import Money
from models.kernel.snapshot import snapshot
from models.ledger.account import Account
from models.ledger.balance import roll_snapshots
from models.ledger.posting import Draft, EntryDraft, post
from models.ledger.transaction import Transaction
from models.shop.shop import Shop
from models.trade.order.order import Line, Parcel
from tests.given.baskets import bought, carried

PROOFS = (ledger.transactions, ledger.entries_belong, ledger.entry_owners, ledger.snapshots, ledger.never_negative)
NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Sold:
    """The ids of an order line, and of whom it concerns."""

    line: int
    shop: int
    supplier: int


def sold(database: Database, visitor: str = "owner") -> Sold:
    """One line of ¥128, sold by a shop and supplier of its own."""
    at = carried(database)
    order = bought(database, at, visitor=visitor)
    with database.reading() as session:
        parcel = session.exec(select(Parcel).where(Parcel.order_id == order)).one()
        line = session.exec(select(Line).where(Line.parcel_id == parcel.id)).one()
        return Sold(line.id, at.shop, parcel.supplier_id)


def shop(session: Session, at: Sold) -> Shop:
    return session.get_one(Shop, at.shop)


def supplier(session: Session, at: Sold) -> Supplier:
    return session.get_one(Supplier, at.supplier)


def draft(key: str, taken: Account, given: Account, amount: int, *, kind: str = "correction") -> Draft:
    """`amount` fen from one account to another."""
    parts = [EntryDraft(taken, Money(-amount)), EntryDraft(given, Money(amount))]
    return Draft(kind, key, f"about {key}", parts, Act.program(NOON))


def move(
    session: Session,
    key: str,
    taken: Account,
    given: Account,
    amount: int,
    *,
    kind: str = "correction",
    at: datetime = NOON,
    line: int | None = None,
) -> Transaction:
    """The same, posted."""
    parts = [EntryDraft(taken, Money(-amount), line), EntryDraft(given, Money(amount), line)]
    return post(session, Draft(kind, key, f"about {key}", parts, Act.program(at)))


def roll(database: Database, chunk: int = 50_000) -> int:
    """Snapshots brought forward, however long other tests on the same server go on writing."""
    return roll_snapshots(database, chunk=chunk, patience=2_000)


def faults(database: Database) -> set[str]:
    """What the books' check finds wrong with the ledger by itself; what it says of orders is not asked here."""
    with snapshot(database) as connection:
        return {fault.kind for part in PROOFS for fault in part(connection)}


def spoil(database: Database, statement: str) -> None:
    """Changes the ledger behind everybody's back: no trigger and no foreign key is watching."""
    if not database.is_sqlite:
        with database.transaction() as session:
            session.execute(text("SET LOCAL session_replication_role = replica"))
            session.execute(text(statement))
        return
    with sqlite3.connect(database.engine.url.database or "") as raw:
        for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            raw.execute(f"DROP TRIGGER {name}")
        raw.execute(statement)
    raw.close()
