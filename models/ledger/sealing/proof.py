"""What proves an owner's entries of a stretch of days: where their log stood before and after by two nights' roots, and
every entry between. Whoever has it and the two roots can tell that nothing was altered, left out, added or moved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlmodel import Session, col
from sqlmodel import select as records

from models.account.audit.marks import written_moment
from models.kernel.clock import local
from models.kernel.record import table_of
from models.ledger.account import Account
from models.ledger.sealing.leaves import PURSES, entry_salt, log_salt, purse_kind
from models.ledger.sealing.merkle import path_to
from models.ledger.sealing.night import BLOCK, EntryLog, LogNight, Night, hashes_in, night_before, night_from
from models.ledger.sealing.night import newest_night as newest
from models.ledger.transaction import Entry, Transaction

_account, _entry, _transaction = table_of(Account), table_of(Entry), table_of(Transaction)
_log, _log_night = table_of(EntryLog), table_of(LogNight)
_ENTRIES = (
    select(
        _entry.c.transaction_id,
        _entry.c.line_id,
        _account.c.kind.label("purse"),
        _entry.c.at,
        _transaction.c.kind,
        _transaction.c.code,
        _entry.c.amount,
        _transaction.c.reference,
        _entry.c.note,
    )
    .join_from(_entry, _transaction, _entry.c.transaction_id == _transaction.c.id)
    .join(_account, _entry.c.account_id == _account.c.id)
    .where(_entry.c.account_id.in_(bindparam("accounts", expanding=True)), _entry.c.id > bindparam("after"))
    .order_by(_entry.c.id)
)


@dataclass(frozen=True, slots=True)
class Standing:
    """What a log had come to by a night, and the way from there to the night's root."""

    day: str
    root: str
    salt: str
    size: int
    held: int
    place: int
    log_total: int
    path: Sequence[str]
    peaks: Sequence[str]


@dataclass(frozen=True, slots=True)
class ProvenEntry:
    """An entry, with its number in the log, 0 where no night has sealed it yet, and the salt of its leaf. `facts` are
    as leaves.py says them."""

    transaction_id: int
    line_id: int | None
    number: int
    salt: str
    facts: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class LogProof:
    """`begins` is empty where the log had no entry before; `ends` where none was sealed yet. `entries` are in their
    order."""

    code: str
    begins: Standing | None
    ends: Standing | None
    entries: Sequence[ProvenEntry]


def proof_between(session: Session, code: str, first_day: str, last_day: str) -> LogProof:
    """The proof of an owner's log ("shop-258147") for days of Shanghai, both inclusive: from a night that
    was sealed before the first of them began to the first that was after the last, or the newest there is; then what
    is of these days and came since."""
    # The night of a day takes in what is posted while the next one is young.
    before = night_before(session, str(date.fromisoformat(first_day) - timedelta(days=1)))
    after = night_from(session, last_day) or newest(session)
    log = session.exec(records(EntryLog).where(EntryLog.code == code)).first()
    begins = _standing(session, log, before) if log and before else None
    ends = _standing(session, log, after) if log and after else None
    start = begins.size if begins else 0
    sealed = ends.size - start if ends else 0
    secret = bytes.fromhex(log.secret) if log else b""
    after_id = before.upto_id if begins and before else 0
    asked = {"accounts": _accounts(session, code), "after": after_id}
    rows = session.connection().execute(_ENTRIES, asked).all()
    entries = [
        _proven(row, secret, start + n if n <= sealed else 0)
        for n, row in enumerate(rows, 1)
        if n <= sealed or f"{local(row.at):%Y-%m-%d}" <= last_day
    ]
    return LogProof(code, begins, ends, entries)


def _accounts(session: Session, code: str) -> list[int]:
    """The accounts whose entries go into an owner's log."""
    codes = [f"{code}-{purse}" for purse in PURSES]
    return list(session.exec(records(Account.id).where(col(Account.code).in_(codes))).all())


def _proven(row: Any, secret: bytes, number: int) -> ProvenEntry:
    facts = (
        purse_kind(row.purse),
        written_moment(row.at),
        row.kind,
        row.code,
        int(row.amount),
        row.reference,
        row.note,
    )
    salt = entry_salt(secret, number, row.line_id) if number else ""
    return ProvenEntry(row.transaction_id, row.line_id, number, salt, facts)


def _standing(session: Session, log: EntryLog, night: Night) -> Standing | None:
    """None where the log had no entry by then."""
    there = _of_block(session, log.place // BLOCK, night)
    mine = next((one for one in there if one.log_id == log.id), None)
    if mine is None:
        return None
    leaves, blocks = [bytes.fromhex(one.leaf) for one in there], hashes_in(night.blocks)
    path = path_to(leaves, log.place % BLOCK) + path_to(blocks, log.place // BLOCK)
    return Standing(
        day=night.day,
        root=night.root,
        salt=log_salt(bytes.fromhex(log.secret), mine.size),
        size=mine.size,
        held=int(mine.held),
        place=log.place,
        log_total=night.log_total,
        path=[one.hex() for one in path],
        peaks=[one.hex() for one in hashes_in(mine.peaks)],
    )


def _of_block(session: Session, block: int, night: Night) -> Sequence[LogNight]:
    """What the logs of one block had come to by a night, by their places."""
    within = (
        select(_log_night.c.log_id, func.max(_log_night.c.day).label("day"))
        .join(_log, _log.c.id == _log_night.c.log_id)
        .where(_log.c.place >= block * BLOCK, _log.c.place < (block + 1) * BLOCK, _log_night.c.day <= night.day)
        .group_by(_log_night.c.log_id)
        .subquery()
    )
    query = (
        records(LogNight)
        .join(within, (col(LogNight.log_id) == within.c.log_id) & (col(LogNight.day) == within.c.day))
        .join(EntryLog, col(EntryLog.id) == col(LogNight.log_id))
        .order_by(col(EntryLog.place))
    )
    return session.exec(query).all()
