"""Redis gone, and slow."""

import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bench.missing.asking import order, under
from bench.missing.network import Bench, Figures
from bench.running import free_port


@contextmanager
def redis() -> Iterator[tuple[int, Callable[[], subprocess.Popen[bytes]]]]:
    """A Redis server of one's own: its port, and how to start it (again)."""
    port = free_port()
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        command = ["redis-server", "--port", str(port), "--save", "", "--appendonly", "no"]
        started.append(subprocess.Popen(command, stdout=subprocess.DEVNULL))
        while True:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return started[-1]
            time.sleep(0.05)

    try:
        yield port, start
    finally:
        for one in started:
            one.send_signal(signal.SIGCONT)
            one.kill()
            one.wait()


def _redis(bench: Bench, *, slow: bool) -> Figures:
    with redis() as (port, start):
        server = start()
        with bench.network(redis_url=f"redis://127.0.0.1:{port}/0") as network:
            kept, placed = order(bench, network)

            def fault() -> None:
                server.send_signal(signal.SIGSTOP if slow else signal.SIGKILL)

            def mend() -> None:
                if slow:
                    server.send_signal(signal.SIGCONT)
                else:
                    start()

            cancelled: Figures = {}

            def fault_and_cancel() -> None:
                fault()
                kept.get(placed.where)
                answer = kept.post(f"{placed.where}/cancellation")
                cancelled["cancel_says"] = answer.status
                cancelled["is_cancelled"] = "已取消" in kept.get(placed.where).text

            return under(bench, network, fault_and_cancel, mend) | cancelled


def redis_gone(bench: Bench) -> Figures:
    """Redis is killed: limits and the queue."""
    return _redis(bench, slow=False)


def redis_slow(bench: Bench) -> Figures:
    """Redis holds its connections and says nothing."""
    return _redis(bench, slow=True)
