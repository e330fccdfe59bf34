"""Who a visit is counted for, told before Flask: by the visitor cookie that the browser shows, else by its address.

A page that counts brings a stranger's browser a visitor cookie, and a second one that names this very visit. Any later
request that shows both, the page's own pictures too, makes that visit the visitor's own. Neither is in the page's kept
bytes. What a browser fetches ahead of need, and what asks for headers only, is nobody's visit; nor is what a shopkeeper
opens of the own shops. Agents are judged behind the page (models/statistics/machines.py).
"""

import hmac
import secrets
from collections import OrderedDict
from collections.abc import Callable
from datetime import timedelta
from functools import lru_cache
from typing import Any

from itsdangerous.encoding import base64_encode

from models.kernel.clock import now
from models.kernel.rules import DEFAULT
from models.statistics.counting import KEY_LENGTH, VisitNote, counting_day, hour_of, visitor_key
from models.statistics.seen import SUBJECT_LIMIT, Seen
from views.kit import visitor
from views.kit.limits import address_of
from views.kit.visitor_keys import VisitorKeys

# A page's pictures come at once; somebody who reads on for half an hour is still the one who came.
ARRIVAL_SECONDS = 1800
# Browsers say it in one of these where they fetch what nobody has asked for yet.
_AHEAD = ("HTTP_SEC_PURPOSE", "HTTP_PURPOSE", "HTTP_X_PURPOSE", "HTTP_X_MOZ")
_MOST_REMEMBERED = 4_000
_HOUR = timedelta(hours=1)
Environ = dict[str, Any]
Headers = list[tuple[str, str]]
# The day, and after how many of them keys change.
_Term = tuple[int, int]


class Counting:
    """One for each process. Cheap enough for every request: a digest where a visitor is new, else what was found
    before."""

    def __init__(
        self,
        take: Callable[[VisitNote], None],
        keys: VisitorKeys,
        *,
        is_https: bool,
        days: Callable[[], int] = lambda: DEFAULT.counting_days,
    ) -> None:
        self._take = take
        self._keys = keys
        self._days = days
        attributes = f"{'Secure; ' if is_https else ''}HttpOnly; Path=/; SameSite=Lax"
        self._for_visitors = f"; Max-Age={visitor.YEAR}; {attributes}"
        self._for_arrivals = f"; Max-Age={ARRIVAL_SECONDS}; {attributes}"
        self._noted: OrderedDict[tuple[str, str], None] = OrderedDict()
        # The keys of visitors by their cookies, "" for one that we did not sign; those of addresses. Each for a day.
        self._visitor = lru_cache(_MOST_REMEMBERED)(self._proven)
        self._address = lru_cache(_MOST_REMEMBERED)(lambda given, term: self._digest(address_of(given), term))

    def shown(self, environ: Environ) -> None:
        """Any request: where it shows with which visit its visitor began, that visit becomes the visitor's. What it
        says is no more than that visitor could open now, so nobody signed it."""
        cookies = environ.get("HTTP_COOKIE", "")
        if visitor.ARRIVAL not in cookies or not self._keys.hash_secret():
            return
        arrival = cookie(cookies, visitor.ARRIVAL)
        who = self._visitor(cookie(cookies, visitor.VISITOR), self._term())
        if not arrival or not who or (who, arrival) in self._noted:
            return
        self._remember((who, arrival))
        subject, _, rest = arrival.partition("~")
        counted, _, was = rest.partition("~")
        hour = hour_of(now())
        began = next((one for one in (hour, hour - _HOUR) if str(visitor.hours(one)) == counted), None)
        is_text = arrival.isascii() and arrival.isprintable()
        if began and is_text and len(subject) <= SUBJECT_LIMIT and len(was) == KEY_LENGTH:
            self._take(VisitNote(subject, who, began, agent=environ.get("HTTP_USER_AGENT", ""), was=was))

    def opened(self, environ: Environ, seen: Seen, *, knows: bool = False) -> Headers:
        """A page that counts was given out; the headers that go with it. `knows`: the page gives the browser its
        visitor cookie itself."""
        cookies = environ.get("HTTP_COOKIE", "")
        if environ["REQUEST_METHOD"] != "GET" or _is_ahead(environ) or _is_own(cookies, seen):
            return []
        if not self._keys.hash_secret():
            return []
        hour, agent, term = hour_of(now()), environ.get("HTTP_USER_AGENT", ""), self._term()
        who = self._visitor(cookie(cookies, visitor.VISITOR), term) if cookies else ""
        if who:
            self._take(VisitNote(seen.subject, who, hour, seen, agent))
            return []
        given, address = secrets.token_hex(16), self._address(environ.get("REMOTE_ADDR", ""), term)
        self._take(VisitNote(seen.subject, address, hour, seen, agent, becoming=self._digest(given, term)))
        if knows:
            return []
        arrival = f"{visitor.ARRIVAL}={seen.subject}~{visitor.hours(hour)}~{address}"
        return [
            ("Set-Cookie", f"{visitor.VISITOR}={given}.{self._sign(given).decode()}{self._for_visitors}"),
            ("Set-Cookie", arrival + self._for_arrivals),
        ]

    def done(self, environ: Environ, seen: Seen, visitor_id: str) -> None:
        """This visitor took a coupon, or put goods into the cart. Call it once that stands."""
        if not self._keys.hash_secret() or _is_own(environ.get("HTTP_COOKIE", ""), seen):
            return
        who, agent = self._digest(visitor_id, self._term()), environ.get("HTTP_USER_AGENT", "")
        self._take(VisitNote(seen.subject, who, hour_of(now()), seen, agent))

    def _term(self) -> _Term:
        return counting_day(now()), self._days()

    def _proven(self, sent: str, term: _Term) -> str:
        who, _, mark = sent.rpartition(".")
        made = [_signature(key, who) for key in self._keys.signing] if who else []
        is_ours = any(hmac.compare_digest(mark.encode(), one) for one in made)
        return self._digest(who, term) if is_ours else ""

    def _digest(self, who: str, term: _Term) -> str:
        day, days = term
        return visitor_key(self._keys.hash_secret(), who, day=day, days=days)

    def _sign(self, who: str) -> bytes:
        return _signature(self._keys.signing[0], who)

    def _remember(self, noted: tuple[str, str]) -> None:
        """Once a process: each of the page's pictures shows it again."""
        self._noted[noted] = None
        while len(self._noted) > _MOST_REMEMBERED:
            self._noted.popitem(last=False)


def _signature(key: bytes, who: str) -> bytes:
    """As itsdangerous signs the visitor's id."""
    return base64_encode(hmac.digest(key, who.encode(), "sha256"))


def cookie(cookies: str, name: str) -> str:
    """The cookie of exactly that name in a Cookie header; empty where there is none."""
    for part in cookies.split(";"):
        key, _, value = part.strip().partition("=")
        if key == name:
            return value
    return ""


def _is_ahead(environ: Environ) -> bool:
    said = [environ[name] for name in _AHEAD if name in environ]
    return any(one.startswith(("prefetch", "preview")) for one in said)


def _is_own(cookies: str, seen: Seen) -> bool:
    return visitor.OWN in cookies and str(seen.shop_number) in cookie(cookies, visitor.OWN).split(".")
