"""Fetches a picture from an address that a stranger wrote, without letting it reach into the house: every address is
checked, the connection goes to the checked one and no other, size and time are bounded. Proxies are not used."""

import http.client
import re
import socket
import ssl
import zlib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from models.kernel.errors import N_, Refused
from models.kernel.fetch.addresses import IP, Resolve, public, resolved
from models.kernel.fetch.wire import Deadline, Target, response_of

__all__ = ["Reach", "fetch_picture", "public"]

_FIELD = "pictures"
_BYTES = 20 * 1024 * 1024
SECONDS = 10.0
ATTEMPTS = 3
MOVED = (301, 302, 303, 307, 308)
BINARY = ("application/octet-stream", "binary/octet-stream")
DEFAULT_PORTS = {"http": 80, "https": 443}
# Spaces, control characters and backslashes are what two readers of one URL disagree about.
STRANGE = re.compile(r"[\x00-\x20\x7f\\]")
_NAME = re.compile(r"[a-z0-9]([a-z0-9._-]*[a-z0-9])?\.?|[0-9a-f:.]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a fetch may go: how much it takes, for how many seconds in all, redirects included, over how many of
    them, to which addresses and ports, and whose certificates it believes (by default the system's)."""

    limit_bytes: int = _BYTES
    timeout: float = SECONDS
    max_redirects: int = 3
    resolve: Resolve = socket.getaddrinfo
    allowed: Callable[[IP], bool] = public
    ports: Collection[int] = (80, 443)
    trust: ssl.SSLContext | None = None


def fetch_picture(url: str, reach: Reach = Reach()) -> bytes:
    """The bytes behind a URL, not yet known to be a picture. Raises Refused("pictures") with the reason."""
    trust = reach.trust or ssl.create_default_context()
    deadline = Deadline(reach.timeout)
    try:
        for _ in range(reach.max_redirects + 1):
            target = _target(url, reach.ports)
            ips = _checked(target, url, reach, deadline)
            found = _get(target, url, ips, deadline, trust, reach.limit_bytes)
            # A connection cut at the deadline may look like a picture that ended.
            _ = deadline.left
            if isinstance(found, bytes):
                return found
            url = urljoin(url, found.location)
    except TimeoutError:
        raise _refused(N_("%(seconds)d 秒内没有取到图片：%(url)s"), url, seconds=round(reach.timeout)) from None
    raise _refused(N_("图片网址转了太多次：%(url)s"), url)


class _Moved:
    def __init__(self, location: str) -> None:
        self.location = location


def _target(url: str, ports: Collection[int]) -> Target:
    """The URL taken apart once, strictly; what is checked is what is connected to."""
    try:
        parts = urlsplit(url)
        port, host = parts.port, (parts.hostname or "").encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        raise _refused(N_("图片网址不完整：%(url)s"), url) from None
    if parts.scheme not in DEFAULT_PORTS:
        raise _refused(N_("图片网址要以 http:// 或 https:// 开头：%(url)s"), url)
    if "@" in parts.netloc:
        raise Refused(_FIELD, N_("图片网址里不能带用户名和密码"))
    if STRANGE.search(url) or not _NAME.fullmatch(host):
        raise _refused(N_("图片网址不完整：%(url)s"), url)
    port = DEFAULT_PORTS[parts.scheme] if port is None else port
    if port not in ports:
        raise _refused(N_("图片网址不能带这个端口：%(url)s"), url)
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]") if parts.query else ""
    return Target(parts.scheme == "https", host, port, path + query)


def _checked(target: Target, url: str, reach: Reach, deadline: Deadline) -> list[IP]:
    """All addresses of the host. One that is not allowed spoils them all: an honest host has none such."""
    try:
        ips = resolved(target.host, target.port, reach.resolve, deadline.left)
    except TimeoutError:
        raise
    except OSError:
        raise _refused(N_("找不到这个网站：%(url)s"), url) from None
    if not all(reach.allowed(ip) for ip in ips):
        raise _refused(N_("这个网址不在公网上，不能从那里取图片：%(url)s"), url)
    return ips


def _get(
    target: Target, url: str, ips: list[IP], deadline: Deadline, trust: ssl.SSLContext, limit: int
) -> bytes | _Moved:
    """Tries the addresses in turn until one answers, since a host may have addresses that this network cannot reach."""
    for ip in ips[:ATTEMPTS]:
        try:
            with response_of(target, ip, deadline, trust) as response:
                return _answer(response, url, deadline, limit)
        except ssl.SSLCertVerificationError:
            raise _refused(N_("这个网站的证书不对，没有取图片：%(url)s"), url) from None
        except (OSError, http.client.HTTPException, ValueError):
            # Out of time looks like any other broken connection; asking what is left tells them apart.
            _ = deadline.left
    raise _refused(N_("连不上这个网站，或连接中断了：%(url)s"), url)


def _answer(response: http.client.HTTPResponse, url: str, deadline: Deadline, limit: int) -> bytes | _Moved:
    if response.status in MOVED and (location := response.headers.get("Location")):
        return _Moved(location)
    if response.status != 200:
        raise _refused(N_("对方网站没有给出图片（%(status)d）：%(url)s"), url, status=response.status)
    kind = response.headers.get_content_type()
    if not kind.startswith("image/") and kind not in BINARY:
        raise _refused(N_("这个网址给出的不是图片：%(url)s"), url)
    return _unpacked(_body(response, url, deadline, limit), response.headers.get("Content-Encoding", ""), url, limit)


def _body(response: http.client.HTTPResponse, url: str, deadline: Deadline, limit: int) -> bytes:
    stated = response.length
    if stated is not None and stated > limit:
        raise _too_large(url, limit)
    body = bytearray()
    while block := response.read(65_536):
        body += block
        if len(body) > limit:
            raise _too_large(url, limit)
        _ = deadline.left
    if stated is not None and len(body) != stated:
        raise http.client.IncompleteRead(bytes(body[:0]), stated)
    return bytes(body)


def _unpacked(body: bytes, encoding: str, url: str, limit: int) -> bytes:
    """Undoes gzip for those who send it unasked, and stops at the limit instead of after it."""
    if encoding.lower() in ("", "identity"):
        return body
    if encoding.lower() not in ("gzip", "x-gzip", "deflate"):
        raise _refused(N_("对方网站用了读不了的压缩方式：%(url)s"), url)
    try:
        plain = zlib.decompressobj(wbits=47).decompress(body, limit + 1)
    except zlib.error:
        raise _refused(N_("连不上这个网站，或连接中断了：%(url)s"), url) from None
    if len(plain) > limit:
        raise _too_large(url, limit)
    return plain


def _too_large(url: str, limit: int) -> Refused:
    return _refused(N_("图片超过 %(most)d MB：%(url)s"), url, most=max(1, limit // 1024 // 1024))


def _refused(message: str, url: str, **params: object) -> Refused:
    return Refused(_FIELD, message, url=url[:200], **params)
