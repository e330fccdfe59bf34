"""A settlement of a million lines whose process is killed (SIGKILL) again and again, at moments that chance chooses: it
goes on where it was, and every line is released exactly once.

    python bench/killed.py [--json] [--quick] [--lines N] [--kills K] [--database URL]

Without a URL it runs on an SQLite file of its own; a URL names an empty database, whose schema it makes. Two thirds of
the kills fall into the batches, the others into the proofs before and after them, which are then made again."""

import argparse
import json
import resource
import sys
import tempfile
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path
from random import Random
from time import perf_counter, sleep
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sqlalchemy import Connection, func, select

from bench.settled import ARRIVED, seed
from models.checks.check import book_faults
from models.kernel.database import Database
from models.kernel.record import table_of
from models.kernel.rules import DEFAULT
from models.ledger.settlement import SettlementRun
from models.ledger.transaction import Transaction
from models.records import metadata
from models.stories.money.settle import settle
from models.trade.order.order import Line

SETTLED = ARRIVED + timedelta(days=DEFAULT.after_sale_days, hours=1)
PROCESSES = get_context("spawn")
_run, _transaction, _line = table_of(SettlementRun), table_of(Transaction), table_of(Line)
Figures = dict[str, Any]


def settle_all(url: str) -> None:
    """What the worker does, in a process of its own."""
    database = Database(url)
    settle(database, lambda: list(book_faults(database)), rules=DEFAULT, at=SETTLED)


def measure(url: str, lines: int, kills: int) -> Figures:
    database = Database(url)
    metadata.create_all(database.engine)
    lines = seed(database, lines, shops=20)
    chance = Random(kills)
    begun = perf_counter()
    # In the proofs, which hold no place, a process is killed while it reads; in the batches after some of them.
    in_batches = [round(lines * (n + chance.random()) / (kills * 2 // 3)) for n in range(kills * 2 // 3)]
    met = [_killed(database, url, 0, chance) for _ in range((kills - len(in_batches)) // 2)]
    met += [_killed(database, url, least, chance) for least in in_batches]
    met += [_killed(database, url, lines, chance) for _ in range(kills - len(met))]
    settle_all(url)
    found = {"lines": lines, "kills": len(met), "killed_in": _counted(met), "seconds": perf_counter() - begun}
    with database.reading() as session:
        found |= _outcome(session.connection())
    faults = [f"{fault.kind} {fault.subject}" for fault in book_faults(database)]
    database.engine.dispose()
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return found | {"faults": faults[:20], "peak_mb_of_a_process": children}


def _killed(database: Database, url: str, least: int, chance: Random) -> str:
    """Settles in a new process until so many lines are released, and a moment longer; kills it. Says in which stage."""
    process = PROCESSES.Process(target=settle_all, args=(url,))
    process.start()
    while process.is_alive() and _state(database)[1] < least:
        sleep(0.02)
    sleep(2 + chance.random() * 3 if least == 0 else chance.random() * 0.5)
    process.kill()
    process.join()
    assert process.exitcode == -9, "it had ended before it could be killed: take more lines, or fewer kills"
    return _state(database)[0]


def _state(database: Database) -> tuple[str, int]:
    with database.reading() as session:
        row = session.connection().execute(select(_run.c.stage, _run.c.lines)).first()
        return (row.stage, row.lines) if row else ("proof", 0)


def _counted(met: list[str]) -> dict[str, int]:
    return {stage: met.count(stage) for stage in dict.fromkeys(met)}


def _outcome(connection: Connection) -> Figures:
    """Runs and their state, lines that were not released, releases of lines: as many as there are keys."""
    released = select(func.count()).select_from(_transaction).where(_transaction.c.key.like("release-line-%"))
    waiting = select(func.count()).select_from(_line).where(_line.c.released_at.is_(None))
    return {
        "runs": [row.state for row in connection.execute(select(_run.c.state))],
        "released": connection.execute(released).scalar_one(),
        "waiting": connection.execute(waiting).scalar_one(),
    }


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--json", action="store_true")
    asked.add_argument("--quick", action="store_true")
    asked.add_argument("--lines", type=int, default=0, help="lines settled: 1,000,000, or 60,000 with --quick")
    asked.add_argument("--kills", type=int, default=0, help="how often: 20, or 6 with --quick")
    asked.add_argument("--database", default="", metavar="URL")
    options = asked.parse_args()
    lines, kills = (60_000, 6) if options.quick else (1_000_000, 20)
    with tempfile.TemporaryDirectory() as folder:
        url = options.database or f"sqlite:///{folder}/killed.sqlite3"
        found = measure(url, options.lines or lines, options.kills or kills)
    if options.json:
        print(json.dumps(found, indent=2))
    else:
        for name, value in found.items():
            print(f"{name:24}{value}")
    whole = found["released"] == found["lines"] and found["waiting"] == 0 and not found["faults"]
    sys.exit(0 if whole and found["runs"] == ["done"] else 1)


if __name__ == "__main__":
    main()
