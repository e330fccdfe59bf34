"""A real HTTP server in a thread, which a provider's double answers through, and what may go wrong on the way."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal

# before: nothing was done. lost: it was done, and the answer never came. The others: it was done, and something else
# came back in its place.
Fault = Literal["before", "lost", "500", "garbage", "unsigned", "forged", "stale", "redirect"]


@dataclass(frozen=True)
class Asked:
    """A request as it came."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Said:
    """A reply as it goes."""

    body: bytes
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Faults:
    """What goes wrong with the next requests, in their order; then all is well."""

    coming: list[Fault] = field(default_factory=list)

    def next(self) -> Fault | None:
        """What goes wrong now."""
        return self.coming.pop(0) if self.coming else None


@contextmanager
def serving(answer: Callable[[Asked], Said | None]) -> Iterator[str]:
    """The address of a server that answers so. An answer of None leaves the caller waiting."""

    class Handler(BaseHTTPRequestHandler):
        def reply(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            headers = {name.lower(): value for name, value in self.headers.items()}
            said = answer(Asked(self.command, self.path, headers, self.rfile.read(length)))
            if said is None:
                time.sleep(1)
                return
            self.send_response(said.status)
            for name, value in said.headers.items():
                self.send_header(name, value)
            if said.status != 204:
                self.send_header("Content-Length", str(len(said.body)))
            self.end_headers()
            self.wfile.write(said.body)

        do_GET = do_POST = reply  # noqa: N815  The library's own names.

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def as_json(content: object) -> str:
    """As providers write it: dense, Chinese as it is."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))
