"""Links count the visits there are, and their posters say where they lead."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, func, select

from models.kernel.fault import Fault
from models.kernel.record import table_of
from models.kernel.snapshot import stream
from models.link.link import Link
from models.poster.poster import Poster
from models.statistics.visit import Visit

_link, _visit, _poster = table_of(Link), table_of(Visit), table_of(Poster)


def visits(connection: Connection) -> Iterator[Fault]:
    """A link's count is the number of its visits."""
    counted: Any = select(func.count()).where(_visit.c.link_id == _link.c.id).correlate(_link).scalar_subquery()
    query = select(_link.c.code, _link.c.visits, counted.label("seen")).subquery()
    for row in stream(connection, select(query).where(query.c.visits != query.c.seen)):
        yield Fault("link.visits", f"link {row.code}", f"it counts {row.visits} visits, there are {row.seen}")


def payloads(connection: Connection) -> Iterator[Fault]:
    """What a poster's code says opens the poster's own link."""
    query = select(_link.c.code, _poster.c.style, _poster.c.payload).join_from(_poster, _link)
    for row in stream(connection, query.where(_poster.c.payload.not_like("%/Q/" + _link.c.code))):
        words = f"its code says {row.payload}, which is not its link"
        yield Fault("poster.payload", f"poster {row.code}-{row.style}", words)
