"""How much waits, for the nav of every page."""

from sqlmodel import Session

from models.kernel.clock import now
from models.stories.waiting.reading import waiting_counts
from views.desk.waiting.looking import reader_kinds
from views.kit.house import house

_MOST = 99


def waiting_tally(session: Session) -> str:
    """How many are overdue of how many; "" where nothing waits."""
    names = [kind.name for kind in reader_kinds()]
    counts = waiting_counts(session, names, rules=house().rules, at=now(), most=_MOST).values()
    waiting, overdue = sum(one.waiting for one in counts), sum(one.overdue for one in counts)
    if not waiting:
        return ""
    return f"{_said(overdue)}/{_said(waiting)}" if overdue else _said(waiting)


def _said(count: int) -> str:
    return f"{_MOST}+" if count > _MOST else str(count)
