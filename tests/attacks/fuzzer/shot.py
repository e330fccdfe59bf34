"""One request as it is sent, and as a line from which it can be sent again."""

import base64
import io
import json
from dataclasses import asdict, dataclass, field
from typing import Any
from urllib.parse import quote_from_bytes

from tests.given.people import Person

# Stands for the token of whoever sends it.
TOKEN = "@token"


@dataclass
class Shot:
    """A request. Text may hold lone surrogates; `fields` are name and value, of a file also its name and kind."""

    role: str
    method: str
    path: str
    fields: list[list[str]] = field(default_factory=list)
    kind: str = "application/x-www-form-urlencoded"
    headers: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    # A body that is no form, as base64; None where the fields are the body.
    raw: str | None = None
    what: str = ""

    def line(self) -> str:
        """All of it in one line."""
        return json.dumps({name: value for name, value in asdict(self).items() if value})

    @classmethod
    def of(cls, line: str) -> "Shot":
        """The other way round."""
        return cls(**json.loads(line))

    def send(self, person: Person) -> Any:
        """Sends it as somebody; answers as the test client does. Cookies of its own stay with it."""
        before = {name: person.client.get_cookie(name) for name in self.cookies}
        for name, value in self.cookies.items():
            person.client.set_cookie(name, value)
        body, kind = self._body(person.token)
        try:
            return person.client.open(
                self.path, method=self.method, data=body, content_type=kind or None, headers=_headers(self.headers)
            )
        finally:
            for name, kept in before.items():
                person.client.delete_cookie(name)
                if kept is not None:
                    person.client.set_cookie(name, kept.value)

    def _body(self, token: str) -> tuple[bytes, str]:
        if self.raw is not None:
            return base64.b64decode(self.raw), self.kind
        if self.method in ("GET", "HEAD") or not (self.fields or self.method == "POST"):
            return b"", ""
        filled = [[name, token if value == TOKEN else value, *file] for name, value, *file in self.fields]
        if self.kind.startswith("multipart"):
            return _multipart(filled)
        return b"&".join(_quoted(name) + b"=" + _quoted(value) for name, value, *_ in filled), self.kind


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _quoted(text: str) -> bytes:
    return quote_from_bytes(_bytes(text), safe="").encode()


def _headers(headers: dict[str, str]) -> list[tuple[str, str]]:
    """WSGI knows letters up to 255 alone, and no new lines: a server would not let them through."""
    return [(name, _bytes(value).decode("latin-1").translate({10: " ", 13: " "})) for name, value in headers.items()]


def _multipart(fields: list[list[str]]) -> tuple[bytes, str]:
    body, mark = io.BytesIO(), "xq9boundary"
    for name, value, *file in fields:
        called = _bytes(name).replace(b'"', b"%22")
        body.write(b'--%s\r\nContent-Disposition: form-data; name="%s"' % (mark.encode(), called))
        if file:
            saved, of_kind = _bytes(file[0]).replace(b'"', b"%22"), _bytes(file[1])
            body.write(b'; filename="%s"\r\nContent-Type: %s' % (saved, of_kind))
        body.write(b"\r\n\r\n" + (base64.b64decode(value) if file else _bytes(value)) + b"\r\n")
    body.write(b"--%s--\r\n" % mark.encode())
    return body.getvalue(), f"multipart/form-data; boundary={mark}"
