"""Fires: walks through the network as everybody, then sends wrong things, and looks at every answer."""

import base64
import gc
import gzip
import signal
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any
from urllib.parse import urljoin, urlsplit

from flask import Flask
from werkzeug.routing import Rule

from models.account.audit.chaining import chain
from models.checks.check import check, late_faults
from models.kernel.clock import now
from tests.attacks.fuzzer.known import Known
from tests.attacks.fuzzer.network import ROLES, Ground, by_chance, doors, people
from tests.attacks.fuzzer.pages import Form
from tests.attacks.fuzzer.shot import TOKEN, Shot
from tests.attacks.fuzzer.wrong import ATTRIBUTE, FILES, HEADER, MARK, VALUES, spoil
from tests.given.people import token_on
from views.kit.house import House

# Processor seconds that no answer may take, and after how many it is broken off.
MOST, STUCK = 2.0, 20.0
# How many requests go to one copy of the network: after that many, much of it is closed, ended or taken away.
CHAPTER, WALK = 1_500, 60
# How often a request goes to a view that none has reached yet, while there are any; and whose views they are.
UNMET = 0.5
OFFICES = {
    "console": ("keeper",),
    "supply": ("supplier", "staff"),
    "desk": ("operator", "clerk"),
}


class TooLong(BaseException):
    """Nobody waits any longer for this answer. No `except Exception` of the program may keep it."""


@dataclass
class Fault:
    """What was wrong, and the line by which it is sent again."""

    what: str
    shot: Shot
    detail: str = ""


@dataclass
class Report:
    """What a run came to."""

    sent: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)
    slowest: list[tuple[float, Shot]] = field(default_factory=list)
    views: set[str] = field(default_factory=set)
    all_views: int = 0

    def note(self, seconds: float, shot: Shot) -> None:
        """Keeps the ten slowest."""
        self.slowest = sorted([*self.slowest, (seconds, shot)], key=lambda one: -one[0])[:10]


class Gun:
    """One copy of the network with everybody in it."""

    def __init__(self, app: Flask, report: Report, rng: Random) -> None:
        self.app, self.report, self.rng = app, report, rng
        self.known, self.people, self.news = Known(app), people(app), list[str]()
        report.all_views = len({rule.endpoint for rule in self.known.rules})

    def fire(self, shot: Shot) -> Any:
        """Sends one and judges the answer; None where there was none."""
        person, begun = self.people[shot.role], time.process_time()
        self.report.sent += 1
        self.report.views.add(self.known.endpoint(shot.path, shot.method))
        try:
            with _patience():
                reply = shot.send(person)
                body = reply.get_data()
        except (Exception, TooLong) as error:
            last = "".join(traceback.format_exception(error)[-6:])
            self.report.faults.append(Fault(f"{type(error).__name__}: {str(error)[:120]}", shot, last))
            return None
        took = time.process_time() - begun
        self.report.note(took, shot)
        self.report.statuses[reply.status_code] += 1
        body = gzip.decompress(body) if reply.content_encoding == "gzip" and body else body
        for what in _wrong_with(reply, body):
            self.report.faults.append(Fault(what, shot))
        if took > MOST:
            self.report.faults.append(Fault(f"{took:.1f} s of processor", shot))
        if reply.mimetype == "text/html" and reply.status_code < 400:
            self._learn(shot, body.decode(errors="replace"))
        return reply

    def _learn(self, shot: Shot, text: str) -> None:
        person = self.people[shot.role]
        person.token = token_on(text) or person.token
        self.news = self.known.read(shot.role, shot.path.partition("?")[0], text)

    def walk(self, *, most: int = WALK, each: int = 2) -> None:
        """Opens pages as each role, so many in all and of each kind."""
        for role, waiting in doors(self.app).items():
            seen = Counter[str]()
            while waiting and sum(seen.values()) < most:
                path = waiting.pop(0)
                kind = self.known.endpoint(path)
                if seen[kind] >= each and kind != "buyer.order":
                    continue
                seen[kind] += 1
                self.news = []
                self.fire(Shot(role, "GET", path, what="walk"))
                waiting += self.news

    def aim(self) -> Shot:
        """A request to a form, a link or a route, and what is wrong with it."""
        unmet = [rule for rule in self.known.rules if rule.endpoint not in self.report.views]
        shot = self._at(self.rng.choice(unmet)) if unmet and self.rng.random() < UNMET else self._anywhere()
        if self.rng.random() < 0.9:
            spoil(shot, self.rng)
        if shot.method == "GET" and shot.fields:
            asked = Shot("", "POST", "", [one[:2] for one in shot.fields])._body("")[0].decode()
            shot.path, shot.fields = f"{shot.path.partition('?')[0]}?{asked[:60_000]}", []
        return shot

    def _at(self, rule: Rule) -> Shot:
        """A view that no request led to so far: as somebody whose page it is, with its form where they saw it."""
        role = self.rng.choice(OFFICES.get(rule.endpoint.partition(".")[0], ROLES))
        form = self.known.form_of(role, rule.endpoint, self.rng)
        if form:
            return self._sent(role, form)
        method = self._method(rule)
        return self._bare(role, method, self.known.plausible(rule, method, self.rng))

    def _anywhere(self) -> Shot:
        role = self.rng.choice(ROLES)
        dice = self.rng.random()
        forms, links = self.known.forms[role], self.known.links[role]
        if dice < 0.6 and forms:
            return self._sent(role, self.rng.choice(list(forms.values())))
        if dice < 0.75 and links:
            return Shot(role, "GET", self.rng.choice(list(links)))
        rule = self.rng.choice(self.known.rules)
        return self._bare(role, self._method(rule), self.known.address(rule, self.rng, VALUES))

    def _sent(self, role: str, form: Form) -> Shot:
        fields = [[name, TOKEN if name == "csrf_token" else value] for name, value in form.fields]
        shot = Shot(role, form.method, form.path, fields)
        shot.kind = (form.method == "POST" and form.kind) or shot.kind
        shot.fields += [[name, *self._file()] for name in form.files if form.method == "POST"]
        return shot

    def _bare(self, role: str, method: str, path: str) -> Shot:
        return Shot(role, method, path, [["csrf_token", TOKEN]] if method == "POST" else [])

    def _method(self, rule: Rule) -> str:
        return self.rng.choice(sorted((rule.methods or {"GET"}) - {"HEAD", "OPTIONS"}))

    def _file(self) -> list[str]:
        called, kind, content = self.rng.choice(FILES)
        return [base64.b64encode(content).decode(), called, kind]

    def sign_in_again(self) -> None:
        """Whoever was signed out by what they sent."""
        doors_of = {"keeper": "/console", "supplier": "/supply", "operator": "/desk"}
        doors_of |= {"staff": "/supply", "clerk": "/desk"}
        for role, door in doors_of.items():
            if self.people[role].get(door).status_code != 200:
                self.people = people(self.app)
                return


def _wrong_with(reply: Any, body: bytes) -> Iterator[str]:
    if reply.status_code >= 500 and reply.status_code != 503:
        yield f"status {reply.status_code}"
    if HEADER in reply.headers:
        yield "a header of the sender's own"
    if reply.mimetype in ("text/html", "image/svg+xml"):
        for mark in (MARK, ATTRIBUTE):
            if mark.encode() in body:
                yield f"markup of the sender's own: {mark}"
    # Browsers read a backslash as a slash.
    there = urlsplit(urljoin("http://localhost/", reply.headers.get("Location", "").replace("\\", "/")))
    if there.hostname == "evil.example" and reply.request.host != there.hostname:
        yield "leads to a strange site"


@contextmanager
def _patience() -> Iterator[None]:
    def stop(*_: object) -> None:
        raise TooLong(f"more than {STUCK} s")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, STUCK)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def fuzz(kind: str, seed: str, requests: int, *, say: Callable[[str], object] = lambda _: None) -> Report:
    """So many requests to the demo network on one kind of database."""
    report = Report()
    with ExitStack() as stack:
        ground, chapter = Ground(kind, seed, stack), 0
        while report.sent < requests:
            with ground.copy() as app, by_chance(f"{seed}/{chapter}"):
                _leave_alone_what_was_before()
                _chapter(app, report, Random(f"{seed}/{chapter}"), min(requests, report.sent + CHAPTER))
            chapter += 1
            say(f"{kind}: {report.sent} sent, {len(report.faults)} faults")
    return report


def _leave_alone_what_was_before() -> None:
    """Dozens of programs follow each other in this process: no answer is to wait while the rest of those are looked
    through for what can be thrown away, as a server has only one."""
    gc.collect()
    gc.freeze()


def _chapter(app: Flask, report: Report, rng: Random, until: int) -> None:
    gun = Gun(app, report, rng)
    gun.walk()
    while report.sent < until:
        gun.fire(gun.aim())
        if report.sent % 100 == 0:
            gun.sign_in_again()
    house: House = app.extensions["xiaopu"]
    house.chainer.flush()
    chain(house.database, at=now(), window=None)
    late = late_faults(house.database, house.media, at=now() + timedelta(days=1))
    for fault in (*check(house.database, house.media, sample=3), *late):
        report.faults.append(Fault(f"the books: {fault}", Shot("nobody", "", "")))


def replay(kind: str, seed: str, lines: list[str]) -> Report:
    """Sends single requests to a network just as it was loaded."""
    report = Report()
    with ExitStack() as stack, Ground(kind, seed, stack).copy() as app, by_chance(f"{seed}/0"):
        gun = Gun(app, report, Random(seed))
        gun.walk()
        for line in lines:
            gun.fire(Shot.of(line))
    return report
