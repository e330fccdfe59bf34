"""Asking a provider over HTTP: bounded in time and size, never redirected, certificates always checked."""

import http.client
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from urllib.parse import SplitResult, urlsplit

from models.kernel.fetch import ATTEMPTS
from models.kernel.fetch.chosen import chosen_addresses
from models.kernel.provider import Unreachable

CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 10.0
MOST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: header names in lower case, the very bytes of the body. Nothing says yet who sent it."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def send(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    checked: bool = False,
) -> Reply:
    """One request, one reply, whatever its status. `checked`: the name is resolved once, and a public one never leads
    into the house (models/kernel/fetch/chosen.py). Raises Unreachable."""
    try:
        parts = urlsplit(url)
        connection = _connection(parts)
    except ValueError as error:
        raise Unreachable(f"{url} is no address") from error
    try:
        if checked:
            connection.sock = _wire_to(parts)
        else:
            connection.connect()
        connection.sock.settimeout(ANSWER_SECONDS)
        path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        connection.request(method, path, body, {"User-Agent": "xiaopu", **(headers or {})})
        reply = connection.getresponse()
        received = {name.lower(): value for name, value in reply.getheaders()}
        return Reply(reply.status, received, _whole(reply))
    except (OSError, http.client.HTTPException, ValueError) as error:
        # ValueError: a host name or a header that cannot be one.
        raise Unreachable(f"{parts.hostname}: {type(error).__name__}: {error}") from error
    finally:
        connection.close()


@cache
def _trusting() -> ssl.SSLContext:
    # Reading the machine's certificates takes longer than most requests: once is enough.
    return ssl.create_default_context()


def _connection(parts: SplitResult) -> http.client.HTTPConnection:
    if not parts.hostname or parts.scheme not in ("http", "https"):
        raise ValueError(parts.scheme)
    if parts.scheme == "http":
        return http.client.HTTPConnection(parts.hostname, parts.port, timeout=CONNECT_SECONDS)
    return http.client.HTTPSConnection(parts.hostname, parts.port, timeout=CONNECT_SECONDS, context=_trusting())


def _wire_to(parts: SplitResult) -> socket.socket:
    """A connection to one of the addresses that were checked, the next where one does not answer. The certificate is
    checked against the name."""
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    for ip in (found := chosen_addresses(host, port)[:ATTEMPTS]):
        try:
            wire = socket.create_connection((str(ip), port), timeout=CONNECT_SECONDS)
        except OSError:
            if ip == found[-1]:
                raise
            continue
        return _trusting().wrap_socket(wire, server_hostname=host) if parts.scheme == "https" else wire
    raise OSError("no address")


def _whole(reply: http.client.HTTPResponse) -> bytes:
    """The body. The socket's own timeout starts anew with every byte; this one does not."""
    held, until = bytearray(), time.monotonic() + ANSWER_SECONDS
    while chunk := reply.read1(65_536):
        held += chunk
        if len(held) > MOST_BYTES or time.monotonic() > until:
            raise Unreachable("the answer does not end")
    return bytes(held)
