"""What a network takes at rest: a fresh demo network, as `make run` brings it up, some time after it says its address.

    python bench/rest.py [--json] [--quick]

Prints the proportional set size (PSS: pages that processes share are counted once, split among them) of each process of
the family and of all together, out of /proc, so it runs on Linux alone. Nobody asks the network anything meanwhile."""

import argparse
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
MOST_MB = 350
WAIT, SHORT_WAIT, PATIENCE = 60.0, 5.0, 600.0
OPEN = "is open:"


@contextmanager
def network() -> Iterator[subprocess.Popen[str]]:
    """A fresh one in a folder of its own on a free port, as soon as it has said its address."""
    with tempfile.TemporaryDirectory(prefix="xiaopu-rest-") as data:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        own = {name: value for name, value in os.environ.items() if not name.startswith("XIAOPU_")}
        command = [sys.executable, "-m", "flask", "--app", "app", "up"]
        running = subprocess.Popen(
            command,
            cwd=ROOT,
            env=own | {"XIAOPU_DATA": data, "PORT": str(port)},
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            _wait_for_address(running)
            yield running
        finally:
            running.send_signal(signal.SIGTERM)
            running.wait(timeout=30)


def _wait_for_address(running: subprocess.Popen[str]) -> None:
    assert running.stdout
    until = time.monotonic() + PATIENCE
    for line in running.stdout:
        if OPEN in line:
            return
        if time.monotonic() > until:
            break
    raise SystemExit("the network did not come up")


def family(head: int) -> Iterator[int]:
    """A process and all that come from it."""
    yield head
    children = Path(f"/proc/{head}/task/{head}/children").read_text().split()
    for child in children:
        yield from family(int(child))


def measured(process: int) -> dict[str, Any]:
    """A process by what it is, with its PSS in MB and how much of that is its own alone."""
    rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
    sizes = {name: int(size) / 1024 for name, size in re.findall(r"^(\w+): +(\d+) kB", rollup, re.MULTILINE)}
    words = Path(f"/proc/{process}/cmdline").read_bytes().decode().split("\0")
    own = sizes["Private_Clean"] + sizes["Private_Dirty"]
    return {"process": " ".join(words[1:]).strip()[:60], "pss_mb": round(sizes["Pss"], 1), "own_mb": round(own, 1)}


def main() -> None:
    """Prints a table, or one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--quick", action="store_true", help=f"looks after {SHORT_WAIT:.0f} seconds, not {WAIT:.0f}")
    chosen = parser.parse_args()
    wait = SHORT_WAIT if chosen.quick else WAIT
    with network() as running:
        time.sleep(wait)
        found = [measured(process) for process in family(running.pid)]
    total = round(sum(one["pss_mb"] for one in found), 1)
    if chosen.json:
        told = {"seconds": wait, "processes": found, "pss_mb": total, "most_mb": MOST_MB, "holds": total <= MOST_MB}
        print(json.dumps(told))
        return
    for one in found:
        print(f"{one['pss_mb']:8.1f} MB  (own {one['own_mb']:6.1f})  {one['process']}")
    print(f"{total:8.1f} MB  in all, {wait:.0f} s after the address; wanted: at most {MOST_MB}")


if __name__ == "__main__":
    main()
