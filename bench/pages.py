"""What a kept page costs beside constant bytes: the same gunicorn.conf.py, 16 clients, one run.

    python bench/pages.py [--json] [--quick]

Three servers, one after another: a program that answers with the bytes of the page and knows nothing else; the network
with its page kept for the whole run (warm); and the network with pages that run out every second (running out). Prints
requests a second, the middle and the slowest hundredth of what clients waited, and processor time a request of all web
processes. Compare ratios within one run: the clients use the same processors.

Needs wrk (Debian: apt-get install wrk), and Linux for its /proc."""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.running import ROOT, Browser, Network

CLIENTS, SECONDS, QUICK = 16, 20, 5
WANTED = 2.0
PROGRAM = """
from pathlib import Path
BODY = Path(__file__).with_name("page.html").read_bytes()
HEAD = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(BODY)))]

def app(environ, start_response):
    start_response("200 OK", HEAD)
    return [BODY]
"""


class Constant(Network):
    """The same server with a program of one answer."""

    def __init__(self, folder: Path, page: bytes) -> None:
        super().__init__(folder)
        (folder / "page.html").write_bytes(page)
        (folder / "constant.py").write_text(PROGRAM)
        ours = (ROOT / "gunicorn.conf.py").read_text()
        (folder / "gunicorn.conf.py").write_text(f"{ours}\ndel worker_exit\n")
        self.environment["PYTHONPATH"] = f"{folder}{os.pathsep}{ROOT}"

    def start_web(self) -> None:
        """Web alone."""
        configured = str(self.data / "gunicorn.conf.py")
        self.web = self._run([sys.executable, "-m", "gunicorn", "-c", configured, "constant:app"])
        self.wait_for("/", 200)


def processor_seconds(processes: list[int]) -> float:
    """What they used so far."""
    ticks = 0
    for process in processes:
        after_name = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        ticks += int(after_name[11]) + int(after_name[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def asked(network: Network, path: str, seconds: int) -> dict[str, float]:
    """What 16 clients see who ask for one page without a pause."""
    url = f"http://127.0.0.1:{network.port}{path}"
    command = ["wrk", "-t", "2", "-c", str(CLIENTS), "--latency", "-H", "Accept-Encoding: identity"]
    subprocess.run([*command, "-d", "2", url], capture_output=True, check=True)
    serving = network.serving()
    before = processor_seconds(serving)
    said = subprocess.run([*command, "-d", str(seconds), url], capture_output=True, text=True, check=True).stdout
    used = processor_seconds(serving) - before
    if "Non-2xx" in said or "Socket errors" in said:
        raise SystemExit(f"not every request of {path} was answered:\n{said}")
    count = int(_found(r"(\d+) requests in", said))
    return {
        "per_second": float(_found(r"Requests/sec:\s+([\d.]+)", said)),
        "p50_ms": _in_ms(_found(r"50%\s+(\S+)", said)),
        "p99_ms": _in_ms(_found(r"99%\s+(\S+)", said)),
        "cpu_us": used / count * 1e6,
    }


def _found(pattern: str, said: str) -> str:
    found = re.search(pattern, said)
    if not found:
        raise SystemExit(f"wrk says nothing of {pattern}:\n{said}")
    return found[1]


def _in_ms(text: str) -> float:
    number, unit = re.fullmatch(r"([\d.]+)(us|ms|s)", text).groups()  # type: ignore[union-attr]  # wrk has no others.
    return float(number) * {"us": 0.001, "ms": 1, "s": 1_000}[unit]


def measured(folder: Path, seconds: int) -> dict[str, dict[str, float]]:
    """Each server's figures, for a shop's page."""
    found = {}
    warm = Network(folder / "data", page_cache_seconds="600")
    path = f"/{warm.demo()['shops'][0]['number']}"
    try:
        warm.start(worker=False)
        page = Browser(warm).get(path).text.encode()
        found["warm"] = asked(warm, path, seconds)
    finally:
        warm.stop()
    (folder / "constant").mkdir()
    for name, network in (
        ("constant", Constant(folder / "constant", page)),
        ("running out", Network(folder / "data", page_cache_seconds="1")),
    ):
        try:
            network.start_web()
            found[name] = asked(network, path, seconds)
        finally:
            network.stop()
    return found


def main() -> None:
    """Prints a table, or one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--quick", action="store_true", help=f"asks for {QUICK} seconds each, not {SECONDS}")
    chosen = parser.parse_args()
    if not shutil.which("wrk"):
        raise SystemExit("This needs wrk, a client that asks quickly (Debian: apt-get install wrk).")
    load, began = os.getloadavg()[0], time.strftime("%Y-%m-%d")
    with tempfile.TemporaryDirectory(prefix="xiaopu-pages-") as folder:
        found = measured(Path(folder), QUICK if chosen.quick else SECONDS)
    facts: dict[str, Any] = {"day": began, "clients": CLIENTS, "load_before": round(load, 1), "servers": found}
    facts["p99_ratio"] = round(found["running out"]["p99_ms"] / found["constant"]["p99_ms"], 2)
    facts["holds"] = facts["p99_ratio"] <= WANTED
    if chosen.json:
        print(json.dumps(facts))
        return
    print(f"{CLIENTS} clients; the machine's load before was {load:.1f}")
    for name in ("constant", "warm", "running out"):
        one = found[name]
        print(
            f"{name:12} {one['per_second']:8.0f}/s   p50 {one['p50_ms']:7.2f} ms   p99 {one['p99_ms']:7.2f} ms   "
            f"{one['cpu_us']:6.0f} µs a request"
        )
    print(f"running out beside constant, p99: {facts['p99_ratio']}; wanted: at most {WANTED}")


if __name__ == "__main__":
    main()
