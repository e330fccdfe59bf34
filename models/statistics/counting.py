"""Counting visits without touching the page: they are written behind it, in batches. Only people count. What else a
visitor does before an order, taking a coupon and putting goods into the cart, is written down in the same way.

A browser that shows its visitor cookie is a person of its own. One that has none yet is known by its address, which
counts once an hour, whoever is behind it; the moment it shows the cookie that came with its first page, that visit
becomes its own. So three hundred agents behind one address that never show a cookie are one visitor, and two people
behind it that do are two.
"""

import hmac
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, func, select, update
from sqlmodel import Session, col

from models.kernel.behind import WrittenBehind
from models.kernel.clock import Moment, local
from models.kernel.database import in_turn, insert_ignoring
from models.kernel.record import table_of
from models.link.link import Link
from models.statistics.days import shanghai_day
from models.statistics.machines import is_machine
from models.statistics.seen import Seen, seen_again
from models.statistics.visit import Visit
from models.statistics.visitors import note_day_due

MOST_WAITING = 20_000
VISITS_BATCH = 500
_visit = table_of(Visit)
_THERE = select(_visit.c.id, _visit.c.visitor, _visit.c.shop_id).where(
    _visit.c.subject == bindparam("subject"),
    _visit.c.visitor.in_(bindparam("visitors", expanding=True)),
    _visit.c.hour == bindparam("hour", type_=Moment),
)
# Its cookie is as new as the visit: it cannot have been here before.
_BECOME = update(_visit).where(_visit.c.id == bindparam("row")).values(visitor=bindparam("whose"), been_before=False)
_FIRST = (
    select(_visit.c.shop_id, _visit.c.visitor, func.min(_visit.c.hour).label("first"))
    .where(_visit.c.visitor.in_(bindparam("visitors", expanding=True)), _visit.c.shop_id.is_not(None))
    .group_by(_visit.c.visitor, _visit.c.shop_id)
)
# Of strangers behind one address that open the same within a batch.
_MOST_JUDGED = 20
KEY_LENGTH = 16
_Key = tuple[str, str, datetime]
# Where there is a row: its id, and its shop.
_There = dict[_Key, tuple[int, int | None]]


class VisitNote(NamedTuple):
    """That somebody opened a subject. `visitor` is the key of the cookie that was shown, else that of the address; then
    `becoming` is the key of the cookie that came with the page. `was`: an earlier visit, counted for this address, is
    this visitor's. `agent` None: known to be no machine. `seen` None: found again by its subject."""

    subject: str
    visitor: str
    hour: datetime
    seen: Seen | None = None
    agent: str | None = None
    becoming: str = ""
    was: str = ""

    @property
    def key(self) -> _Key:
        """What counts once."""
        return self.subject, self.visitor, self.hour

    def of(self, visitor: str) -> _Key:
        """The same, were it this visitor's."""
        return self.subject, visitor, self.hour


def visitor_key(secret: str, who: str, *, day: int, days: int) -> str:
    """Sixteen characters that tell visitors apart and lead back to nobody. `who` is a visitor's id or an address, `day`
    a number from `counting_day`. After so many `days` the same visitor has another one, each beginning on a day of its
    own: who comes back is not made new for all at once."""
    begins = int.from_bytes(hmac.digest(secret.encode(), f"begins~{who}".encode(), "sha256")[:4]) % days
    term = (day + begins) // days
    return hmac.digest(secret.encode(), f"{term}~{who}".encode(), "sha256").hex()[:KEY_LENGTH]


def counting_day(at: datetime) -> int:
    """The number of a day in Shanghai: keys change at its beginning, so within a day everybody has one."""
    return local(at).toordinal()


def hour_of(at: datetime) -> datetime:
    """The hour in which a visit counts."""
    return at.replace(minute=0, second=0, microsecond=0)


class VisitCounter(WrittenBehind[VisitNote]):
    """`take` returns at once."""

    name = "visits"
    most_waiting = MOST_WAITING
    batch = VISITS_BATCH

    def take(self, note: VisitNote) -> None:
        """Takes a visit down."""
        self._take_down(note)

    def _write(self, batch: Sequence[VisitNote]) -> int:
        # Agents are judged before the lock: the list takes its time.
        notes = _of_people(batch)
        if not notes:
            return 0
        with self._database.transaction() as session:
            # What one process finds missing, another must not be writing at this very moment.
            in_turn(session, "visits")
            rows = _own(session, notes)
            written = insert_ignoring(session, Visit).returning(Visit.kind, Visit.link_id)
            new = session.execute(written, rows).all() if rows else []
            opened = Counter(link_id for kind, link_id in new if kind == "link" and link_id is not None)
            # In the order of ids, so that two processes never wait for each other.
            for link_id, times in sorted(opened.items()):
                session.execute(update(Link).where(col(Link.id) == link_id).values(visits=col(Link.visits) + times))
        return len(new)


def _of_people(batch: Sequence[VisitNote]) -> list[VisitNote]:
    """What people did. Of many agents behind one address that open the same no more than a few are judged: whoever
    shows the cookie later is judged then."""
    judged: Counter[_Key] = Counter()
    found = []
    for note in batch:
        if note.becoming:
            judged[note.key] += 1
        if judged[note.key] <= _MOST_JUDGED and (note.agent is None or not is_machine(note.agent)):
            found.append(note)
    return found


def _own(session: Session, notes: Sequence[VisitNote]) -> list[dict[str, object]]:
    """The rows that are new, after those that become somebody's own were given to them. Behind the lock."""
    there = _there(session, notes)
    seen = {note.subject: note.seen for note in notes if note.seen}
    new: dict[_Key, Seen] = {}
    becoming = []
    # First who showed the cookie, then who was known all along, then strangers: of them only those still unknown.
    for note in sorted(notes, key=lambda note: (bool(note.becoming), not note.was)):
        if any(key in there or key in new for key in (note.key, note.of(note.becoming))):
            continue
        if note.was and note.of(note.was) in there:
            there[note.key] = there.pop(note.of(note.was))
            becoming.append((*there[note.key], note.visitor, note.hour))
        elif opened := seen.get(note.subject) or seen_again(session, note.subject):
            new[note.key] = opened
    if becoming:
        session.connection().execute(_BECOME, [{"row": row, "whose": whose} for row, _, whose, _ in becoming])
        # Those whose visitors are counted already are counted anew.
        for shop_id, day in {(shop_id, shanghai_day(hour)) for _, shop_id, _, hour in becoming if shop_id is not None}:
            note_day_due(session, shop_id, day)
    first = _first(session, {visitor for _, visitor, _ in new})
    return [_row(opened, visitor, hour, first) for (_, visitor, hour), opened in new.items()]


def _there(session: Session, notes: Iterable[VisitNote]) -> _There:
    """Which of the rows that matter to these notes are there. One statement for each subject and hour: so each row is
    found by its whole key."""
    whose: dict[tuple[str, datetime], set[str]] = {}
    for note in notes:
        named = {who for who in (note.visitor, note.becoming, note.was) if who}
        whose.setdefault((note.subject, note.hour), set()).update(named)
    found: _There = {}
    for (subject, hour), visitors in whose.items():
        rows = session.connection().execute(_THERE, {"subject": subject, "hour": hour, "visitors": list(visitors)})
        found |= {(subject, row.visitor, hour): (row.id, row.shop_id) for row in rows}
    return found


def _first(session: Session, visitors: Collection[str]) -> dict[tuple[int | None, str], datetime]:
    """In which hour these visitors were first seen in which shops."""
    if not visitors:
        return {}
    rows = session.connection().execute(_FIRST, {"visitors": list(visitors)})
    return {(row.shop_id, row.visitor): row.first for row in rows}


def _row(
    seen: Seen, visitor: str, hour: datetime, first: Mapping[tuple[int | None, str], datetime]
) -> dict[str, object]:
    began = first.get((seen.shop_id, visitor))
    return {
        "kind": seen.kind,
        "subject": seen.subject,
        "visitor": visitor,
        "hour": hour,
        "shop_id": seen.shop_id,
        "goods_id": seen.goods_id,
        "link_id": seen.link_id,
        "coupon_id": seen.coupon_id,
        "been_before": began is not None and began < shanghai_day(hour),
    }
