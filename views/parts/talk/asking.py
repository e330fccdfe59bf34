"""What an open page asks for by itself, and which messages an address asks for."""

from flask import Response as Reply
from flask import request
from werkzeug.wrappers import Response

from models.kernel.errors import Gone
from models.talk import finding
from models.talk.conversation import Conversation, Side
from models.talk.pictures import media_key
from views.kit import store
from views.kit.asked import number_asked
from views.kit.house import house
from views.kit.page import page
from views.parts.talk.showing import spoken


def news(talk: Conversation, side: Side, base: str) -> Response:
    """The reply to a poll that has something new: the messages after the number that the page knows."""
    messages = finding.messages(store.session(), talk.id, after=after())
    last = messages[-1].number if messages else after()
    return page("parts/talk/news.html", said=spoken(messages, talk, side, base), base=base, last=last)


def nothing_new() -> Response:
    """The reply to most polls: no page, no bytes, and htmx swaps nothing."""
    return Reply(status=204)


def after() -> int:
    """The last number that a page knows."""
    return number_asked(request.args, "after")


def upto() -> int:
    """The last number that was seen."""
    return number_asked(request.form, "upto")


def before() -> int:
    """Which older messages are asked for; 0 for the newest."""
    return number_asked(request.args, "before")


def picture(talk: Conversation, key: str) -> Response:
    """A picture of this conversation, for its parties alone: no shared store keeps it."""
    picture = finding.picture_in(store.session(), talk, key)
    if picture is None:
        raise Gone(key)
    reply = Reply(house().media.get_quickly(media_key(picture.key)), mimetype="image/jpeg")
    reply.headers["Cache-Control"] = "private, max-age=86400, immutable"
    return reply


def only_waiting() -> bool:
    """Whether a list is narrowed to what waits."""
    return request.args.get("only") == "waiting"
