"""Reviews that were found useful."""

from sqlalchemy import func
from sqlmodel import Session, select

from models.kernel.errors import N_
from models.review.review import UsefulTap
from models.review.useful import find_all_useless
from models.stories.erase import BrowserTraceKind, Whose


def _count(session: Session, whose: Whose) -> int:
    return session.exec(select(func.count()).select_from(UsefulTap).where(UsefulTap.visitor == whose.visitor)).one()


def _erase(session: Session, whose: Whose) -> None:
    find_all_useless(session, whose.visitor)


BROWSER_TRACE = BrowserTraceKind(
    "useful_tap", 40, N_("点过“有用”的评价"), N_("都收回。"), (UsefulTap.__tablename__,), _count, _erase
)
