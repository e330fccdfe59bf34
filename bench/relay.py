"""A relay between a program and a server, which can stop passing anything on: the server seems slow to death."""

import socket
import threading
from pathlib import Path
from types import TracebackType


class Relay:
    """Listens on a port of its own; `hang` takes connections and passes nothing, `go_on` passes again."""

    def __init__(self, host: str, port: int) -> None:
        self._there = (host, port)
        self._passing = threading.Event()
        self._passing.set()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])

    def __enter__(self) -> "Relay":
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listener.close()

    def hang(self) -> None:
        """Nothing goes through from here on."""
        self._passing.clear()

    def refuse(self) -> None:
        """Nobody listens any more: the server is gone."""
        # A listener that somebody waits at is not let go of by closing it alone.
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def go_on(self) -> None:
        """Everything goes through again."""
        if self._listener.fileno() < 0:
            self._listener = socket.create_server(("127.0.0.1", self.port))
            threading.Thread(target=self._accept, daemon=True).start()
        self._passing.set()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._join, args=(near,), daemon=True).start()

    def _join(self, near: socket.socket) -> None:
        self._passing.wait()
        far = self._reach()
        for source, target in ((near, far), (far, near)):
            threading.Thread(target=self._pass_on, args=(source, target), daemon=True).start()

    def _reach(self) -> socket.socket:
        host, port = self._there
        if not host.startswith("/"):
            return socket.create_connection((host, port))
        # PostgreSQL's own socket in a folder.
        far = socket.socket(socket.AF_UNIX)
        far.connect(str(Path(host) / f".s.PGSQL.{port}"))
        return far

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        try:
            while data := source.recv(65_536):
                self._passing.wait()
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            target.close()
