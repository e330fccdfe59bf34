"""That posts and reviews were reported."""

from sqlalchemy import func
from sqlmodel import Session, select

from models.feed.leaving import leave_reports
from models.feed.report import PostReader
from models.kernel.errors import N_
from models.review.hiding import leave_review_reports
from models.review.review import ReviewReport
from models.stories.erase import BrowserTraceKind, Whose


def _count(session: Session, whose: Whose) -> int:
    posts = select(func.count()).select_from(PostReader).where(PostReader.visitor == whose.visitor)
    reviews = select(func.count()).select_from(ReviewReport).where(ReviewReport.reporter == whose.visitor)
    return session.exec(posts).one() + session.exec(reviews).one()


def _erase(session: Session, whose: Whose) -> None:
    leave_reports(session, whose.visitor)
    leave_review_reports(session, whose.visitor)


BROWSER_TRACE = BrowserTraceKind(
    "report",
    50,
    N_("举报过的动态和评价"),
    N_("举报还算，是谁举报的不再记着。"),
    (PostReader.__tablename__,),
    _count,
    _erase,
)
