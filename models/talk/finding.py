"""Finding conversations through what a party may see: the buyer by address or cookie, the keeper by shop, the supplier
by its own name and only once it answers. Whose turn it is, and what is unread."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, case, func, or_, tuple_
from sqlalchemy import select as columns
from sqlalchemy.orm import joinedload, selectinload
from sqlmodel import Session, col, select

from models.catalogue.goods.goods import Goods
from models.catalogue.supplier.supplier import Supplier
from models.kernel.record import related, table_of
from models.shop.shop import Shop
from models.talk.conversation import Conversation, Message, MessagePicture, Side

TALKS_PAGE = 30
SHOWN = 50

_talk = table_of(Conversation)
_LATEST = columns(_talk.c.id, _talk.c.last_number).where(_talk.c.token == bindparam("token"))
_KEEPERS_TURN = and_(_talk.c.answerer == "keeper", _talk.c.waiting_since.is_not(None))
_SUPPLIERS_TURN = and_(_talk.c.answerer == "supplier", _talk.c.waiting_since.is_not(None))
_OPEN = {
    "keeper": columns(func.count()).where(
        _talk.c.shop_id == bindparam("owner"),
        _talk.c.last_at.is_not(None),
        or_(_talk.c.keeper_unread > 0, _KEEPERS_TURN),
    ),
    "supplier": columns(func.count()).where(
        _talk.c.supplier_id == bindparam("owner"),
        _talk.c.last_at.is_not(None),
        _talk.c.answerer == "supplier",
        or_(_talk.c.supplier_unread > 0, _SUPPLIERS_TURN),
    ),
}

# Notes of ours are no news in a list.
_message = table_of(Message)
_LAST_SAID = (
    columns(func.max(_message.c.number))
    .where(_message.c.conversation_id == _talk.c.id, _message.c.side != "note")
    .correlate(_talk)
    .scalar_subquery()
)


@dataclass(frozen=True, slots=True)
class ListedTalk:
    """A conversation in somebody's list, with the last thing said."""

    talk: Conversation
    last: Message
    unread: int


def talk_by_token(session: Session, token: str) -> Conversation | None:
    """Behind the buyer's own address."""
    return session.exec(select(Conversation).where(Conversation.token == token)).first()


def talk_of_visitor(session: Session, visitor: str, goods_id: int, shop_id: int) -> Conversation | None:
    """A visitor's about these goods in this shop."""
    query = select(Conversation).where(
        Conversation.visitor == visitor, Conversation.goods_id == goods_id, Conversation.shop_id == shop_id
    )
    return session.exec(query).first() if visitor else None


def talk_about_post(session: Session, visitor: str, post_id: int) -> Conversation | None:
    """A visitor's about this post."""
    query = select(Conversation).where(Conversation.visitor == visitor, Conversation.post_id == post_id)
    return session.exec(query).first() if visitor else None


def talk_of_shop(session: Session, shop: Shop, code: str) -> Conversation | None:
    """One of a shop's conversations."""
    query = select(Conversation).where(Conversation.code == code, Conversation.shop_id == shop.id)
    return session.exec(query).first()


def talk_of_supplier(session: Session, supplier: Supplier, code: str) -> Conversation | None:
    """One that the supplier answers."""
    query = select(Conversation).where(
        Conversation.code == code, Conversation.supplier_id == supplier.id, Conversation.answerer == "supplier"
    )
    return session.exec(query).first()


def tokens(session: Session, visitor: str, lines: Iterable[tuple[int, int]]) -> dict[tuple[int, int], str]:
    """The addresses of a visitor's conversations about (goods id, shop id); those that stand."""
    wanted = list(set(lines))
    if not wanted:
        return {}
    query = columns(_talk.c.goods_id, _talk.c.shop_id, _talk.c.token).where(
        _talk.c.visitor == visitor, tuple_(_talk.c.goods_id, _talk.c.shop_id).in_(wanted)
    )
    return {(row.goods_id, row.shop_id): row.token for row in session.connection().execute(query)}


def latest(session: Session, token: str) -> Any:
    """Id and last message's number behind a buyer's address; None for a stranger. What every poll asks."""
    return session.connection().execute(_LATEST, {"token": token}).first()


def messages(session: Session, talk_id: int, *, before: int = 0, after: int = 0) -> list[Message]:
    """Up to SHOWN messages, oldest first: the newest ones, those before a number, or those after one."""
    query = select(Message).where(Message.conversation_id == talk_id)
    if after:
        query = query.where(Message.number > after).order_by(col(Message.number))
    else:
        query = query.where(Message.number < before) if before else query
        query = query.order_by(col(Message.number).desc())
    loads = (selectinload(related(Message.pictures)), joinedload(related(Message.member)))
    rows = list(session.exec(query.limit(SHOWN).options(*loads)))
    return rows if after else rows[::-1]


def picture_in(session: Session, talk: Conversation, key: str) -> MessagePicture | None:
    """A picture of this conversation, of no other."""
    query = select(MessagePicture).join(Message).where(MessagePicture.key == key, Message.conversation_id == talk.id)
    return session.exec(query).first()


def listed_talks(
    session: Session, side: Side, owner: int | str, *, waiting: bool = False, offset: int = 0
) -> Sequence[ListedTalk]:
    """One page of a side's list; `owner` is the visitor, or the shop's or supplier's id. What waits for the side comes
    first, longest waiting on top; then what it has not read; then the newest."""
    unread, turn = _unread(side), _turn(side)
    query = (
        select(Conversation, Message)
        .join(Message, and_(col(Message.conversation_id) == Conversation.id, col(Message.number) == _LAST_SAID))
        .where(*_own(side, owner), *([or_(unread > 0, turn)] if waiting else []))
        .order_by(
            case((turn, 0), (unread > 0, 1), else_=2),
            case((turn, col(Conversation.waiting_since))),
            col(Conversation.last_at).desc(),
        )
        .options(
            joinedload(related(Conversation.goods)).selectinload(related(Goods.pictures)),
            joinedload(related(Conversation.shop)).joinedload(related(Shop.keeper)),
            joinedload(related(Conversation.supplier)),
        )
    )
    rows = session.exec(query.limit(TALKS_PAGE).offset(offset))
    return [ListedTalk(talk, last, getattr(talk, f"{side}_unread")) for talk, last in rows]


def talks_count(session: Session, side: Side, owner: int | str, *, waiting: bool = False) -> int:
    """How many a side's list has."""
    limits = [or_(_unread(side) > 0, _turn(side))] if waiting else []
    return session.exec(select(func.count()).select_from(Conversation).where(*_own(side, owner), *limits)).one()


def open_count(session: Session, side: Side, owner: int) -> int:
    """How many wait for a keeper's shop or a supplier: unread, or its turn to answer. For every page's nav."""
    return int(session.connection().execute(_OPEN[side], {"owner": owner}).scalar_one())


def _own(side: Side, owner: int | str) -> list[ColumnElement[bool]]:
    said = col(Conversation.last_at).is_not(None)
    if side == "buyer":
        return [said, col(Conversation.visitor) == owner]
    if side == "keeper":
        return [said, col(Conversation.shop_id) == owner]
    return [said, col(Conversation.supplier_id) == owner, col(Conversation.answerer) == "supplier"]


def _unread(side: Side) -> ColumnElement[int]:
    return _talk.c[f"{side}_unread"]


def _turn(side: Side) -> ColumnElement[bool]:
    """Whether the side is to answer; a buyer never is."""
    return and_(_talk.c.answerer == side, _talk.c.waiting_since.is_not(None))
