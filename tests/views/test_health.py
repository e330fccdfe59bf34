"""/readyz tells what is missing, a line each."""

import re
import shutil
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from models.account.audit import note_audit
from models.account.audit.chaining import chain
from models.kernel.act import Act
from models.kernel.clock import now
from tests.given.factories import make_goods, make_supplier
from tests.given.people import Person
from views.kit import pulse, readiness
from views.kit.house import House


def test_all_is_there(buyer: Person) -> None:
    reply = buyer.get("/readyz")
    assert (reply.status_code, reply.text) == (200, "ok\n")


def test_pictures_that_are_gone(buyer: Person, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "media")
    reply = buyer.get("/readyz")
    assert (reply.status_code, reply.text) == (503, "media: FileNotFoundError\n")
    (tmp_path / "media").mkdir()
    assert buyer.get("/readyz").status_code == 200


class Queue:
    """Of jobs, as the program asks it."""

    immediate = False

    def __init__(self, waiting: int, signed: float | None) -> None:
        self.waiting, self.signed = waiting, signed

    def pending_count(self) -> int:
        return self.waiting

    def get(self, key: str, peek: bool) -> float | None:
        assert key and peek
        return self.signed


def test_a_worker_that_says_nothing_and_jobs_that_pile_up(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1_000_000.0
    monkeypatch.setattr("time.time", lambda: now)
    monkeypatch.setattr(pulse, "_BEGUN", now - 20)
    assert pulse.amiss(Queue(3, None)) == "", "it may still be coming up"
    monkeypatch.setattr(pulse, "_BEGUN", now - 9_000)
    assert pulse.amiss(Queue(3, now - 30)) == ""
    assert "no worker gave a sign of life for 80 s, 3 wait" in pulse.amiss(Queue(3, now - 80))
    assert "9000 s" in pulse.amiss(Queue(0, None))
    assert "does not keep up" in pulse.amiss(Queue(301, now - 1))


def test_what_is_silent_holds_up_nobody(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "SECONDS", 0.05)
    over = threading.Event()
    found = readiness.faults({"one": lambda: "", "two": lambda: str(over.wait(5)), "three": lambda: str(1 / 0)})
    over.set()
    assert found == ["two: no answer within 0 s", "three: ZeroDivisionError"]


def test_what_waits_at_the_desk_is_a_gauge(house: House, buyer: Person) -> None:
    with house.database.transaction() as session:
        make_goods(session, make_supplier(session), state="submitted")
    text = buyer.get("/metrics").text
    assert 'xiaopu_desk_waiting{kind="goods"} 1.0' in text
    assert 'xiaopu_desk_overdue{kind="goods"} 0.0' in text
    assert 'xiaopu_desk_oldest_seconds{kind="refund"} 0.0' in text


def test_a_chainer_that_stands_still_is_told(buyer: Person, house: House) -> None:
    with house.database.transaction() as session:
        note_audit(session, "goods.edit", "A", Act.program(now() - timedelta(seconds=50)))
    assert buyer.get("/readyz").status_code == 200
    assert _waited(buyer) >= 50
    chain(house.database, at=now())
    assert _waited(buyer) == 0 and buyer.get("/readyz").status_code == 200
    with house.database.transaction() as session:
        note_audit(session, "goods.edit", "D", Act.program(now() - timedelta(seconds=90)))
    reply = buyer.get("/readyz")
    assert reply.status_code == 503 and reply.text.startswith("trail: the chainer stands still, rows wait for 9")


def _waited(person: Person) -> float:
    (line,) = re.findall(r"^xiaopu_trail_unchained_seconds (\S+)$", person.get("/metrics").text, re.MULTILINE)
    return float(line)
