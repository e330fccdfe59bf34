"""What was opened, and when."""

from sqlalchemy import func
from sqlmodel import Session, col, select

from models.kernel.errors import N_
from models.statistics.letting_go import forget_visitor
from models.statistics.visit import Visit
from models.stories.erase import BrowserTraceKind, Whose


def _count(session: Session, whose: Whose) -> int:
    return session.exec(select(func.count()).select_from(Visit).where(col(Visit.visitor).in_(whose.keys))).one()


def _erase(session: Session, whose: Whose) -> None:
    for key in sorted(whose.keys):
        forget_visitor(session, key)


BROWSER_TRACE = BrowserTraceKind(
    "visit",
    60,
    N_("打开过的页面"),
    N_("换成一个没有人的编号，和这个浏览器再也连不起来；店里的数字不变。"),
    (Visit.__tablename__,),
    _count,
    _erase,
)
