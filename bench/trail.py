"""What the trail costs: rows written and chained a second, the chain walked, a page of the search, as the trail grows.

    python bench/trail.py [--json] [--quick] [--rows N] [--database URL]

Without a URL it runs on an SQLite file of its own; a URL names an empty database, whose schema it makes. `walked`
is rows a second by the clock, `walked_cpu` by the processor that this process and its server's took: where others
share the machine, that one is to be compared. `behind` is how long a row waits that is written while a
goods file's transaction is open."""

import argparse
import json
import os
import resource
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sqlalchemy import Connection

from models.account.audit import Audit, Change, note_audit
from models.account.audit.audit import kept_changes
from models.account.audit.chain_mark import ChainMark
from models.account.audit.chaining import chain, places_after
from models.account.audit.finding import After, TrailFilter, trail_page
from models.account.audit.marks import BEGINNING, MARKED_COLUMNS
from models.account.member import Member
from models.checks.trail import chain_faults
from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.record import table_of
from models.kernel.snapshot import snapshot
from models.records import metadata

START = datetime(2020, 1, 1, tzinfo=UTC)
BATCH, PEOPLE, THINGS = 10_000, 20, 50_000
KINDS = ("goods.edit", "goods.approve", "shop.edit", "payee.look", "withdrawal.pay", "session.begin")
WHY = "图片和资质都看过了，和上次一样"
Figures = dict[str, Any]


def filled(database: Database, rows: int) -> list[int]:
    """A trail of so many rows with their places, made in bulk; returns the people who act."""
    metadata.create_all(database.engine)
    with database.transaction() as session:
        same: dict[str, Any] = {"password_hash": "!", "joined_at": START}
        people = [Member(phone=f"139{n:08}", name=f"员工{n}", **same) for n in range(PEOPLE)]
        session.add_all(people)
        session.flush()
        ids = [one.id for one in people]
    head = (0, BEGINNING)
    changes = kept_changes([Change("标题", "明前龙井", "明前龙井 250g 礼盒装")])
    for first in range(1, rows + 1, BATCH):
        made = [_row(number, ids, changes) for number in range(first, min(first + BATCH, rows + 1))]
        facts = [tuple(one[name] for name in MARKED_COLUMNS) for one in made]
        facts = [(*values[:-1], values[-1].replace(tzinfo=None)) for values in facts]
        places = places_after(facts, head, START)
        head = (places[-1]["position"], places[-1]["mark"])
        with database.transaction() as session:
            _insert(session.connection(), made, places)
    return ids


def _row(number: int, people: list[int], changes: str) -> dict[str, Any]:
    thing = f"G{number % THINGS:06}"
    return {
        "id": number,
        "who": people[number % PEOPLE],
        "about": None,
        "acting": "operator",
        "what": KINDS[number % len(KINDS)],
        "subject": f"{thing} 明前龙井 250g 礼盒装",
        "thing": thing,
        "why": WHY if number % 2 else "",
        "altered": "" if number % 2 else changes,
        "at": START + timedelta(minutes=number),
    }


def _insert(connection: Connection, rows: list[dict[str, Any]], places: list[dict[str, Any]]) -> None:
    connection.execute(table_of(Audit).insert(), rows)
    connection.execute(table_of(ChainMark).insert(), places)
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SELECT setval(pg_get_serial_sequence('audit', 'id'), (SELECT max(id) FROM audit))")


def measured(database: Database, rows: int) -> Figures:
    """All figures of a trail of this size."""
    people = filled(database, rows)
    if not database.is_sqlite:
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ANALYZE")
    return {"rows": rows, **_walked(database, rows), **_pages(database, people, rows), **_written(database)}


def _walked(database: Database, rows: int) -> Figures:
    before = _memory()
    best, cpu = float("inf"), float("inf")
    for _ in range(3):
        with snapshot(database) as connection:
            begun, own = perf_counter(), _work(connection)
            assert list(chain_faults(connection)) == []
            best, cpu = min(best, perf_counter() - begun), min(cpu, _work(connection) - own)
    return {"walked": round(rows / best), "walked_cpu": round(rows / cpu), "walk_mb": round(_memory() - before, 1)}


def _pages(database: Database, people: list[int], rows: int) -> Figures:
    """Milliseconds of a page: the newest, one in the middle, one person's, one thing's, one person's rare kind."""
    middle = After(START + timedelta(minutes=rows // 2), rows // 2)
    asked = {
        "newest": (TrailFilter(), None),
        "middle": (TrailFilter(), middle),
        "person": (TrailFilter(people=people[:1]), middle),
        "thing": (TrailFilter(things=("G000077",)), None),
        "person_kind": (TrailFilter(people=people[:1], kinds=("payee.look",)), middle),
        "nothing": (TrailFilter(people=people[:1], kinds=("trail.restore",)), None),
    }
    return {f"{name}_ms": _ms(database, wanted, after) for name, (wanted, after) in asked.items()}


def _ms(database: Database, wanted: TrailFilter, after: After | None) -> float:
    took = []
    for _ in range(15):
        with database.reading() as session:
            begun = perf_counter()
            trail_page(session, wanted, limit=51, after=after)
            took.append(perf_counter() - begun)
    return round(median(took) * 1000, 1)


def _written(database: Database) -> Figures:
    """Rows written one a transaction, then chained; and one that is chained while a long transaction is open."""
    at, count = datetime.now(UTC), 300
    begun = perf_counter()
    for number in range(count):
        with database.transaction() as session:
            note_audit(session, "goods.edit", f"G{number:06} 龙井", Act.program(at), [Change("价格", "1", "2")])
    written = perf_counter() - begun
    begun = perf_counter()
    assert chain(database, at=at) == count
    figures: Figures = {"written": round(count / written), "chained": round(count / (perf_counter() - begun))}
    if not database.is_sqlite:
        # SQLite has one writer: nobody writes a row beside an import's batch.
        with database.writing() as long:
            note_audit(long, "goods.import", "S1 茶厂", Act.program(at))
            long.flush()
            with database.transaction() as session:
                note_audit(session, "goods.edit", "G1 龙井", Act.program(at))
            begun = perf_counter()
            assert chain(database, at=at) == 1
            figures["behind_ms"] = round((perf_counter() - begun) * 1000, 1)
    return figures


def _work(connection: Connection) -> float:
    """Seconds of processor that this process took, and the connection's own of a server on this machine."""
    own = process_time()
    if connection.dialect.name == "postgresql":
        pid = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar()
        ticks = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
        own += sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")
    return own


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Measures, and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--rows", type=int)
    parser.add_argument("--database", default="")
    told = parser.parse_args()
    rows = told.rows or (50_000 if told.quick else 1_000_000)
    with tempfile.TemporaryDirectory(prefix="trail-") as folder:
        database = Database(told.database or f"sqlite:///{folder}/trail.sqlite3")
        figures = measured(database, rows) | {"database": "sqlite" if database.is_sqlite else "postgresql"}
        database.engine.dispose()
    if told.json:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        print(f"{name:<16}{value:>14,}" if isinstance(value, (int, float)) else f"{name:<16}{value:>14}")


if __name__ == "__main__":
    main()
