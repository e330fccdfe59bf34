"""How large the audience of some shops is: visitors a day, on average."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlmodel import Session

from models.kernel.clock import local
from models.kernel.record import table_of
from models.statistics.visit import Visit

_visit = table_of(Visit)


def visitors_a_day(session: Session, shops: Collection[int], *, days: int, at: datetime) -> int:
    """The average of daily visitors over so many whole days before today, rounded down. A visitor counts once a day,
    whichever of the shops and pages it saw."""
    today = local(at).replace(hour=0, minute=0, second=0, microsecond=0)
    total = 0
    for back in range(1, days + 1):
        begins = today - timedelta(days=back)
        within = (_visit.c.hour >= begins, _visit.c.hour < begins + timedelta(days=1), _visit.c.shop_id.in_(shops))
        query = select(func.count(_visit.c.visitor.distinct())).where(*within)
        total += int(session.connection().execute(query).scalar_one())
    return total // days
