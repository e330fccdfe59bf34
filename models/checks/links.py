"""Links count the visits there are, and their posters say where they lead."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, String, cast, func, literal, or_, select

from models.kernel.fault import Fault
from models.kernel.record import table_of
from models.kernel.snapshot import stream
from models.link.link import Link
from models.poster.poster import Poster
from models.statistics.rolling import VISITS_MARK
from models.statistics.visit import Visit
from models.statistics.visit_rollup import VisitRollup, rolled_upto
from models.statistics.visitors import GONE_MARK

_link, _visit, _poster = table_of(Link), table_of(Visit), table_of(Poster)
_rollup = table_of(VisitRollup)


def visits(connection: Connection) -> Iterator[Fault]:
    """A link's count is the number of its visits: those that stand, and of days whose visits are gone those that were
    rolled up."""
    gone, upto = rolled_upto(connection, GONE_MARK), rolled_upto(connection, VISITS_MARK)
    before = datetime.fromtimestamp(gone, UTC)
    stands = or_(_visit.c.hour >= before, _visit.c.id > upto)
    counted: Any = select(func.count()).where(_visit.c.link_id == _link.c.id, _visit.c.kind == "link", stands)
    whose = (_rollup.c.span == "day", _rollup.c.part == "link", _rollup.c.key == cast(_link.c.id, String))
    rolled: Any = select(func.coalesce(func.sum(_rollup.c.scans), 0)).where(*whose, _rollup.c.begins < before)
    rolled = rolled.where(_rollup.c.shop_id == _link.c.shop_id)
    seen = (one.correlate(_link).scalar_subquery() for one in (counted, rolled))
    query = select(_link.c.code, _link.c.visits, sum(seen, literal(0)).label("seen")).subquery()
    for row in stream(connection, select(query).where(query.c.visits != query.c.seen)):
        yield Fault("link.visits", f"link {row.code}", f"it counts {row.visits} visits, there are {row.seen}")


def payloads(connection: Connection) -> Iterator[Fault]:
    """What a poster's code says opens the poster's own link."""
    query = select(_link.c.code, _poster.c.style, _poster.c.payload).join_from(_poster, _link)
    for row in stream(connection, query.where(_poster.c.payload.not_like("%/Q/" + _link.c.code))):
        words = f"its code says {row.payload}, which is not its link"
        yield Fault("poster.payload", f"poster {row.code}-{row.style}", words)
