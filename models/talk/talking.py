"""What the parties of a conversation do: begin it, say something, read, bring the supplier in.

Who holds the conversation's row speaks; the other waits: numbers follow each other without a gap, and a form that
arrives twice makes one message.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import func
from sqlmodel import Session, col, select

from models.catalogue.goods.goods import Goods
from models.kernel import text
from models.kernel.act import Act
from models.kernel.codes import fresh_code, new_token
from models.kernel.contacts import masked
from models.kernel.database import insert_ignoring
from models.kernel.errors import N_, Refused
from models.kernel.rules import Rules
from models.shop.shop import Shop
from models.talk.conversation import (
    ABOUT_LIMIT,
    MESSAGE_PICTURES,
    TEXT_LIMIT,
    Conversation,
    Message,
    MessagePicture,
    Side,
    side_of,
)
from models.talk.nudging import drop_nudge, nudge
from models.talk.pictures import Kept

CALLED_IN = N_("掌柜请供货商来回答，掌柜也看得到")


@dataclass(frozen=True, slots=True)
class MessageDraft:
    """What somebody wants to say: the text as typed, pictures that are stored, and the form's own mark; `is_open` where
    it may stand under the post that it is about."""

    text: str
    once: str
    pictures: Sequence[Kept] = ()
    is_open: bool = False


def open_talk(session: Session, *, visitor: str, goods: Goods, shop: Shop, at: datetime) -> Conversation:
    """The visitor's conversation about these goods in this shop, begun now where there is none. Two at once are one."""
    begin(session, visitor=visitor, goods_id=goods.id, shop_id=shop.id, supplier_id=goods.supplier_id, at=at)
    return session.exec(
        select(Conversation).where(
            Conversation.visitor == visitor, Conversation.goods_id == goods.id, Conversation.shop_id == shop.id
        )
    ).one()


def open_comment(session: Session, *, visitor: str, shop: Shop, post_id: int, words: str, at: datetime) -> Conversation:
    """The visitor's conversation about a post of the shop; `words` are the post's. Two at once are one."""
    about = text.one_line(words)[:ABOUT_LIMIT]
    row = insert_ignoring(session, Conversation).values(
        post_id=post_id, shop_id=shop.id, about=about, **_fresh(session, visitor, at)
    )
    session.exec(row)
    return session.exec(
        select(Conversation).where(Conversation.visitor == visitor, Conversation.post_id == post_id)
    ).one()


def begin(session: Session, *, visitor: str, goods_id: int, shop_id: int, supplier_id: int, at: datetime) -> bool:
    """Makes the conversation's row where there is none; says whether it did."""
    row = insert_ignoring(session, Conversation).values(
        goods_id=goods_id, shop_id=shop_id, supplier_id=supplier_id, about="", **_fresh(session, visitor, at)
    )
    return bool(session.exec(row).rowcount == 1)


def _fresh(session: Session, visitor: str, at: datetime) -> dict[str, object]:
    """A conversation in which nothing was said yet."""
    return {
        "token": new_token(),
        "code": fresh_code(session, Conversation.code, 8),
        "visitor": visitor,
        "answerer": "keeper",
        "buyer": "",
        "started_at": at,
        "last_number": 0,
        "buyer_unread": 0,
        "keeper_unread": 0,
        "supplier_unread": 0,
    }


def said_with(session: Session, talk: Conversation, once: str) -> Message | None:
    """The message that a form with this mark has already made."""
    query = select(Message).where(Message.conversation_id == talk.id, Message.once == once)
    return session.exec(query).first() if once else None


def say(session: Session, talk: Conversation, words: MessageDraft, act: Act, *, rules: Rules) -> Message:
    """Adds a message of one side; a retry with the same `once` gives the message that stands. A buyer's question starts
    the clock, an answer of either other side stops it. Raises Refused("text") or Refused("pictures")."""
    plain, side = checked_message(words), side_of(act)
    hold_talk(session, talk)
    existing = said_with(session, talk, words.once)
    if existing:
        return existing
    if side == "supplier" and talk.answerer != "supplier":
        raise Refused("", N_("这段对话现在由掌柜回答"))
    shown = masked(plain, own_host=rules.own_host)
    has_contact = rules.contact_rule != "allow" and shown != plain
    is_open = words.is_open and talk.post_id is not None
    if is_open and shown != plain:
        raise Refused("text", N_("大家都看得到的话里不要留电话、微信"))
    message = _add(session, talk, side, plain, shown if rules.contact_rule == "mask" else plain, act.at)
    message.member_id, message.once, message.has_contact = act.by_id, words.once or None, has_contact
    message.is_open = is_open
    message.pictures = [MessagePicture(key=kept.key, width=kept.width, height=kept.height) for kept in words.pictures]
    talk.last_at = act.at
    if side == "buyer":
        talk.waiting_since = talk.waiting_since or act.at
    else:
        talk.waiting_since = None
    _tell_others(session, talk, side, act.at)
    session.flush()
    return message


def checked_message(words: MessageDraft) -> str:
    """The text as it will be kept. Raises Refused beside the field where there is nothing, or too much."""
    plain = text.paragraphs(words.text)
    if not plain and not words.pictures:
        raise Refused("text", N_("写点什么，或者放一张图片"))
    if len(plain) > TEXT_LIMIT:
        raise Refused("text", N_("最多 %(limit)s 个字，现在是 %(length)s 个"), limit=TEXT_LIMIT, length=len(plain))
    if len(words.pictures) > MESSAGE_PICTURES:
        raise Refused("pictures", N_("一次最多 %(most)s 张图片"), most=MESSAGE_PICTURES)
    return plain


def hold_talk(session: Session, talk: Conversation) -> None:
    """Holds the row until the transaction ends, and reads it as it is now."""
    session.refresh(talk, with_for_update=True)


def note_in_talk(session: Session, talk: Conversation, words: str, *, at: datetime) -> None:
    """A line of ours in a conversation that the caller holds; `words` is a msgid."""
    _add(session, talk, "note", words, words, at)


def mark_read(session: Session, talk: Conversation, side: Side, *, upto: int) -> None:
    """A side has seen everything up to a number; what came later stays unread. Looking at older ones again makes
    nothing unread."""
    hold_talk(session, talk)
    left = min(getattr(talk, f"{side}_unread"), _heard_after(session, talk, side, upto))
    setattr(talk, f"{side}_unread", left)
    if left == 0:
        drop_nudge(session, talk, side)
    session.flush()


def call_in(session: Session, talk: Conversation, *, at: datetime) -> None:
    """The keeper asks the supplier to answer; the keeper reads along. A second call changes nothing. Raises
    Refused where it is about a post."""
    hold_talk(session, talk)
    if talk.answerer == "supplier":
        return
    if talk.goods_id is None:
        raise Refused("", N_("动态是你自己发的，只有你能答"))
    pass_on(session, talk, CALLED_IN, at=at)


def pass_on(session: Session, talk: Conversation, words: str, *, at: datetime) -> None:
    """Hands the conversation, which the caller holds, from the keeper to the supplier. A question that waits gets the
    supplier's whole time from now on."""
    talk.answerer = "supplier"
    if talk.waiting_since:
        talk.waiting_since = at
    if talk.last_number:
        talk.supplier_unread = _heard_after(session, talk, "supplier", 0)
        note_in_talk(session, talk, words, at=at)
        nudge(session, talk, "supplier", at=at)
    session.flush()


def answer_due(talk: Conversation, rules: Rules) -> datetime | None:
    """By when the waiting question is to be answered; None where none waits."""
    return talk.waiting_since + timedelta(hours=hours(talk, rules)) if talk.waiting_since else None


def hours(talk: Conversation, rules: Rules) -> int:
    """How long whoever answers here may take."""
    return rules.supplier_answer_hours if talk.answerer == "supplier" else rules.keeper_answer_hours


def hearers(talk: Conversation, side: Side) -> list[Side]:
    """Who besides a side reads the conversation; the supplier only once it answers."""
    present: list[Side] = ["buyer", "keeper"]
    if talk.answerer == "supplier":
        present.append("supplier")
    return [other for other in present if other != side]


def _add(
    session: Session, talk: Conversation, side: Literal[Side, "note"], words: str, shown: str, at: datetime
) -> Message:
    talk.last_number += 1
    message = Message(conversation_id=talk.id, number=talk.last_number, side=side, text=words, shown=shown, said_at=at)
    session.add(message)
    session.flush()
    return message


def _tell_others(session: Session, talk: Conversation, side: Side, at: datetime) -> None:
    setattr(talk, f"{side}_unread", 0)
    drop_nudge(session, talk, side)
    for other in hearers(talk, side):
        setattr(talk, f"{other}_unread", getattr(talk, f"{other}_unread") + 1)
        nudge(session, talk, other, at=at)


def _heard_after(session: Session, talk: Conversation, side: Side, number: int) -> int:
    heard = select(func.count()).where(
        Message.conversation_id == talk.id, Message.number > number, col(Message.side).not_in((side, "note"))
    )
    return session.exec(heard).one()
