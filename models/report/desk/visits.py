"""Who came to the network, day by day, from the roll-ups of all shops."""

from datetime import date

from sqlalchemy import func, select
from sqlmodel import Session

from models.kernel.clock import local
from models.kernel.record import table_of
from models.report.numbers.day_range import DayRange
from models.shop.shop import Shop
from models.statistics.visit_rollup import VisitRollup

_roll, _shop = table_of(VisitRollup), table_of(Shop)


def network_visits(session: Session, span: DayRange) -> dict[date, tuple[int, int]]:
    """Visits and visitors of all shops, day by day; a person of two shops counts in each."""
    query = select(_roll.c.begins, func.sum(_roll.c.visits).label("visits"), func.sum(_roll.c.visitors).label("people"))
    query = query.join_from(_shop, _roll, _roll.c.shop_id == _shop.c.id)
    within = (_roll.c.span == "day", _roll.c.part == "", _roll.c.begins >= span.since, _roll.c.begins < span.until)
    rows = session.connection().execute(query.where(*within).group_by(_roll.c.begins))
    return {local(row.begins).date(): (int(row.visits), int(row.people)) for row in rows}
