"""Messages, whose turn it is, and the rows of a list, made ready for a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from flask_babel import gettext

from models.feed.finding import post_behind
from models.feed.post import Post
from models.kernel.clock import now
from models.kernel.naming import standing_alone
from models.shop.shop import Shop
from models.talk import finding
from models.talk.conversation import Conversation, Message, Side
from models.talk.talking import answer_due, hours
from views.kit import store
from views.kit.house import house

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A message as one side sees it. `pictures` are (address, width, height); `hint` is "masked", "warned" (one's own
    words hold a contact), "hidden" or "foreign" (another's do), or nothing."""

    number: int
    side: Side | Literal["note"]
    name: str
    is_mine: bool
    text: str
    pictures: list[tuple[str, int, int]]
    at: datetime
    hint: str


@dataclass(frozen=True, slots=True)
class About:
    """Goods or a post: title, picture if any, address."""

    title: str
    cover: str | None
    href: str
    is_post: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """Who answers, within how many hours, and until when where a question waits."""

    side: Side
    name: str
    hours: int
    due: datetime | None
    is_late: bool = False


def spoken(
    messages: Sequence[Message], talk: Conversation, side: Side | Literal["operator"], base: str
) -> list[Spoken]:
    """Messages for the page of one side, whose conversation's address is `base`."""
    return [
        Spoken(
            number=message.number,
            side=message.side,
            name=said_by(talk, message.side),
            is_mine=message.side == side,
            text=message.text if message.side == side else message.shown,
            pictures=[
                (f"{base}/pictures/{picture.key}.jpg", picture.width, picture.height) for picture in message.pictures
            ],
            at=message.said_at,
            hint=_hint(message, message.side == side),
        )
        for message in messages
    ]


def about(talk: Conversation) -> About:
    """What it is about, and where that is read."""
    if talk.post_id is None:
        assert talk.goods is not None, "it is about goods, or about a post"
        return About(talk.title, talk.cover, f"/{talk.shop.number}/{talk.goods.code}")
    return about_post(talk.shop, post_behind(store.session(), talk.post_id))


def about_post(shop: Shop, post: Post) -> About:
    """A post, before anything was said about it too."""
    cover = post.pictures[0].digest if post.pictures else None
    return About(told_of(post), cover, f"/{shop.number}/posts/{post.code}", is_post=True)


def told_of(post: Post) -> str:
    """What a conversation about it is called."""
    return post.words.split("\n")[0] or (post.goods.title if post.goods else gettext("动态"))


def turn(talk: Conversation) -> Turn:
    """Whose turn it is, as the head of the page says."""
    rules = house().rules
    until = answer_due(talk, rules)
    is_late = until is not None and until <= now()
    return Turn(talk.answerer, said_by(talk, talk.answerer), hours(talk, rules), until, is_late)


def clock(until: datetime | None, at: datetime) -> str:
    """How long there is to answer, in words."""
    if until is None:
        return ""
    left = until - at
    if left <= timedelta(0):
        over = -left // HOUR
        return gettext("超时 %(hours)s 小时", hours=over) if over else gettext("刚刚超时")
    if left < HOUR:
        return gettext("%(minutes)s 分钟内要答", minutes=max(1, left // timedelta(minutes=1)))
    return gettext("%(hours)s 小时内要答", hours=left // HOUR)


def visitor_label(talk: Conversation) -> str:
    """What keepers and suppliers call the buyer."""
    if talk.buyer:
        return gettext("买家 %(name)s", name=talk.buyer)
    return gettext("访客 %(name)s", name=talk.visitor_name)


def said_by(talk: Conversation, side: Side | Literal["note"]) -> str:
    """What a side is called beside its words."""
    if side == "keeper":
        return standing_alone(talk.shop.keeper.name, house().rules)
    return talk.supplier.name if side == "supplier" and talk.supplier else visitor_label(talk)


def _hint(message: Message, is_mine: bool) -> str:
    if not message.has_contact:
        return ""
    is_masked = message.shown != message.text
    if is_mine:
        return "masked" if is_masked else "warned"
    return "hidden" if is_masked else "foreign"


@dataclass(frozen=True, slots=True)
class Row:
    """A conversation in a keeper's or supplier's list. `clock` is empty where it is not their turn."""

    talk: Conversation
    last: Message
    unread: int
    buyer: str
    clock: str
    is_late: bool


def rows(entries: Sequence[finding.ListedTalk], side: Side, at: datetime) -> list[Row]:
    """A list's page, with the clock where it is the side's turn."""
    made = []
    for entry in entries:
        until = answer_due(entry.talk, house().rules) if entry.talk.answerer == side else None
        is_late = until is not None and until <= at
        made.append(Row(entry.talk, entry.last, entry.unread, visitor_label(entry.talk), clock(until, at), is_late))
    return made
