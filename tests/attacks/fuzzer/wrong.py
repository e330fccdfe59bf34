"""Wrong things to send: values, fields, bodies, headers, cookies, methods."""

import base64
import gzip
from collections.abc import Callable
from random import Random

from tests.attacks.fuzzer.shot import TOKEN, Shot
from tests.given.factories import picture_bytes

# What must never come back as markup, as a header, or as an attribute.
MARK, HEADER, ATTRIBUTE = "<xq9", "X-Xq9", '"xq9='
VALUES = [
    "", " ", "\u3000", "\u200b", "0", "-1", "-0.01", "1e309", "NaN", "Infinity", "9" * 400, str(2**31), str(2**63), str(-(2**63)),
    "٣", "½", "²", "１２", "0x10", "1_000", "1,5", "1.", ".", "99999999999.99", "0001-01-01", "9999-12-31", "10000-01-01",
    "2026-02-30", "2026-W10", "24:61", "true", "null", "[]", "{}", "{{7*7}}", "${7*7}", "%s%n%(a)s", "%", "%%", "%00", "../../etc/passwd",
    "\x00", "a\x00b", "\x7f\x1b[31m", "\ud800", "\udfff\ud800", "\u202eabc", "👨‍👩‍👧‍👦" * 30, "ﷺ" * 200, "e" + "\u0301" * 300,
    f"{MARK} onx=1>", f"'{ATTRIBUTE}1", f"</title></textarea></script>{MARK}>", "]]>", "<!--", "<p>" * 900, "javascript:alert(1)",
    "=1+1", "+1", "-1+1", "@SUM(1)", "\t=1", "＝1+1", f"a\r\n{HEADER}: 1", f"a\n\n{HEADER}: 1", "http://127.0.0.1:1/", "file:///etc/passwd",
    "//evil.example/", "/\\evil.example", "\\", "'", '"', "' OR 1=1 --", "a" * 5_000, "a" + " " * 49_000 + "b", "(" * 20_000, "1" * 60_000,
    "中" * 3_000, "\n" * 5_000, "a," * 9_000, "13800000000", "＋86 138 0000 0000", "100000", "AAAAAAAA", "*", "?", ".*", "_", "%_",
]  # fmt: skip
HEADERS = {
    "Accept-Language": ["", "*", "en;q=2", "zh" * 500, "-,-;q=", "xx-YY-zz;q=0.0001,\xff"],
    "Accept-Encoding": ["", "gzip;q=x", "br", "*;q=0", "identity;q=0"],
    "Accept": ["", "application/json", "*/*;q=", "text/csv"],
    "If-None-Match": ["*", '"x', 'W/"', '"' * 50],
    "If-Modified-Since": ["never", "Sat, 99 Jul 9999 99:99:99 GMT", "Thu, 01 Jan 0001 00:00:00 GMT"],
    "Range": ["bytes=0-", "bytes=-1", "bytes=9-1", "bytes=0-0,2-3", f"bytes={2**70}-", "lines=1-2"],
    "HX-Request": ["true", "false", "x"],
    "HX-Current-URL": ["http://[", "//", "\x80", "http://localhost/%zz"],
    "HX-Target": ["../x", "#", "\xff"],
    "Origin": ["null", "http://[", "http://evil.example", "http://localhost"],
    "Referer": ["http://[::1", "http://evil.example/", "\xff\xfe", "http://localhost/%ff"],
    "Sec-Fetch-Site": ["same-origin", "cross-site", "none", ""],
    "Sec-Purpose": ["prefetch", "prefetch;prerender"],
    "User-Agent": ["", "curl/8", "x" * 5_000, "\xff", "Mozilla/5.0 (compatible; Googlebot/2.1)"],
    "X-Door": ["0", "٣٣٣٣٣٣", "9" * 50, "\xff"],
    "X-Forwarded-For": ["", "a, b, c", "::ffff:1.2.3.4", "1.2.3.4, \xff"],
    "X-HTTP-Method-Override": ["DELETE", "PUT"],
    "Authorization": ["Basic", "Basic \xff", "Bearer x", "Basic Og=="],
    "Host": ["", "evil.example", "[::1", "a" * 300, "localhost:99999"],
    "Content-Encoding": ["gzip", "deflate"],
    "Expect": ["100-continue"],
}
COOKIES = ["session", "visitor", "remember_token", "cart_count", "via100000", "language", "locale"]
BAKED = ["", ".", "..", "a.b.c", "\u00ff", "eyJfIjoxfQ.x.y", "'" * 9, "9" * 4_000, "0-", "-1", ".eJw.Zg.AA"]
METHODS = ["HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "GET", "POST", "get", "XQ9"]
KINDS = ["", "application/json", "text/plain", "multipart/form-data", "multipart/form-data; boundary=", "application/xml",
         "application/x-www-form-urlencoded; charset=utf-7", "application/x-www-form-urlencoded; charset=\xff", "a/b/c", "image/jpeg"]  # fmt: skip
BODIES = [b"", b"{}", b"[" * 10_000, b"null", b"\xff\xfe\x00", b"&" * 150, b"=&=&%zz=%", b"a[b][c]=1&a.b=2", b"%ED%A0%80=%ED%A0%80",
          b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", b"--xq9\r\n", gzip.compress(b"a=1" * 99)]  # fmt: skip
GOOD = picture_bytes(side=64)
FILES = [
    ("a.jpg", "image/jpeg", GOOD), ("a.jpg", "image/jpeg", GOOD[:200]), ("a.png", "image/png", b""), ("../../a.jpg", "image/jpeg", GOOD),
    (f"{MARK}>.jpg", "image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>"), ("a.xlsx", "x/y", b"PK\x03\x04" + b"\0" * 99),
    ("a.csv", "text/csv", b"\xef\xbb\xbfa,b\r\n=1,\"\r\n"), ("a.csv", "text/csv", b"\xff\xfe" + "款号,标题".encode("utf-16-le")), ("", "", b"x"),
    ("a.zip", "application/zip", b"PK\x05\x06" + b"\0" * 18), ("a.pdf", "application/pdf", b"%PDF-1.7\n"), ("a" * 300, "\xff", b"\0" * 2_000),
    ("a.gif", "image/gif", b"GIF89a\xff\xff\xff\xff\0\0\0"), ("a.heic", "image/heic", b"\0\0\0\x18ftypheic" + b"\0" * 99),
]  # fmt: skip


def _value(shot: Shot, rng: Random) -> None:
    """One or some fields say something odd."""
    own = [field for field in shot.fields if field[0] != "csrf_token" and len(field) == 2]
    for field in rng.sample(own, min(len(own), rng.choice((1, 1, 1, 2, 9)))):
        other = rng.choice(own)[1]
        field[1] = rng.choice(
            (rng.choice(VALUES), rng.choice(VALUES), field[1] + rng.choice(VALUES), other, field[1][::-1])
        )


def _fields(shot: Shot, rng: Random) -> None:
    """Fields are missing, twice there, strange, or have other names."""
    for _ in range(rng.randint(1, 3)):
        if not shot.fields:
            shot.fields.append([rng.choice(VALUES)[:50], rng.choice(VALUES)])
        at = rng.randrange(len(shot.fields))
        field = shot.fields[at]
        match rng.randrange(5):
            case 0:
                del shot.fields[at]
            case 1:
                shot.fields.insert(rng.randint(0, len(shot.fields)), [field[0], rng.choice(VALUES)])
            case 2:
                shot.fields.append(
                    [rng.choice(("id", "by", "state", "q", "page", "once", "x" * 300)), rng.choice(VALUES)]
                )
            case 3:
                shot.fields[at] = [field[0] + rng.choice(("[]", "-0", "-999999", ".x", "\x00")), *field[1:]]
            case 4:
                shot.fields += [[field[0], field[1], *field[2:]] for _ in range(rng.choice((2, 30, 190)))]


def _files(shot: Shot, rng: Random) -> None:
    """A file where there is text, or the other way round."""
    shot.kind = "multipart/form-data"
    if not shot.fields:
        shot.fields.append(["file", ""])
    for at in rng.sample(range(len(shot.fields)), min(2, len(shot.fields))):
        name, kind, content = rng.choice(FILES)
        sent = base64.b64encode(content).decode()
        field = shot.fields[at]
        shot.fields[at] = (
            [field[0], sent, name, kind] if len(field) == 2 or rng.random() < 0.8 else [field[0], field[1]]
        )


def _body(shot: Shot, rng: Random) -> None:
    """A body of another kind."""
    shot.kind = rng.choice(KINDS)
    shot.raw = base64.b64encode(rng.choice(BODIES)).decode()


def _head(shot: Shot, rng: Random) -> None:
    for name in rng.sample(sorted(HEADERS), rng.randint(1, 3)):
        shot.headers[name] = rng.choice(HEADERS[name])


def _cookie(shot: Shot, rng: Random) -> None:
    shot.cookies[rng.choice(COOKIES)] = rng.choice(BAKED)


def _method(shot: Shot, rng: Random) -> None:
    shot.method = rng.choice(METHODS)


def _query(shot: Shot, rng: Random) -> None:
    """What an address is asked with."""
    names = [
        "q",
        "page",
        "from",
        "to",
        "by",
        "before",
        "state",
        "next",
        "door",
        "after",
        "category",
        "sort",
        "order",
        "kind",
        "x",
    ]
    asked = Shot("", "POST", "", [[rng.choice(names), rng.choice(VALUES)[:8_000]] for _ in range(rng.randint(1, 3))])
    shot.path += ("&" if "?" in shot.path else "?") + asked._body("")[0].decode()


def _token(shot: Shot, rng: Random) -> None:
    for field in shot.fields:
        if field[1] == TOKEN:
            field[1] = rng.choice(("", "x", "IjEi.aaaa.bbbb", "9" * 3_000))


WAYS: list[tuple[int, Callable[[Shot, Random], None]]] = [
    (10, _value), (4, _fields), (2, _files), (1, _body), (3, _head), (1, _cookie), (1, _method), (3, _query), (1, _token),
]  # fmt: skip


def spoil(shot: Shot, rng: Random) -> None:
    """Makes a request wrong in one way, or in some."""
    ways = rng.choices([way for _, way in WAYS], [weight for weight, _ in WAYS], k=rng.choice((1, 1, 1, 2, 3)))
    for way in ways:
        way(shot, rng)
    shot.what = "+".join(dict.fromkeys(way.__name__.strip("_") for way in ways))
