"""Conversations: they are the shop's too, and stay."""

from sqlalchemy import func
from sqlmodel import Session, col, select

from models.kernel.errors import N_
from models.stories.erase import BrowserTraceKind, Whose
from models.talk.conversation import Conversation


def _count(session: Session, whose: Whose) -> int:
    said = (Conversation.visitor == whose.visitor, col(Conversation.last_at).is_not(None))
    return session.exec(select(func.count()).select_from(Conversation).where(*said)).one()


BROWSER_TRACE = BrowserTraceKind(
    "talk",
    90,
    N_("问过的问题"),
    N_("留着：店里和供货商要看得到自己答过什么。这个浏览器再也找不到它们，没有名字的还是没有名字。"),
    (Conversation.__tablename__,),
    _count,
)
