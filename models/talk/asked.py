"""What a buyer asked, for the buyer's own page: the questions themselves, what is unread, the shops."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, func, select, tuple_
from sqlmodel import Session
from sqlmodel import select as records

from models.kernel.record import table_of
from models.shop.shop import Shop
from models.talk.conversation import Conversation, Message

_talk, _message, _shop = table_of(Conversation), table_of(Message), table_of(Shop)
_UNREAD = select(func.count()).where(_talk.c.visitor == bindparam("visitor"), _talk.c.buyer_unread > 0)
_latest = func.max(_talk.c.last_at).label("at")
_SHOPS = (
    select(_shop.c.number, _shop.c.name, _shop.c.closed_at, _latest)
    .join_from(_talk, _shop, _talk.c.shop_id == _shop.c.id)
    .where(_talk.c.visitor == bindparam("visitor"), _talk.c.last_at.is_not(None))
    .group_by(_shop.c.number, _shop.c.name, _shop.c.closed_at)
    .order_by(_latest.desc())
    .limit(bindparam("limit"))
)


def last_questions(session: Session, talks: Sequence[Conversation]) -> dict[int, Message]:
    """What the buyer said last in each of these, by the conversation's id."""
    if not talks:
        return {}
    last = (
        select(_message.c.conversation_id, func.max(_message.c.number))
        .where(_message.c.conversation_id.in_([talk.id for talk in talks]), _message.c.side == "buyer")
        .group_by(_message.c.conversation_id)
    )
    asked = records(Message).where(tuple_(_message.c.conversation_id, _message.c.number).in_(last))
    return {message.conversation_id: message for message in session.exec(asked)}


def unread_count(session: Session, visitor: str) -> int:
    """How many of a visitor's conversations have an answer that was not read yet."""
    return int(session.connection().execute(_UNREAD, {"visitor": visitor}).scalar_one()) if visitor else 0


def shops_asked(session: Session, visitor: str, *, limit: int) -> Sequence[Any]:
    """The shops that a visitor asked something in, the latest first: (number, name, closed_at, at)."""
    return session.connection().execute(_SHOPS, {"visitor": visitor, "limit": limit}).all() if visitor else []
