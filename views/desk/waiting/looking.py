"""What of the queue is looked at: the filters in the address, and only kinds that the reader may decide."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import abort, request, url_for

from models.kernel.clock import now
from models.kernel.errors import Gone
from models.kernel.reading.numbers import decimal_digits
from models.stories.waiting import Waiting, WaitingKind, waiting_kinds
from models.stories.waiting.reading import Queue, Sought, Spot
from models.waiting.hands import in_hand_of
from views.kit import store
from views.kit.groups import may
from views.kit.house import house
from views.kit.identity import member

MOST_WORDS = 60
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICRO = timedelta(microseconds=1)
_YEARS_9999 = 253_402_000_000_000_000


@dataclass(frozen=True, slots=True)
class Looked:
    """The filters. `spot` is where the list begins."""

    kind: str = ""
    words: str = ""
    is_overdue: bool = False
    is_mine: bool = False
    spot: Spot | None = None

    def here(self, **other: Any) -> dict[str, Any]:
        """The address's arguments; with others in place of these."""
        mine: dict[str, Any] = {
            "kind": self.kind,
            "q": self.words,
            "late": 1 if self.is_overdue else "",
            "mine": 1 if self.is_mine else "",
            "from": _written(self.spot) if self.spot else "",
        }
        return {name: value for name, value in (mine | other).items() if value}

    def queue(self) -> Queue:
        """The queue under these filters, now."""
        session, at = store.session(), now()
        names = tuple(kind.name for kind in reader_kinds())
        kinds = tuple(name for name in names if not self.kind or name == self.kind)
        only = frozenset(in_hand_of(session, member().id, at=at)) if self.is_mine else None
        return Queue(session, Sought(kinds, self.words, self.is_overdue, only), house().rules, at)

    @property
    def is_whole(self) -> bool:
        """Whether nothing narrows it but a kind, so that counts are right."""
        return not (self.words or self.is_overdue or self.is_mine or self.spot)


def looked() -> Looked:
    """From the address. Forms carry it in theirs."""
    asked = request.args
    kind = asked.get("kind", "")
    if kind:
        kind = reader_kind(kind).name
    return Looked(
        kind, asked.get("q", "").strip()[:MOST_WORDS], bool(asked.get("late")), bool(asked.get("mine")),
        _spot(asked.get("from", "")),
    )  # fmt: skip


def reader_kinds() -> list[WaitingKind]:
    """The kinds that the reader may decide, in their order."""
    return [kind for kind in waiting_kinds().values() if may(kind.role)]


def reader_kind(name: str) -> WaitingKind:
    """One of them. Raises Gone for what is no kind; 403 for another role's."""
    kind = waiting_kinds().get(name)
    if kind is None:
        raise Gone(name)
    if kind not in reader_kinds():
        abort(403)
    return kind


def list_url(at: Looked, **other: Any) -> str:
    """The list under these filters."""
    return url_for("desk.waiting", **at.here(**other))


def one_url(at: Looked, one: Waiting) -> str:
    """One thing in the list as it is looked at. `in` keeps the filter by kind apart from the thing's own."""
    return url_for("desk.waiting_one", its=one.kind, code=one.code, **at.here())


def spot_of(one: Waiting) -> str:
    """Where it stands, for an address."""
    return _written(one.spot)


def _written(spot: Spot) -> str:
    promised, place, code = spot
    return f"{(promised - _EPOCH) // _MICRO}-{place}-{code}"


def _spot(written: str) -> Spot | None:
    moment, _, rest = written.partition("-")
    place, _, code = rest.partition("-")
    micros, number = decimal_digits(moment), decimal_digits(place)
    if not micros or not number or not code or "." in micros + number or int(micros) > _YEARS_9999:
        return None
    return _EPOCH + int(micros) * _MICRO, min(int(number), 9999), code[:20]
