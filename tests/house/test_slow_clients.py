"""What gunicorn.conf.py does with clients that take their time: real sockets on a real gunicorn, with short limits."""

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Far longer than the limits below: whoever is still connected then was not let go.
PATIENCE = 30
LIMITS = """
READ_SECONDS, HEAD_SECONDS, BODY_SECONDS, BODY_PACE = 5, 1, 1, 20_000
workers = threads = 1
del worker_exit
"""
PROGRAM = """
from werkzeug import Request, Response

class Upload(Request):
    max_content_length = 100_000_000

@Upload.application
def app(request):
    return Response(str(len(request.get_data())))
"""
HELLO = b"GET / HTTP/1.1\r\nHost: shop\r\n\r\n"
UPLOAD = b"POST / HTTP/1.1\r\nHost: shop\r\nContent-Length: %d\r\n\r\n"


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A gunicorn with our settings, one thread, and a program that says how much it was sent."""
    folder = tmp_path_factory.mktemp("slow")
    (folder / "counting.py").write_text(PROGRAM)
    ours = (ROOT / "gunicorn.conf.py").read_text()
    (folder / "gunicorn.conf.py").write_text(f"{ours}{LIMITS}")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = int(probe.getsockname()[1])
    environment = os.environ | {"XIAOPU_DATA": str(folder), "PORT": str(free), "PYTHONPATH": f"{ROOT}:{folder}"}
    command = [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "counting:app"]
    with (folder / "log").open("w") as log:
        running = subprocess.Popen(command, cwd=folder, env=environment, stderr=log)
        try:
            _wait(free)
            yield free
        finally:
            running.terminate()
            running.wait(timeout=20)
    # Whoever drips can be had by the thousand; none of them gets a word in the log.
    assert (folder / "log").read_text() == ""


def _wait(port: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with contextlib.suppress(OSError):
            assert _answer(_connect(port), HELLO) == b"0"
            return
        time.sleep(0.1)
    pytest.fail("gunicorn does not answer")


def _connect(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)


def _answer(client: socket.socket, sent: bytes) -> bytes:
    """Sends a request; the body of its answer."""
    client.sendall(sent)
    return _body(client)


def _body(client: socket.socket) -> bytes:
    reply = http.client.HTTPResponse(client)
    reply.begin()
    assert reply.status == 200
    return reply.read()


def _drip(client: socket.socket, sent: bytes) -> bytes:
    """Sends a byte now and then until the other side has enough of it; what it said then, b"" for nothing. Fails where
    it takes everything."""
    client.settimeout(0.1)
    until = time.monotonic() + PATIENCE
    for byte in sent:
        assert time.monotonic() < until, "nobody minds"
        try:
            client.sendall(bytes([byte]))
            return client.recv(10_000)
        except TimeoutError:
            continue
        except ConnectionError:
            return b""
    pytest.fail("all of it was taken")


def test_a_head_that_drips_is_let_go(port: int) -> None:
    with _connect(port) as client:
        assert _drip(client, b"GET / HTTP/1.1\r\nX-Long: " + b"x" * 500) == b""
    with _connect(port) as client:
        assert _answer(client, HELLO) == b"0"


def test_a_body_that_drips_is_let_go_however_much_it_announced(port: int) -> None:
    with _connect(port) as client:
        client.sendall(UPLOAD % 80_000_000)
        assert _drip(client, b"x" * 500).startswith((b"", b"HTTP/1.1 400"))
    with _connect(port) as client:
        client.sendall(b"POST / HTTP/1.1\r\nHost: shop\r\nTransfer-Encoding: chunked\r\n\r\n")
        _drip(client, b"1f4\r\n" + b"x" * 500)


def test_a_second_request_on_the_same_connection_may_not_drip_either(port: int) -> None:
    with _connect(port) as client:
        assert _answer(client, HELLO) == b"0"
        assert _drip(client, HELLO[:-2] + b"X-Long: " + b"x" * 500) == b""


def test_a_kept_connection_has_time_for_each_request(port: int) -> None:
    with _connect(port) as client:
        for _ in range(4):
            assert _answer(client, HELLO) == b"0"
            time.sleep(0.6)
        assert _answer(client, UPLOAD % 3 + b"abc") == b"3"
        # Two in one go: the second is answered as well.
        client.sendall(HELLO + UPLOAD % 3 + b"abc")
        got = b""
        while not got.endswith(b"3"):
            got += client.recv(10_000)
        assert got.count(b"200 OK") == 2


def test_an_honest_upload_may_take_its_time(port: int) -> None:
    """Three times as long as a body may take that has no pace."""
    with _connect(port) as client:
        client.sendall(UPLOAD % 200_000)
        for _ in range(10):
            client.sendall(b"x" * 20_000)
            time.sleep(0.3)
        assert _body(client) == b"200000"


def test_a_large_one_in_one_go(port: int) -> None:
    with _connect(port) as client:
        assert _answer(client, UPLOAD % 20_000_000 + b"x" * 20_000_000) == b"20000000"
