"""What stands under a post: what a buyer asked there and the keeper answered, where each of them agreed to it with the
words themselves. Either may take that back, for the whole conversation."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlmodel import Session, col

from models.kernel.record import table_of
from models.talk.conversation import Conversation, Message
from models.talk.talking import hold_talk

# So many open messages of a post are read at most, the newest; more than a page of it shows.
_MOST_READ = 200
COMMENTS_SHOWN = 20

_talk, _message = table_of(Conversation), table_of(Message)


@dataclass(frozen=True, slots=True)
class Comment:
    """What was asked and what was answered to it; `buyer` is masked, empty before the first order, `code` four
    characters that tell one visitor from another."""

    buyer: str
    code: str
    question: str
    answer: str
    at: datetime


def public_comments(session: Session, post_id: int) -> list[Comment]:
    """The newest answered first. What the keeper has not answered openly is nobody's to read."""
    query = (
        select(
            _talk.c.id, _talk.c.code, _talk.c.buyer, _message.c.number, _message.c.side, _message.c.shown,
            _message.c.said_at,
        )
        .join_from(_talk, _message, _message.c.conversation_id == _talk.c.id)
        .where(_talk.c.post_id == post_id, _message.c.is_open, _message.c.shown != "")
        .order_by(_message.c.id.desc())
        .limit(_MOST_READ)
    )  # fmt: skip
    rows = sorted(session.connection().execute(query).all(), key=lambda row: (row.id, row.number))
    asked: dict[int, list[str]] = defaultdict(list)
    found = []
    for row in rows:
        if row.side == "buyer":
            asked[row.id].append(row.shown)
        elif asked[row.id]:
            question = "\n".join(asked.pop(row.id))
            found.append(Comment(row.buyer, row.code[:4].lower(), question, row.shown, row.said_at))
    return sorted(found, key=lambda one: one.at, reverse=True)[:COMMENTS_SHOWN]


def take_back_comments(session: Session, talk: Conversation) -> None:
    """Nothing of it stands under the post any more; what is said later may again."""
    hold_talk(session, talk)
    session.exec(update(Message).where(col(Message.conversation_id) == talk.id).values(is_open=False))
    session.expire_all()


def is_public(session: Session, talk: Conversation) -> bool:
    """Whether something of it may be read by everybody."""
    query = select(_message.c.id).where(_message.c.conversation_id == talk.id, _message.c.is_open)
    return session.connection().execute(query.limit(1)).first() is not None
