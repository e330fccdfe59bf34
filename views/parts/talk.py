"""What the three sides of a conversation have in common: the form, sending with pictures, messages made ready for a
page, and the poll that asks for new ones."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import Response as Reply
from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response
from wtforms import BooleanField, HiddenField, MultipleFileField, TextAreaField
from wtforms.validators import Length

from models.kernel.clock import now
from models.kernel.codes import new_token
from models.kernel.errors import Gone, Refused
from models.talk import finding
from models.talk.conversation import Conversation, Message
from models.talk.pictures import Kept, drop_picture, keep_picture, media_key
from models.talk.talking import MessageDraft, answer_due, checked_message, hours, said_with
from views.kit import store
from views.kit.forms import BuyerForm, TokenForm, complain
from views.kit.house import house
from views.kit.page import page

HOUR = timedelta(hours=1)


class TalkFields:
    """Words, pictures, and the form's own mark."""

    text = TextAreaField(_("消息"))
    pictures = MultipleFileField(_("图片"))
    once = HiddenField(validators=[Length(min=16, max=32)])


class BuyerTalkForm(TalkFields, BuyerForm):
    """What a buyer writes."""


class StaffTalkForm(TalkFields, TokenForm):
    """What a keeper or a supplier writes; `remember` keeps question and answer for the next time."""

    remember = BooleanField(_("记住这个回答"))


@dataclass(frozen=True, slots=True)
class Spoken:
    """A message as one side sees it. `pictures` are (address, width, height); `hint` is "masked", "warned" (one's own
    words hold a contact), "hidden" or "foreign" (another's do), or nothing."""

    number: int
    side: str
    name: str
    is_mine: bool
    text: str
    pictures: list[tuple[str, int, int]]
    at: datetime
    hint: str


@dataclass(frozen=True, slots=True)
class Turn:
    """Who answers, within how many hours, and until when where a question waits."""

    side: str
    name: str
    hours: int
    due: datetime | None
    is_late: bool = False


def spoken(messages: Sequence[Message], talk: Conversation, side: str, base: str) -> list[Spoken]:
    """Messages for the page of one side, whose conversation's address is `base`."""
    return [
        Spoken(
            number=message.number,
            side=message.side,
            name=_name(talk, message.side),
            is_mine=message.side == side,
            text=message.text if message.side == side else message.shown,
            pictures=[(f"{base}/pictures/{one.key}.jpg", one.width, one.height) for one in message.pictures],
            at=message.said_at,
            hint=_hint(message, message.side == side),
        )
        for message in messages
    ]


def turn(talk: Conversation) -> Turn:
    """Whose turn it is, as the head of the page says."""
    rules = house().rules
    until = answer_due(talk, rules)
    is_late = until is not None and until <= now()
    return Turn(talk.answerer, _name(talk, talk.answerer), hours(talk, rules), until, is_late)


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


def new_once() -> str:
    """A form's own mark."""
    return new_token()


def sent(form: Any, talk: Conversation | None, speak: Callable[[MessageDraft], Message]) -> bool:
    """Checks the form, stores its pictures outside of any transaction, and says the words. Says whether the message
    stands; what was refused is written beside the field, and the text stays."""
    if not form.validate():
        # The form's own mark was lost on the way: with a new one it can be sent again.
        form.once.data = new_once()
        return False
    uploads = [upload for upload in request.files.getlist("pictures") if upload.filename]
    words = MessageDraft(form.text.data or "", form.once.data)
    kept: list[Kept] = []
    try:
        checked_message(MessageDraft(words.text, words.once, [Kept("", 1, 1)] * len(uploads)))
        if talk and said_with(store.session(), talk, words.once):
            return True
        if uploads:
            with store.outside_transaction():
                _keep(uploads, kept)
        message = speak(MessageDraft(words.text, words.once, kept))
        _drop([one for one in kept if one.key not in {picture.key for picture in message.pictures}])
    except Refused as refusal:
        store.give_up()
        _drop(kept)
        complain(form, refusal)
        return False
    return True


def news(talk: Conversation, side: str, base: str) -> Response:
    """The reply to a poll that has something new: the messages after the number that the page knows."""
    messages = finding.messages(store.session(), talk.id, after=after())
    last = messages[-1].number if messages else after()
    reply = page("parts/talk_news.html", said=spoken(messages, talk, side, base), base=base, last=last)
    reply.headers["Cache-Control"] = "no-store"
    return reply


def nothing_new() -> Response:
    """The reply to most polls: no page, no bytes, and htmx swaps nothing."""
    reply = Reply(status=204)
    reply.headers["Cache-Control"] = "no-store"
    return reply


def after() -> int:
    """The last number that a page knows."""
    return max(0, min(request.args.get("after", 0, int), 2**31))


def upto() -> int:
    """The last number that was seen."""
    return max(0, min(request.form.get("upto", 0, int), 2**31))


def before() -> int:
    """Which older messages are asked for; 0 for the newest."""
    return max(0, min(request.args.get("before", 0, int), 2**31))


def picture(talk: Conversation, key: str) -> Response:
    """A picture of this conversation, for its parties alone: no shared store keeps it."""
    found = finding.picture_in(store.session(), talk, key)
    if found is None:
        raise Gone(key)
    reply = Reply(house().media.get(media_key(found.key)), mimetype="image/jpeg")
    reply.headers["Cache-Control"] = "private, max-age=86400, immutable"
    return reply


def visitor_label(talk: Conversation) -> str:
    """What keepers and suppliers call the buyer."""
    if talk.buyer:
        return gettext("买家 %(name)s", name=talk.buyer)
    return gettext("访客 %(name)s", name=talk.visitor_name)


def _keep(uploads: list[FileStorage], kept: list[Kept]) -> None:
    for upload in uploads:
        kept.append(keep_picture(house().media, upload.read()))


def _drop(kept: list[Kept]) -> None:
    for one in kept:
        drop_picture(house().media, one)


def _name(talk: Conversation, side: str) -> str:
    if side == "keeper":
        return talk.shop.keeper.name
    return talk.supplier.name if side == "supplier" else visitor_label(talk)


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


def rows(entries: Sequence[finding.ListedTalk], side: str, at: datetime) -> list[Row]:
    """A list's page, with the clock where it is the side's turn."""
    made = []
    for entry in entries:
        until = answer_due(entry.talk, house().rules) if entry.talk.answerer == side else None
        is_late = until is not None and until <= at
        made.append(Row(entry.talk, entry.last, entry.unread, visitor_label(entry.talk), clock(until, at), is_late))
    return made


def only_waiting() -> bool:
    """Whether a list is narrowed to what waits."""
    return request.args.get("only") == "waiting"
