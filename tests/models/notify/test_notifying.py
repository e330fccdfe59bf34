"""Ways to tell people, each against a real server on this machine: signed JSON, SMS through a webhook, SMTP."""

import hashlib
import hmac
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from email import message_from_string
from email.policy import default
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from models.kernel.provider import wire
from models.notify import Notice, Undelivered
from models.notify.choosing import chosen_notifiers
from models.notify.email import Email
from models.notify.signing import SIGNATURE
from models.notify.sms.double import SmsDouble
from models.notify.sms.gateway import Sms
from models.notify.webhook import Webhook
from tests.given.serving import serving

NOTICE = Notice("7-0", "keeper", "13800138000", "alin@example.org", "新消息：白茶", "有新消息", "http://x.test/t")
SECRET = "a secret for notices"


class Listener(HTTPServer):
    """Takes what is posted and answers `status`."""

    def __init__(self, status: int) -> None:
        super().__init__(("127.0.0.1", 0), _Taker)
        self.status = status
        self.got: list[tuple[dict[str, str], bytes]] = []

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_port}/in"


class _Taker(BaseHTTPRequestHandler):
    server: Listener

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((dict(self.headers), body))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, format: str, *arguments: Any) -> None:
        """Says nothing."""


@contextmanager
def listening(status: int = 204) -> Iterator[Listener]:
    """A webhook's other end."""
    server = Listener(status)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_webhook_posts_signed_json() -> None:
    with listening() as server:
        Webhook(server.url, SECRET).send(NOTICE)
    [(headers, body)] = server.got
    at, _, signature = headers[SIGNATURE].partition(",v1=")
    expected = hmac.new(SECRET.encode(), f"{at.removeprefix('t=')}.".encode() + body, hashlib.sha256).hexdigest()
    assert signature == expected
    said = json.loads(body)
    assert (said["event"], said["audience"], said["url"]) == ("talk.unread", "keeper", "http://x.test/t")


def test_an_sms_goes_only_where_a_number_is_known() -> None:
    with listening() as server:
        Sms(server.url, SECRET).send(NOTICE)
        Sms(server.url, SECRET).send(Notice("8-0", "buyer", "", "", "", "", ""))
    [(_, body)] = server.got
    assert json.loads(body) == {"key": "7-0", "to": "13800138000", "text": "有新消息 http://x.test/t"}


def test_a_text_whose_answer_was_lost_is_sent_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "ANSWER_SECONDS", 0.2)
    double = SmsDouble(SECRET)
    with serving(double.answer) as double.url:
        for fault in ("lost", "500", "before"):
            double.faults.coming.append(fault)
            with pytest.raises(Undelivered):
                Sms(double.url, SECRET).send(NOTICE)
        Sms(double.url, SECRET).send(NOTICE)
        with pytest.raises(Undelivered, match="403"):
            Sms(double.url, "another secret").send(NOTICE)
    assert double.texts == {"7-0": ("13800138000", "有新消息 http://x.test/t")}


def test_a_refusal_and_a_silent_address_are_undelivered() -> None:
    with listening(500) as server, pytest.raises(Undelivered):
        Webhook(server.url, SECRET).send(NOTICE)
    with pytest.raises(Undelivered):
        Webhook(server.url, SECRET).send(NOTICE)


def _converse(listener: socket.socket, got: list[str], refuse: bool) -> None:
    """A small SMTP server: one letter, then it hangs up."""
    connection, _ = listener.accept()
    with connection, connection.makefile("rwb") as line:

        def say(words: str) -> None:
            line.write(words.encode() + b"\r\n")
            line.flush()

        say("220 here")
        while words := line.readline().decode().strip():
            verb = words.split(" ")[0].upper()
            if verb == "DATA":
                say("354 go on")
                while (written := line.readline().decode().rstrip("\r\n")) != ".":
                    got.append(written)
                say("250 taken")
            elif verb == "QUIT":
                say("221 bye")
                return
            else:
                got.append(words)
                say("550 no" if refuse and verb == "RCPT" else "250 fine")


@contextmanager
def post_office(*, refuse: bool = False) -> Iterator[tuple[str, list[str]]]:
    """Its address, and what it was told."""
    got: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=_converse, args=(listener, got, refuse), daemon=True)
        thread.start()
        yield f"smtp://127.0.0.1:{listener.getsockname()[1]}?from=shop@example.org", got
        thread.join(timeout=5)


def test_a_letter_is_handed_to_the_mail_server() -> None:
    with post_office() as (url, got):
        Email(url).send(NOTICE)
    letter = "\n".join(got)
    assert "MAIL FROM:<shop@example.org>" in letter.upper().replace("SHOP@EXAMPLE.ORG", "shop@example.org")
    assert "To: alin@example.org" in letter
    assert "Message-ID: <" in letter


def test_a_title_brings_no_address_into_a_letter_or_a_text() -> None:
    title = "领奖 http://bad.example/x"
    notice = replace(NOTICE, subject=f"新消息：{title}", text=f"关于“{title}”有新消息")
    assert notice.whole.count("http://") == 1 and notice.whole.endswith(" http://x.test/t")
    with post_office() as (url, got):
        Email(url).send(notice)
    letter = got[next(at for at, line in enumerate(got) if line.startswith("From:")) :]
    said = message_from_string("\n".join(letter), policy=default).get_content()
    assert said.count("http://") == 1 and "bad.example" not in said


def test_who_gave_no_address_gets_no_letter() -> None:
    Email("smtp://127.0.0.1:9").send(Notice("8-0", "keeper", "13800138000", "", "", "", ""))


def test_a_mail_server_that_refuses_leaves_it_undelivered() -> None:
    with post_office(refuse=True) as (url, _), pytest.raises(Undelivered):
        Email(url).send(NOTICE)


def test_the_environment_chooses() -> None:
    assert chosen_notifiers(webhook="", sms="", secret="", smtp="") == []
    ways = chosen_notifiers(webhook="http://a.test", sms="http://b.test", secret="s", smtp="smtp://c.test")
    assert [way.name for way in ways] == ["webhook", "sms", "email"]
