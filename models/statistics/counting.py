"""Counting visits without touching the page: they are written behind it, in batches."""

import hashlib
import hmac
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlmodel import col

from models.kernel.behind import WrittenBehind
from models.kernel.database import insert_ignoring
from models.link.link import Link
from models.statistics.visit import Visit

MOST_WAITING = 20_000
VISITS_BATCH = 500


@dataclass(frozen=True, slots=True)
class Seen:
    """What was opened: a shop's page, goods in a shop, a link, or a lookup. `subject` is what counts once an hour."""

    kind: str
    subject: str
    shop_id: int | None = None
    goods_id: int | None = None
    link_id: int | None = None


def visitor_key(secret: str, address: str, agent: str) -> str:
    """Sixteen characters that tell visitors apart and lead back to nobody."""
    return hmac.new(secret.encode(), f"{address}\n{agent}".encode(), hashlib.sha256).hexdigest()[:16]


class VisitCounter(WrittenBehind[tuple[Seen, str, datetime]]):
    """`note` returns at once."""

    name = "visits"
    most_waiting = MOST_WAITING
    batch = VISITS_BATCH

    def note(self, seen: Seen, visitor: str, at: datetime) -> None:
        """Takes a visit down."""
        self._take_down((seen, visitor, at.replace(minute=0, second=0, microsecond=0)))

    def _write(self, batch: Sequence[tuple[Seen, str, datetime]]) -> int:
        rows = {(seen.subject, visitor, hour): _row(seen, visitor, hour) for seen, visitor, hour in batch}
        with self._database.transaction() as session:
            fresh = insert_ignoring(session, Visit).returning(Visit.kind, Visit.link_id)
            new = session.execute(fresh, list(rows.values())).all()
            opened = Counter(link_id for _, link_id in new if link_id is not None)
            # In the order of ids, so that two processes never wait for each other.
            for link_id, times in sorted(opened.items()):
                session.execute(update(Link).where(col(Link.id) == link_id).values(visits=col(Link.visits) + times))
        return len(new)


def _row(seen: Seen, visitor: str, hour: datetime) -> dict[str, object]:
    return {
        "kind": seen.kind,
        "subject": seen.subject,
        "visitor": visitor,
        "hour": hour,
        "shop_id": seen.shop_id,
        "goods_id": seen.goods_id,
        "link_id": seen.link_id,
    }
