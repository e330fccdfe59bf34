"""The wire: what hangs, floods, redirects or cannot be trusted is unreachable, soon."""

import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from models.kernel.provider import Unreachable, wire
from models.kernel.provider.double import Asked, DoubleReply
from models.kernel.provider.pairs import certificate, private_text
from tests.given.serving import serving


def test_a_reply_is_what_came() -> None:
    def answer(asked: Asked) -> DoubleReply:
        text = f"{asked.method} {asked.target} {asked.headers['x-mark']} {asked.body.decode()}"
        return DoubleReply(text.encode(), 404, {"X-Answer": "yes"})

    with serving(answer) as url:
        reply = wire.send("POST", f"{url}/a?b=1", headers={"X-Mark": "m"}, body=b"body")
    assert (reply.status, reply.headers["x-answer"], reply.body) == (404, "yes", b"POST /a?b=1 m body")


def test_who_does_not_answer_is_left_soon() -> None:
    started = time.monotonic()
    with serving(lambda asked: None) as url, pytest.raises(Unreachable):
        wire.send("GET", url)
    assert time.monotonic() - started < 2


def test_an_answer_in_drops_is_left_too() -> None:
    class Dripping(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            for _ in range(40):
                self.wfile.write(b"x")
                time.sleep(0.05)

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

    with _served(HTTPServer(("127.0.0.1", 0), Dripping)) as port, pytest.raises(Unreachable, match="does not end"):
        wire.send("GET", f"http://127.0.0.1:{port}/")


def test_a_flood_is_cut_off() -> None:
    with serving(lambda asked: DoubleReply(b"x" * 2_000_000)) as url, pytest.raises(Unreachable, match="does not end"):
        wire.send("GET", url)


def test_nobody_is_followed_elsewhere() -> None:
    with serving(lambda asked: DoubleReply(b"", 302, {"Location": "http://127.0.0.1:1/"})) as url:
        assert wire.send("GET", url).status == 302


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    (tmp_path / "cert.pem").write_bytes(certificate("somebody").public_bytes(Encoding.PEM))
    (tmp_path / "key.pem").write_text(private_text("somebody"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    server = HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    with _served(server) as port, pytest.raises(Unreachable, match="CERTIFICATE_VERIFY_FAILED"):
        wire.send("GET", f"https://127.0.0.1:{port}/")


@pytest.mark.parametrize("url", ["", "pay.example", "ftp://pay.example/", "http://", "http://[", "http://a:b/"])
def test_what_is_no_address(url: str) -> None:
    with pytest.raises(Unreachable):
        wire.send("GET", url)


@contextmanager
def _served(server: HTTPServer) -> Iterator[int]:
    """A server in a thread, given by its port."""
    server.handle_error = lambda *args: None  # type: ignore[method-assign]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield int(server.server_address[1])
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
