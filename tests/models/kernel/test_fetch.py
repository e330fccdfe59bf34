"""Pictures come from public addresses only, in bounded size and time, whatever the other side tries."""

import gzip
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from models.kernel.errors import Refused
from models.kernel.fetch import Reach, fetch_picture, public
from models.kernel.fetch.addresses import IP, Resolve

# A certificate for the name pictures.test, with its key. It protects nothing; these tests alone trust it.
CERTIFICATE = Path(__file__).parents[2] / "data" / "pictures.test.pem"
PICTURE = b"\x89PNG\r\n" + bytes(range(256)) * 40


class Host(BaseHTTPRequestHandler):
    """Behaves as badly as its path says."""

    server: "Server"

    protocol_version = "HTTP/1.1"

    def log_message(self, *args: object) -> None:
        pass

    def do_GET(self) -> None:
        self.server.seen.append((self.path, self.headers))
        getattr(self, "get_" + self.path.strip("/").split("/")[0].split("?")[0], self.get_missing)()

    def reply(self, body: bytes = PICTURE, status: int = 200, length: int | None = None, **headers: str) -> None:
        self.send_response(status)
        for name, value in ({"Content_Type": "image/png"} | headers).items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)

    def get_missing(self) -> None:
        self.reply(b"no", 404)

    def get_picture(self) -> None:
        self.reply()

    def get_binary(self) -> None:
        self.reply(Content_Type="application/octet-stream")

    def get_page(self) -> None:
        self.reply(b"<html>", Content_Type="text/html; charset=utf-8")

    def get_moved(self) -> None:
        self.reply(b"", 302, Location="/picture")

    def get_round(self) -> None:
        self.reply(b"", 301, Location="/round")

    def get_inside(self) -> None:
        self.reply(b"", 307, Location=self.path.removeprefix("/inside/"))

    def get_claimed(self) -> None:
        self.reply(b"x", length=10**12)

    def get_short(self) -> None:
        self.reply(b"x" * 50, length=100)
        self.close_connection = True

    def get_gzip(self) -> None:
        self.reply(gzip.compress(PICTURE), Content_Encoding="gzip")

    def get_bomb(self) -> None:
        self.reply(gzip.compress(bytes(8_000_000)), Content_Encoding="gzip")

    def get_brotli(self) -> None:
        self.reply(Content_Encoding="br")

    def get_endless(self) -> None:
        """No length at all, and no end."""
        self.send_response(200)
        self.send_header("Content-Type", "image/png")
        self.send_header("Connection", "close")
        self.end_headers()
        self.until_gone(lambda: self.wfile.write(bytes(65_536)))

    def get_drip(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "image/png")
        self.send_header("Content-Length", "100000")
        self.end_headers()
        self.until_gone(self.drop)

    def get_dripping_header(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        self.until_gone(self.drop)

    def get_dripping_without_length(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n")
        self.until_gone(self.drop)

    def drop(self) -> None:
        self.wfile.write(b"x")
        self.wfile.flush()
        time.sleep(0.02)

    def until_gone(self, act: Callable[[], object]) -> None:
        self.close_connection = True
        try:
            while not self.server.closing.is_set():
                act()
        except OSError:
            pass


class Server(ThreadingHTTPServer):
    """Remembers what it was asked, and says nothing of callers who hang up."""

    daemon_threads = True

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.seen: list[tuple[str, Message]] = []
        self.closing = threading.Event()

    def handle_error(self, request: object, client_address: object) -> None:
        pass


def serve(tls: bool = False) -> Server:
    server = Server(("127.0.0.1", 0), Host)
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATE)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    return server


@pytest.fixture(scope="module")
def host() -> Iterator[Server]:
    server = serve()
    yield server
    server.closing.set()
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def secure_host() -> Iterator[Server]:
    server = serve(tls=True)
    yield server
    server.closing.set()
    server.shutdown()
    server.server_close()


def at_home(ip: IP) -> bool:
    return ip == ipaddress.ip_address("127.0.0.1")


def answers(*addresses: str) -> Resolve:
    """A resolver that knows these addresses for every name."""

    def resolve(name: str, port: int, type: int = 0) -> Iterable[tuple[Any, ...]]:
        return [
            (socket.AF_INET6 if ":" in address else socket.AF_INET, type, 0, "", (address, port))
            for address in addresses
        ]

    return resolve


def fetch(host: Server, path: str, **options: Any) -> bytes:
    port = host.server_address[1]
    options.setdefault("allowed", at_home)
    options.setdefault("ports", {port})
    return fetched(f"http://127.0.0.1:{port}/{path}", **options)


def fetched(url: str, **options: Any) -> bytes:
    return fetch_picture(url, Reach(**options))


def refusal(call: Callable[..., object], *args: Any, **options: Any) -> str:
    with pytest.raises(Refused) as refused:
        call(*args, **options)
    assert refused.value.field == "pictures"
    return str(refused.value)


@pytest.mark.parametrize(
    "path", ["picture", "binary", "moved", "gzip", "picture/图 片.png".replace(" ", ""), "picture?a=图"]
)
def test_pictures_arrive_whole(host: Server, path: str) -> None:
    assert fetch(host, path) == PICTURE


def test_the_connection_goes_to_the_checked_address_under_the_written_name(host: Server) -> None:
    port = host.server_address[1]
    url = f"http://pictures.example:{port}/picture"
    assert fetched(url, resolve=answers("127.0.0.1"), allowed=at_home, ports={port}) == PICTURE
    assert host.seen[-1][1]["Host"] == f"pictures.example:{port}"
    assert "Cookie" not in host.seen[-1][1]


def test_a_dead_address_is_followed_by_the_next(host: Server) -> None:
    port = host.server_address[1]
    resolve = answers("127.0.0.9", "127.0.0.1")
    url = f"http://pictures.example:{port}/picture"
    assert fetched(url, resolve=resolve, allowed=lambda ip: ip.is_loopback, ports={port}) == PICTURE


@pytest.mark.parametrize(
    ("path", "options", "words"),
    [
        ("missing", {}, "404"),
        ("page", {}, "不是图片"),
        ("round", {}, "太多次"),
        ("claimed", {}, "超过 20 MB"),
        ("picture", {"limit_bytes": 1000}, "超过"),
        ("endless", {"limit_bytes": 300_000}, "超过"),
        ("bomb", {"limit_bytes": 100_000}, "超过"),
        ("brotli", {}, "压缩"),
        ("short", {}, "中断"),
        ("moved", {"max_redirects": 0}, "太多次"),
        ("drip", {"timeout": 0.3}, "秒内"),
        ("dripping_header", {"timeout": 0.3}, "秒内"),
        ("dripping_without_length", {"timeout": 0.3}, "秒内"),
        ("inside/http://10.0.0.1/a.png", {"ports": None}, "公网"),
        ("inside/http://169.254.169.254/latest/meta-data", {"ports": None}, "公网"),
        ("inside/file:///etc/passwd", {}, "http://"),
        ("inside/http://user:pass@127.0.0.1/a.png", {}, "用户名"),
        ("inside/gopher://127.0.0.1/", {}, "http://"),
    ],
)
def test_misbehaving_hosts_are_refused(host: Server, path: str, options: dict[str, Any], words: str) -> None:
    if options.get("ports", True) is None:
        options = {"ports": {80, host.server_address[1]}}
    assert words in refusal(fetch, host, path, **options)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/a.png", "http://10.1.2.3/a.png", "http://172.16.0.1/", "http://192.168.1.1/", "http://0.0.0.0/",
        "http://169.254.169.254/latest/meta-data/", "http://100.100.100.200/", "http://[::1]/", "http://[::]/",
        "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/", "http://[fe80::1]/", "http://[fd00::1]/",
        "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/", "http://[2001:0:7f00:1::]/", "http://2130706433/",
        "http://0x7f000001/", "http://0x7f.1/", "http://127.1/", "http://0177.0.0.1/", "http://localhost/",
        "http://１２７.０.０.１/", "http://127.0.0.1./", "http://224.0.0.1/", "http://168.63.129.16/",
    ],
)  # fmt: skip
def test_addresses_inside_are_refused_however_they_are_written(url: str) -> None:
    words = refusal(fetched, url, timeout=5)
    assert "公网" in words or "找不到" in words


@pytest.mark.parametrize("addresses", [("10.0.0.7",), ("93.184.216.34", "127.0.0.1"), ("fd00::1",), ("fe80::1%eth0",)])
def test_names_that_lead_inside_are_refused(addresses: tuple[str, ...]) -> None:
    assert "公网" in refusal(fetched, "http://pictures.example/a.png", resolve=answers(*addresses))


def test_a_name_is_not_asked_twice_for_one_connection(host: Server) -> None:
    """A resolver that turns inward at the second question finds that there is none."""
    port = host.server_address[1]
    asked: list[str] = []

    def turning(name: str, port: int, type: int = 0) -> Iterable[tuple[Any, ...]]:
        asked.append(name)
        return answers("127.0.0.1" if len(asked) == 1 else "10.0.0.1")(name, port, type)

    options: dict[str, Any] = {"resolve": turning, "allowed": at_home, "ports": {port}}
    assert fetched(f"http://pictures.example:{port}/picture", **options) == PICTURE
    assert len(asked) == 1
    assert "公网" in refusal(fetched, f"http://pictures.example:{port}/moved", **options)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("ftp://x.example/a.png", "http://"), ("file:///etc/passwd", "http://"), ("data:image/png;base64,AA", "http://"),
        ("//x.example/a.png", "http://"), ("a.png", "http://"), ("", "http://"), ("http://", "不完整"),
        ("http:///a.png", "不完整"), ("http://user:pass@x.example/", "用户名"), ("http://user@x.example/", "用户名"),
        ("http://x.example:22/", "端口"), ("http://x.example:8080/", "端口"), ("http://x.example:x/", "不完整"),
        ("http://x.example:99999/", "不完整"), ("http://x.example/a b", "不完整"),
        ("http://x.example/\r\nX: y", "不完整"), ("http://x.example\\@10.0.0.1/", ""), ("http://[::1/", "不完整"),
        ("http://pic%00.example/", "不完整"), ("http://" + "a" * 70 + ".example/", "不完整"), ("http://[v1.x]/", ""),
    ],
)  # fmt: skip
def test_urls_that_are_not_plain_are_refused_before_anyone_is_asked(url: str, words: str) -> None:
    def never(*args: object, **options: object) -> Iterable[tuple[Any, ...]]:
        raise AssertionError("the resolver was asked")

    assert words in refusal(fetched, url, resolve=never)


def test_a_password_is_not_repeated() -> None:
    assert "secret" not in refusal(fetched, "http://user:secret@pictures.example/")


def test_an_unknown_name_and_a_silent_resolver_are_refused() -> None:
    def unknown(*args: object, **options: object) -> Iterable[tuple[Any, ...]]:
        raise socket.gaierror("no such name")

    answer = threading.Event()

    def silent(*args: object, **options: object) -> Iterable[tuple[Any, ...]]:
        answer.wait(20)
        return []

    assert "找不到" in refusal(fetched, "http://pictures.example/", resolve=unknown)
    try:
        assert "找不到" in refusal(fetched, "http://pictures.example/", resolve=silent, timeout=0.2)
    finally:
        answer.set()


def test_a_closed_port_is_refused_in_words() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    assert "连不上" in refusal(fetched, f"http://127.0.0.1:{port}/", allowed=at_home, ports={port})


def test_certificates_are_checked_against_the_name(secure_host: Server) -> None:
    port = secure_host.server_address[1]
    options: dict[str, Any] = {"resolve": answers("127.0.0.1"), "allowed": at_home, "ports": {port}}
    trust = ssl.create_default_context(cafile=str(CERTIFICATE))
    assert fetched(f"https://pictures.test:{port}/picture", trust=trust, **options) == PICTURE
    assert "证书" in refusal(fetched, f"https://other.test:{port}/picture", trust=trust, **options)
    assert "证书" in refusal(fetched, f"https://pictures.test:{port}/picture", **options)


def test_a_host_that_never_shakes_hands_is_left(host: Server) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        port = silent.getsockname()[1]
        assert "秒内" in refusal(fetched, f"https://127.0.0.1:{port}/", allowed=at_home, ports={port}, timeout=0.3)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("8.8.8.8", True), ("2606:4700::1111", True), ("::ffff:8.8.8.8", True), ("64:ff9b::808:808", True),
        ("100.64.0.1", False), ("198.18.0.1", False), ("203.0.113.5", False), ("255.255.255.255", False),
        ("240.0.0.1", False), ("::8.8.8.8", False), ("2001:db8::1", False), ("ff02::1", False),
        ("192.88.99.1", False), ("64:ff9b:1::1", False), ("::ffff:10.0.0.1", False),
    ],
)  # fmt: skip
def test_what_counts_as_public(address: str, expected: bool) -> None:
    assert public(ipaddress.ip_address(address)) is expected
