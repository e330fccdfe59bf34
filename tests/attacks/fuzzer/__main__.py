"""python -m tests.attacks.fuzzer [--requests N] [--seed S] [--database sqlite|postgres|both] [--replay FILE]

Prints how many requests were sent, what was answered, which views were reached, the slowest answers and, for every
fault, a line that sends it again. Exits 1 where there is a fault."""

import argparse
import logging
import secrets
import sys
from pathlib import Path

from models.account import password
from tests.attacks.fuzzer.run import Report, fuzz, replay
from tests.given import databases

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--requests", type=int, default=100_000)
parser.add_argument("--seed", default="")
parser.add_argument("--database", choices=("sqlite", "postgres", "both"), default="both")
parser.add_argument("--replay", type=Path, help="a file of lines as a run printed them; needs its --seed")


def main() -> int:
    """Runs it on one kind of database or on both, half of the requests each."""
    chosen = parser.parse_args()
    seed = chosen.seed or secrets.token_hex(4)
    kinds = ["sqlite", "postgres"] if chosen.database == "both" else [chosen.database]
    password.use(password.TOKEN)
    logging.disable(logging.WARNING)
    print(f"seed {seed}", flush=True)
    found = 0
    for kind in kinds:
        if chosen.replay:
            report = replay(kind, seed, chosen.replay.read_text().split("\n")[:-1])
        else:
            report = fuzz(kind, seed, chosen.requests // len(kinds), say=lambda line: print(line, flush=True))
        tell(kind, report)
        found += len(report.faults)
    databases.drop_shared()
    return 1 if found else 0


def tell(kind: str, report: Report) -> None:
    """What came of it."""
    answers = "  ".join(f"{status}: {count}" for status, count in sorted(report.statuses.items()))
    print(f"\n{kind}: {report.sent} requests to {len(report.views - {''})} of {report.all_views} views; {answers}")
    for seconds, shot in report.slowest[:5]:
        print(f"  {seconds:5.2f} s  {shot.role} {shot.method} {shot.path[:70]} ({shot.what})")
    told: set[str] = set()
    for fault in report.faults:
        if fault.what not in told:
            told.add(fault.what)
            print(f"\nFAULT {fault.what}\n{fault.detail}{fault.shot.line()[:4_000]}")
    print(f"{len(report.faults)} faults, {len(told)} kinds of them")


sys.exit(main())
