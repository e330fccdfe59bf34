"""Sealing a night. What is hashed never changes, so all of that is done before the lock; behind it only the outcome is
written, by whoever comes first. A worker that is killed leaves nothing, and the next one begins again."""

import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, insert, select, text, update
from sqlmodel import Session

from models.account.audit import Change, note_audit
from models.account.audit.marks import written_moment
from models.kernel.act import Act
from models.kernel.clock import local
from models.kernel.database import Database, in_turn
from models.kernel.errors import N_
from models.kernel.money import Money
from models.kernel.record import table_of
from models.kernel.said import Said
from models.kernel.snapshot import snapshot
from models.ledger.account import Account
from models.ledger.balance import safe_point
from models.ledger.sealing.leaves import DEPOSIT, entry_said, entry_salt, log_code, log_said, log_salt, purse_kind
from models.ledger.sealing.merkle import grow, leaf_hash, root_of, tree_of
from models.ledger.sealing.night import BLOCK, EntryLog, LogNight, Night, hashes_in, newest_night

_account, _log, _log_night = table_of(Account), table_of(EntryLog), table_of(LogNight)
_PAGE = 2_000
# In pauses of safe_point: half a minute, for a job that has the whole night.
_PATIENCE = 600
# Plain text: what the driver gives is hashed as it is, and a million rows are not made into anything else first.
_ENTRIES = text(
    "SELECT e.account_id, e.line_id, e.at, t.kind, t.code, e.amount, t.reference, e.note FROM ledger_entry e "
    "JOIN ledger_transaction t ON t.id = e.transaction_id WHERE e.id > :after AND e.id <= :upto ORDER BY e.id"
)


@dataclass(slots=True)
class GrowingLog:
    """A log while it is gone through. `secret` is what its salts follow from."""

    code: str
    secret: bytes
    size: int = 0
    held: int = 0
    peaks: list[bytes] = field(default_factory=list)

    def add(self, line_id: int | None, purse: str, facts: tuple[object, ...]) -> None:
        """One more entry; `facts` are as `entry_said` takes them."""
        number = self.size + 1
        grow(self.peaks, self.size, leaf_hash(entry_said(entry_salt(self.secret, number, line_id), number, facts)))
        self.size = number
        if purse != DEPOSIT:
            self.held += int(str(facts[4]))

    @property
    def leaf(self) -> bytes:
        """What it has come to, as the night's tree has it."""
        said = log_said(log_salt(self.secret, self.size), self.code, self.size, self.held, root_of(self.peaks).hex())
        return leaf_hash(said)

    def facts(self) -> dict[str, object]:
        """As rows keep it."""
        peaks = b"".join(self.peaks).hex()
        return {"size": self.size, "held": Money(self.held), "peaks": peaks, "leaf": self.leaf.hex()}


@dataclass(frozen=True, slots=True)
class _Made:
    """A night that was reckoned on top of another one's day, "" for none."""

    after: str
    night: Night
    grown: list[GrowingLog]
    fresh: dict[str, int]


def seal_night(database: Database, *, at: datetime) -> Night | None:
    """Seals the day before this moment's, in Shanghai, where that was not done; all that was posted by now goes in.
    None where there is nothing to do, where somebody else was first, or while somebody writes for so long that no end
    of the ledger is certain."""
    day = f"{local(at) - timedelta(days=1):%Y-%m-%d}"
    with database.reading() as session:
        last = newest_night(session)
    if last is not None and last.day >= day:
        return None
    upto = safe_point(database, _PATIENCE)
    if upto == 0:
        return None
    with snapshot(database) as connection:
        made = _reckon(connection, last, day, upto, at)
    return _keep(database, made, at)


def log_names(connection: Connection) -> dict[int, tuple[str, str]]:
    """Whose log each account's entries go into, and which purse it is there, by the accounts' ids."""
    rows = connection.execute(select(_account.c.id, _account.c.code, _account.c.kind))
    return {row.id: (log_code(row.code, row.kind), purse_kind(row.kind)) for row in rows}


def entries_within(
    connection: Connection, names: Mapping[int, tuple[str, str]], after: int, upto: int
) -> Iterator[tuple[str, int | None, str, tuple[object, ...]]]:
    """The entries past one id and up to another, each with its log's code, order line, purse and facts."""
    rows = connection.execute(_ENTRIES, {"after": after, "upto": upto}, execution_options={"yield_per": _PAGE})
    for page in rows.partitions():
        for account_id, line_id, moment, kind, code, amount, reference, note in page:
            log, purse = names[account_id]
            yield log, line_id, purse, (purse, written_moment(moment), kind, code, amount, reference, note)


def _reckon(connection: Connection, last: Night | None, day: str, upto: int, at: datetime) -> _Made:
    leaves = _leaves(connection)
    places: dict[str, int] = {code: place for place, (code, _) in enumerate(leaves)}
    hashes, known = [leaf for _, leaf in leaves], len(leaves)
    logs: dict[str, GrowingLog] = {}
    total = last.entry_total if last else 0
    names = log_names(connection)
    for code, line_id, purse, facts in entries_within(connection, names, last.upto_id if last else 0, upto):
        log = logs.get(code)
        if log is None:
            log = logs[code] = _log_coded(connection, code) if code in places else _new_log(code)
        log.add(line_id, purse, facts)
        total += 1
    for code in logs:
        places.setdefault(code, len(places))
    hashes += [b""] * (len(places) - known)
    for code, log in logs.items():
        hashes[places[code]] = log.leaf
    blocks = blocks_over(hashes)
    night = Night(
        day=day,
        root=tree_of(blocks).hex(),
        upto_id=upto,
        entry_total=total,
        log_total=len(hashes),
        blocks=b"".join(blocks).hex(),
        sealed_at=at,
    )
    fresh = {code: place for code, place in places.items() if place >= known}
    return _Made(last.day if last else "", night, list(logs.values()), fresh)


def blocks_over(leaves: list[bytes]) -> list[bytes]:
    """The hash of each BLOCK leaves. A tree over them is the one over the leaves: it divides at powers of two."""
    return [tree_of(leaves[at : at + BLOCK]) for at in range(0, len(leaves), BLOCK)]


def _leaves(connection: Connection) -> list[tuple[str, bytes]]:
    rows = connection.execute(select(_log.c.code, _log.c.leaf).order_by(_log.c.place))
    return [(row.code, bytes.fromhex(row.leaf)) for row in rows]


def _log_coded(connection: Connection, code: str) -> GrowingLog:
    row = connection.execute(select(_log).where(_log.c.code == code)).one()
    return GrowingLog(code, bytes.fromhex(row.secret), row.size, int(row.held), hashes_in(row.peaks))


def _new_log(code: str) -> GrowingLog:
    return GrowingLog(code, secrets.token_bytes(32))


def _keep(database: Database, made: _Made, at: datetime) -> Night | None:
    with database.transaction() as session:
        in_turn(session, "ledger night")
        last = newest_night(session)
        if (last.day if last else "") != made.after:
            return None
        session.add(made.night)
        session.flush()
        _write_logs(session, made)
        changes = [
            Change(Said(N_("账本的根")), "", made.night.root),
            Change(Said(N_("分录数")), "", str(made.night.entry_total)),
        ]
        note_audit(session, "ledger.root", made.night.day, Act.clock(at), changes)
        session.flush()
        session.refresh(made.night)
        session.expunge(made.night)
    return made.night


def _write_logs(session: Session, made: _Made) -> None:
    connection = session.connection()
    fresh, known = _divided(made.grown, made.fresh)
    if fresh:
        rows = [
            {"code": log.code, "place": made.fresh[log.code], "secret": log.secret.hex(), **log.facts()}
            for log in fresh
        ]
        connection.execute(insert(_log), rows)
    if known:
        changing = update(_log).where(_log.c.code == bindparam("named"))
        connection.execute(changing, [{"named": log.code, **log.facts()} for log in known])
    ids = {row.code: row.id for row in connection.execute(select(_log.c.code, _log.c.id))}
    kept = [{"log_id": ids[log.code], "day": made.night.day, **log.facts()} for log in made.grown]
    if kept:
        connection.execute(insert(_log_night), kept)


def _divided(logs: Iterable[GrowingLog], fresh: dict[str, int]) -> tuple[list[GrowingLog], list[GrowingLog]]:
    made, known = list[GrowingLog](), list[GrowingLog]()
    for log in logs:
        (made if log.code in fresh else known).append(log)
    return made, known
