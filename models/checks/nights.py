"""The ledger's roots, made anew from its first entry on: what was published is what entries make, night by night."""

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, select

from models.account.audit import Audit
from models.kernel.fault import Fault
from models.kernel.record import table_of
from models.ledger.sealing.merkle import tree_of
from models.ledger.sealing.night import BLOCK, EntryLog, LogNight, Night
from models.ledger.sealing.seal import GrowingLog, entries_within, log_names

_night, _log, _log_night, _audit = table_of(Night), table_of(EntryLog), table_of(LogNight), table_of(Audit)


def ledger_roots(connection: Connection) -> Iterator[Fault]:
    """The first night whose root is not what the entries make, and why."""
    walk = _Walk(connection)
    for night in connection.execute(select(_night).order_by(_night.c.day)).all():
        fault = walk.through(night)
        if fault:
            yield fault
            return


def roots_told(connection: Connection) -> Iterator[Fault]:
    """Each root is the one that stands in the trail of its night; where a backup was restored, the last one told."""
    rows = connection.execute(
        select(_audit.c.thing, _audit.c.altered).where(_audit.c.what == "ledger.root").order_by(_audit.c.id)
    )
    told = {row.thing: json.loads(row.altered)[0][2] for row in rows}
    for day, root in connection.execute(select(_night.c.day, _night.c.root)):
        if told.get(day) != root:
            yield Fault("ledger.root", f"night {day}", "its root is not the one that the trail tells of")


class _Walk:
    """All logs as they grew. Of the night's tree only the blocks in which something grew are hashed again."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._names = log_names(connection)
        rows = connection.execute(select(_log.c.id, _log.c.code, _log.c.place, _log.c.secret)).all()
        self._rows = {row.code: row for row in rows}
        self._logs: dict[str, GrowingLog] = {}
        self._leaves: list[bytes] = []
        self._blocks: list[bytes] = []
        # Before whatever id anybody may have put in.
        self._upto, self._entries = -(2**31), 0

    def through(self, night: Any) -> Fault | None:
        """Goes on to the end of a night."""
        grown = self._grown(night.upto_id)
        unknown = sorted(code for code in grown if code not in self._rows)
        if unknown:
            return Fault("ledger.root", f"night {night.day}", f"the entries of {unknown[0]} were not sealed")
        wrong = self._wrong(night.day, grown)
        if wrong:
            return Fault("ledger.root", f"night {night.day}", f"the entries of {wrong} are not those that were sealed")
        self._hash(grown)
        if tree_of(self._blocks).hex() != night.root or b"".join(self._blocks).hex() != night.blocks:
            return Fault("ledger.root", f"night {night.day}", "its root is not the one that its logs make")
        if (self._entries, len(self._leaves)) != (night.entry_total, night.log_total):
            return Fault("ledger.root", f"night {night.day}", "it tells of another number of entries or logs")
        return None

    def _grown(self, upto: int) -> set[str]:
        grown = set()
        for code, line_id, purse, facts in entries_within(self._connection, self._names, self._upto, upto):
            log = self._logs.get(code)
            if log is None:
                secret = bytes.fromhex(self._rows[code].secret) if code in self._rows else b""
                log = self._logs[code] = GrowingLog(code, secret)
            log.add(line_id, purse, facts)
            self._entries += 1
            grown.add(code)
        self._upto = upto
        return grown

    def _wrong(self, day: str, grown: set[str]) -> str:
        """The first log that came to something else in that night than what was kept of it; "" where none did."""
        query = select(_log.c.code, _log_night).join_from(_log_night, _log, _log.c.id == _log_night.c.log_id)
        kept = {row.code: row for row in self._connection.execute(query.where(_log_night.c.day == day))}
        for code in sorted(grown | kept.keys()):
            facts = self._logs[code].facts() if code in grown else {}
            if code not in kept or facts != {name: getattr(kept[code], name) for name in facts} or not facts:
                return code
        return ""

    def _hash(self, grown: set[str]) -> None:
        for code in sorted(grown, key=lambda code: self._rows[code].place):
            place = self._rows[code].place
            self._leaves += [b""] * (place + 1 - len(self._leaves))
            self._leaves[place] = self._logs[code].leaf
        for block in sorted({self._rows[code].place // BLOCK for code in grown}):
            self._blocks += [b""] * (block + 1 - len(self._blocks))
            self._blocks[block] = tree_of(self._leaves[block * BLOCK : (block + 1) * BLOCK])
