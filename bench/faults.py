"""What goes on when something is gone: a demo network in real processes, one fault after another, each alone.

    python bench/faults.py [--json] [--quick] [--only NAME,NAME] [--database URL]

Faults: redis, slow-redis, disk, read-only, media, slow-store, database, gateway, slow-gateway, worker, killed-import,
term; and heavy, what one large request costs. For each fault: which of the buyers' pages answered as they should, and
the slowest, what a write said, what /readyz said, how many megabytes each web process held at most, whether the same
processes still serve, how long it took to heal. `--quick` leaves out those that wait for minutes (worker,
killed-import). A full disk needs the right to mount (root), Redis needs `redis-server`. Without a URL it runs on
SQLite; a URL names a PostgreSQL server's database, beside which others are made.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.missing import database, disk, gateway, heavy, processes, redis, store
from bench.missing.network import Bench, Fault, Figures

LONG = ("worker", "killed-import")
FAULTS: dict[str, Fault] = {
    "redis": redis.redis_gone,
    "slow-redis": redis.redis_slow,
    "disk": disk.disk_full,
    "read-only": disk.read_only,
    "media": store.media_gone,
    "slow-store": store.store_slow,
    "database": database.database_slow,
    "gateway": gateway.gateway_gone,
    "slow-gateway": gateway.gateway_slow,
    "worker": processes.worker_dead,
    "killed-import": processes.killed_import,
    "term": processes.terminated,
    "heavy": heavy.heavy,
}


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--json", action="store_true")
    asked.add_argument("--quick", action="store_true")
    asked.add_argument("--only", default="", metavar="NAMES")
    asked.add_argument("--database", default="", metavar="URL")
    options = asked.parse_args()
    names = options.only.split(",") if options.only else [n for n in FAULTS if not (options.quick and n in LONG)]
    found: dict[str, Figures] = {}
    with tempfile.TemporaryDirectory(prefix="xiaopu-faults-") as folder:
        bench = Bench(Path(folder), options.database)
        try:
            for name in names:
                found[name] = FAULTS[name](bench)
                if not options.json:
                    _say(name, found[name])
        finally:
            bench.drop()
    if options.json:
        print(json.dumps(found, indent=2, ensure_ascii=False))


def _say(name: str, figures: Figures) -> None:
    print(name)
    for what, value in figures.items():
        print(f"    {what:24}{value}", flush=True)


if __name__ == "__main__":
    main()
