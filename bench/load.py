"""Clients with real sockets that ask without a pause, and what became of each request while something happens."""

import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence

CLIENTS = 12


class _Client(threading.Thread):
    """One. Those that keep their connection open it anew only where the server said that it closes it."""

    def __init__(self, port: int, paths: Sequence[str], over: threading.Event, *, keeps: bool) -> None:
        super().__init__(daemon=True)
        self._port, self._paths, self._over, self._keeps = port, paths, over, keeps
        self.outcomes: Counter[str] = Counter()

    def run(self) -> None:
        line: socket.socket | None = None
        n = 0
        while not self._over.is_set():
            path, n = self._paths[n % len(self._paths)], n + 1
            try:
                line = line or socket.create_connection(("127.0.0.1", self._port), timeout=20)
            except ConnectionRefusedError:
                # Nobody listens: that is no cut.
                self.outcomes["refused"] += 1
                time.sleep(0.05)
                continue
            except OSError as error:
                self.outcomes[type(error).__name__] += 1
                continue
            outcome, stays = self._ask(line, path)
            self.outcomes[outcome] += 1
            if not stays:
                line.close()
                line = None

    def _ask(self, line: socket.socket, path: str) -> tuple[str, bool]:
        close = "" if self._keeps else "Connection: close\r\n"
        try:
            line.sendall(f"GET {path} HTTP/1.1\r\nHost: shop\r\n{close}\r\n".encode())
            return self._answer(line)
        except OSError as error:
            return type(error).__name__, False

    def _answer(self, line: socket.socket) -> tuple[str, bool]:
        got = b""
        while b"\r\n\r\n" not in got:
            more = line.recv(65_536)
            if not more:
                return ("cut" if got else "closed unanswered"), False
            got += more
        head, _, body = got.partition(b"\r\n\r\n")
        facts = dict(one.lower().split(": ", 1) for one in head.decode("latin-1").split("\r\n")[1:])
        while len(body) < int(facts["content-length"]):
            more = line.recv(65_536)
            if not more:
                return "cut", False
            body += more
        return "answered", self._keeps and facts.get("connection") != "close"


def under_load(port: int, paths: Sequence[str], happens: Callable[[], None], *, rest: float) -> dict[str, int]:
    """Half of the clients keep their connections. How many requests came to what, from a second before it happens."""
    over = threading.Event()
    clients = [_Client(port, paths, over, keeps=n % 2 == 0) for n in range(CLIENTS)]
    for client in clients:
        client.start()
    time.sleep(1.5)
    happens()
    time.sleep(rest)
    over.set()
    for client in clients:
        client.join(timeout=25)
    return dict(sum((client.outcomes for client in clients), Counter()))
