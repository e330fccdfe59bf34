"""Posting: the one way money moves. Once a key, whole or not at all, and never to be changed."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert
from sqlalchemy import select as columns
from sqlmodel import Session, select

from models.kernel.act import Act
from models.kernel.codes import new_code
from models.kernel.database import insert_ignoring
from models.kernel.money import Money
from models.kernel.record import table_of
from models.ledger.account import Account
from models.ledger.transaction import TRANSACTION_KINDS, Entry, Transaction

_CODE_LENGTH = 12
_transaction, _entry = table_of(Transaction), table_of(Entry)
_WRITTEN = columns(
    _transaction.c.key,
    _transaction.c.kind,
    _transaction.c.reference,
    _entry.c.account_id,
    _entry.c.amount,
    _entry.c.line_id,
).join_from(_transaction, _entry)


class Misposted(ValueError):
    """A story asked for what no ledger takes. That is a mistake in the program: nobody is told but the log."""


@dataclass(frozen=True, slots=True)
class EntryDraft:
    """One entry to be: an amount into an account (out of it where negative), about an order line if any."""

    account: Account
    amount: Money
    line_id: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A transaction to be. `key` names what happened, not the attempt ("release-line-4711", "refund-R8K2")."""

    kind: str
    key: str
    reference: str
    parts: Sequence[EntryDraft]
    act: Act

    @property
    def entries(self) -> list[EntryDraft]:
        """The parts that move anything."""
        return [part for part in self.parts if part.amount]

    def check(self) -> None:
        """Raises Misposted where this is no transaction."""
        entries = self.entries
        if self.kind not in TRANSACTION_KINDS or not 0 < len(self.key) <= 80:
            raise Misposted(f"no such kind or key: {self.kind!r}, {self.key!r}")
        if len(entries) < 2 or sum(part.amount for part in entries) != 0:
            amounts = ", ".join(f"{part.account.code} {part.amount.yuan}" for part in entries)
            raise Misposted(f"{self.key} does not sum to zero over two entries or more: {amounts}")


def from_to(taken: Account, given: Account, amount: Money) -> list[EntryDraft]:
    """The two entries of an amount that goes from one account to another."""
    return [EntryDraft(taken, -amount), EntryDraft(given, amount)]


def post(session: Session, draft: Draft) -> Transaction:
    """Writes one transaction, or finds the one its key stands for already, also with two at once. Parts of zero are
    left out. Raises Misposted where they do not sum to zero, where fewer than two are left, or where the key stands for
    something else."""
    post_all(session, [draft])
    return session.exec(select(Transaction).where(Transaction.key == draft.key)).one()


def post_all(session: Session, drafts: Sequence[Draft]) -> int:
    """Posts many transactions in a few statements; returns how many were new. A thousand at a time is plenty."""
    wanted = {draft.key: draft for draft in drafts}
    if len(wanted) != len(drafts):
        raise Misposted("one key stands for two transactions of the same batch")
    for draft in drafts:
        draft.check()
    # Core statements do not see what the session has not sent yet.
    session.flush()
    made = _insert(session, wanted)
    _require_same(session, [draft for key, draft in wanted.items() if key not in made])
    return len(made)


def _insert(session: Session, wanted: dict[str, Draft]) -> dict[str, int]:
    """The ids of those that are new, by key. In the order of keys: two batches at once never wait for each other."""
    if not wanted:
        return {}
    connection = session.connection()
    rows = [_row(wanted[key]) for key in sorted(wanted)]
    fresh = insert_ignoring(session, Transaction).returning(_transaction.c.key, _transaction.c.id)
    made: dict[str, int] = {row.key: row.id for row in connection.execute(fresh, rows)}
    entries = [row for key, id_ in made.items() for row in _entry_rows(wanted[key], id_)]
    if entries:
        # Asking for the ids makes it one statement instead of one a row; one statement is weighed once.
        connection.execute(insert(_entry).returning(_entry.c.id), entries).all()
    return made


def _row(draft: Draft) -> dict[str, Any]:
    return {
        "code": new_code(_CODE_LENGTH),
        "kind": draft.kind,
        "key": draft.key,
        "reference": draft.reference,
        "entry_count": len(draft.entries),
        "member_id": draft.act.by_id,
        "why": draft.act.why,
        "at": draft.act.at,
    }


def _entry_rows(draft: Draft, transaction_id: int) -> list[dict[str, Any]]:
    return [
        {
            "transaction_id": transaction_id,
            "account_id": part.account.id,
            "amount": part.amount,
            "line_id": part.line_id,
            "note": part.note,
            "at": draft.act.at,
        }
        for part in draft.entries
    ]


def _require_same(session: Session, drafts: list[Draft]) -> None:
    """A key that stands already stands for the very same: kind, reference, and every amount."""
    if not drafts:
        return
    written: dict[str, Counter[tuple[Any, ...]]] = defaultdict(Counter)
    query = _WRITTEN.where(_transaction.c.key.in_([draft.key for draft in drafts]))
    for key, *facts in session.connection().execute(query):
        written[key][tuple(facts)] += 1
    for draft in drafts:
        asked = Counter((draft.kind, draft.reference, p.account.id, p.amount, p.line_id) for p in draft.entries)
        if written[draft.key] != asked:
            raise Misposted(f"{draft.key} was posted before with other figures")
