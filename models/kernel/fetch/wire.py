"""One GET over one connection to one checked address, cut off when its time is up. Follows nothing, reads no body."""

import http.client
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from time import monotonic

from models.kernel.fetch.addresses import IP

HEADERS = {"Accept": "image/*", "Accept-Encoding": "identity", "User-Agent": "Xiaopu", "Connection": "close"}


@dataclass(frozen=True, slots=True)
class Target:
    """A URL taken apart: what the connection needs, and nothing that could be read in two ways."""

    secure: bool
    host: str
    port: int
    path: str


class Deadline:
    """A moment by which everything must be over."""

    def __init__(self, seconds: float) -> None:
        self._end = monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds left. Raises TimeoutError when there are none."""
        left = self._end - monotonic()
        if left <= 0:
            raise TimeoutError
        return left


@contextmanager
def response_of(
    target: Target, ip: IP, deadline: Deadline, trust: ssl.SSLContext
) -> Iterator[http.client.HTTPResponse]:
    """The response with its headers read. The certificate is checked against the name, though the connection goes to
    the number."""
    with ExitStack() as stack:
        wire = stack.enter_context(socket.create_connection((str(ip), target.port), timeout=deadline.left))
        stack.enter_context(_cut(wire, deadline.left))
        if target.secure:
            wire = stack.enter_context(trust.wrap_socket(wire, server_hostname=target.host))
        connection = http.client.HTTPConnection(target.host, target.port)
        # Ready-made, so that the client never resolves the name again: a second answer might differ from the first.
        connection.sock = wire
        stack.callback(connection.close)
        connection.putrequest("GET", target.path, skip_host=True, skip_accept_encoding=True)
        connection.putheader("Host", _host(target))
        for name, value in HEADERS.items():
            connection.putheader(name, value)
        connection.endheaders()
        response = stack.enter_context(connection.getresponse())
        # Headers cut short by the deadline look like headers that ended.
        _ = deadline.left
        yield response


def _host(target: Target) -> str:
    name = f"[{target.host}]" if ":" in target.host else target.host
    return name if target.port == (443 if target.secure else 80) else f"{name}:{target.port}"


@contextmanager
def _cut(wire: socket.socket, seconds: float) -> Iterator[None]:
    """Shuts the connection at the deadline. A socket's own timeout starts anew with every byte that drips in."""
    # A second handle on the same connection: wrapping it in TLS takes the first one away.
    handle = wire.dup()

    def shut() -> None:
        with suppress(OSError):
            handle.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, shut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        handle.close()
