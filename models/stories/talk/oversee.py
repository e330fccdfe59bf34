"""Operators read along where they must decide: found by order or goods, and opened only with a reason that is kept.

They see what the contact rule lets another side see, say nothing in it, and mark nothing as read.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, tuple_
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from models.account import audit
from models.account.audit import Audit
from models.catalogue.goods.goods import Goods
from models.kernel.act import Act, Somebody
from models.kernel.errors import N_, Refused
from models.kernel.record import related
from models.kernel.text import one_line
from models.talk.conversation import Conversation
from models.trade.order.order import Line, Order, Parcel

READ = "talk.read"
LOOK_WHY_LIMIT = 100
# How long what was opened stays open to who opened it.
OPEN_FOR = timedelta(hours=1)
_SAID = col(Conversation.last_at).is_not(None)


def talk_coded(session: Session, code: str) -> Conversation | None:
    """Any conversation in which something was said."""
    return session.exec(select(Conversation).where(Conversation.code == code, _SAID)).first()


def talks_of_order(session: Session, number: str) -> list[Conversation]:
    """The conversations of an order's buyer about what was ordered, in the shops where it was ordered; none for an
    unknown number."""
    bought = select(Order.visitor, Line.goods_id, Line.shop_id).join_from(Line, Parcel).join(Order)
    pairs = session.exec(bought.where(Order.number == number).distinct()).all()
    mine = tuple_(col(Conversation.visitor), col(Conversation.goods_id), col(Conversation.shop_id)).in_(pairs)
    query = select(Conversation).where(mine, _SAID).order_by(col(Conversation.last_at).desc())
    return list(session.exec(query.options(*_shown())))


def talk_of_line(session: Session, line: Line) -> Conversation | None:
    """The buyer's about one line."""
    visitor = line.parcel.order.visitor
    mine = (Conversation.visitor == visitor, Conversation.goods_id == line.goods_id)
    return session.exec(select(Conversation).where(*mine, Conversation.shop_id == line.shop_id, _SAID)).first()


def talks_about(session: Session, goods: Goods, *, limit: int, offset: int) -> list[Conversation]:
    """One page of those about goods, in whatever shop, the newest first."""
    query = select(Conversation).where(Conversation.goods_id == goods.id, _SAID)
    query = query.order_by(col(Conversation.last_at).desc(), col(Conversation.id).desc())
    return list(session.exec(query.limit(limit).offset(offset).options(*_shown())))


def talks_about_count(session: Session, goods: Goods) -> int:
    """How many conversations are about these goods."""
    counted = select(func.count()).select_from(Conversation)
    return session.exec(counted.where(Conversation.goods_id == goods.id, _SAID)).one()


def open_for_operator(session: Session, talk: Conversation, act: Act) -> None:
    """Opens it to one operator, for a while, and leaves the row: who, when, which, why. While it is open a second time
    is none. Raises Refused without a reason."""
    act = act.because(one_line(act.why))
    if not 0 < len(act.why) <= LOOK_WHY_LIMIT:
        raise Refused("why", N_("请写为什么要看，最多 %(most)d 个字"), most=LOOK_WHY_LIMIT)
    if not may_read(session, talk, by=act.member, at=act.at):
        audit.note_audit(session, READ, talk.code, act)


def may_read(session: Session, talk: Conversation, *, by: Somebody, at: datetime) -> bool:
    """Whether this operator opened it a while ago."""
    mine = (Audit.thing == talk.code, Audit.what == READ, Audit.who == by.id, Audit.at > at - OPEN_FOR)
    return session.exec(select(Audit.id).where(*mine)).first() is not None


def _shown() -> tuple[Any, ...]:
    return joinedload(related(Conversation.goods)), joinedload(related(Conversation.shop))
