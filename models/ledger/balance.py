"""Balances: a snapshot and the entries since, so that a long history costs no more than a short one.

Nobody waits for anybody to post: accounts hold no running total that all would have to change. Snapshots are rolled
forward by a job; a balance is right at any moment, whether the last roll was a minute ago or never.
"""

from time import sleep
from typing import Any

from sqlalchemy import BigInteger, Select, Text, bindparam, cast, func, select, text, type_coerce
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, Session
from sqlmodel import select as records

from models.catalogue.supplier.supplier import Supplier
from models.kernel.database import Database
from models.kernel.money import Money, MoneyColumn
from models.kernel.record import Record, fen, table_of
from models.ledger.account import Account
from models.ledger.transaction import Entry
from models.shop.shop import Shop

_CHUNK = 50_000
# How often, and how many seconds apart, a roll asks whether those who were writing have finished.
_PATIENCE, PAUSE = 40, 0.05


class Balance(Record, table=True):
    """What an account's entries up to and including `upto_id` sum to. An account without one is summed up whole."""

    __tablename__ = "ledger_balance"

    account_id: int = Field(foreign_key="ledger_account.id", primary_key=True)
    amount: Money = fen()
    upto_id: int


_account, _entry, _balance = table_of(Account), table_of(Entry), table_of(Balance)
_since = (
    select(func.coalesce(func.sum(_entry.c.amount), 0))
    .where(_entry.c.account_id == _account.c.id, _entry.c.id > func.coalesce(_balance.c.upto_id, 0))
    .correlate(_account, _balance)
    .scalar_subquery()
)
# Snapshot and entries in one statement: they are of the same moment.
AMOUNT = type_coerce(func.coalesce(_balance.c.amount, 0) + _since, MoneyColumn)
BALANCES: Select[Any] = select(_account.c.kind, AMOUNT.label("amount")).outerjoin_from(_account, _balance)
_BY_CODE = BALANCES.where(_account.c.code == bindparam("code"))
_OF_SHOP = BALANCES.where(_account.c.shop_id == bindparam("owner"))
_OF_SUPPLIER = BALANCES.where(_account.c.supplier_id == bindparam("owner"))


def balance(session: Session, code: str) -> Money:
    """What an account holds; zero where nobody has used it yet."""
    row = session.connection().execute(_BY_CODE, {"code": code}).first()
    return row.amount if row else Money(0)


def shop_balances(session: Session, shop: Shop) -> dict[str, Money]:
    """All of a shop's: "pending", "available", "reserved"; of one moment."""
    return _purses(session, _OF_SHOP, shop.id, "shop", ("pending", "available", "reserved"))


def supplier_balances(session: Session, supplier: Supplier) -> dict[str, Money]:
    """All of a supplier's: the same and "deposit"."""
    purses = ("pending", "available", "reserved", "deposit")
    return _purses(session, _OF_SUPPLIER, supplier.id, "supplier", purses)


def _purses(session: Session, query: Select[Any], owner: int, prefix: str, names: tuple[str, ...]) -> dict[str, Money]:
    rows = session.connection().execute(query, {"owner": owner})
    held = {row.kind.removeprefix(f"{prefix}_"): row.amount for row in rows}
    return {name: held.get(name, Money(0)) for name in names}


def hold_account(session: Session, account: Account) -> Money:
    """The account's balance, for whoever is about to spend from it: the next to hold it waits until this transaction
    ends, and then sees what was spent. Posting does not wait; only those who must not go below zero hold.

    Hold before posting, and several in the order of their ids. On SQLite writers queue anyhow."""
    session.exec(records(Account.id).where(Account.id == account.id).with_for_update(key_share=True)).one()
    return balance(session, account.code)


def roll_snapshots(database: Database, *, chunk: int = _CHUNK, patience: int = _PATIENCE) -> int:
    """Brings snapshots forward, `chunk` entries a transaction; returns how many entries were taken up. It may die at
    any moment, and several may run at once. Where somebody on the same PostgreSQL server goes on writing in one
    transaction for longer than `patience` pauses it does nothing: the next run will."""
    safe, taken = safe_point(database, patience), 0
    while (rolled := _roll(database, safe, chunk)) > 0:
        taken += rolled
    return taken


def safe_point(database: Database, patience: int = _PATIENCE) -> int:
    """The highest entry below which none can appear any more. Ids are given before the commit, so on PostgreSQL an
    entry may become visible after a higher one. But whoever was given an id had written the transaction's row before,
    so has a transaction id; once all who had one at a moment are through, the entries of before that moment are final.
    """
    with database.reading() as session:
        connection = session.connection()
        highest = int(connection.execute(select(func.coalesce(func.max(_entry.c.id), 0))).scalar_one())
        if database.is_sqlite:
            return highest
        # Asked after the highest id, never in one statement with it.
        begun = connection.execute(_snapshot_bound(func.pg_snapshot_xmax)).scalar_one()
        for _ in range(patience):
            if connection.execute(_snapshot_bound(func.pg_snapshot_xmin)).scalar_one() >= begun:
                return highest
            sleep(PAUSE)
    return 0


def _snapshot_bound(which: Any) -> Select[Any]:
    return select(cast(cast(which(func.pg_current_snapshot()), Text), BigInteger))


def _roll(database: Database, safe: int, chunk: int) -> int:
    """One chunk: a statement adds each account's entries to its snapshot. Every snapshot stands at the end of some
    chunk, and an account that had no entries in the later ones lacks nothing, so the highest says where to go on."""
    with database.transaction() as session:
        if not database.is_sqlite:
            session.connection().execute(text("LOCK TABLE ledger_balance IN SHARE ROW EXCLUSIVE MODE"))
        start = session.connection().execute(select(func.coalesce(func.max(_balance.c.upto_id), 0))).scalar_one()
        within = (_entry.c.id > start, _entry.c.id <= safe)
        part = select(_entry.c.id).where(*within).order_by(_entry.c.id).limit(chunk).subquery()
        entries, end = session.connection().execute(select(func.count(), func.max(part.c.id)).select_from(part)).one()
        if entries:
            session.connection().execute(_adding(session, start, end))
    return int(entries)


def _adding(session: Session, start: int, end: int) -> Any:
    sums = select(_entry.c.account_id, func.sum(_entry.c.amount), type_coerce(end, BigInteger))
    sums = sums.where(_entry.c.id > start, _entry.c.id <= end).group_by(_entry.c.account_id)
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    adding = dialect.insert(_balance).from_select(["account_id", "amount", "upto_id"], sums)
    return adding.on_conflict_do_update(
        index_elements=[_balance.c.account_id],
        set_={"amount": _balance.c.amount + adding.excluded.amount, "upto_id": adding.excluded.upto_id},
    )
