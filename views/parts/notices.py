"""What keepers and suppliers' staff were told, newest first, and how many they have not read."""

from dataclasses import dataclass

from flask import request, url_for
from werkzeug.wrappers import Response

from models.kernel.clock import now
from models.notify.news import Audience
from models.notify.noting import news_of, see_news, unseen_news
from models.stories.news import news_kinds
from views.kit import store
from views.kit.identity import member
from views.kit.page import page, see
from views.kit.screens import Screens

_LONGEST = 18


@dataclass(frozen=True, slots=True)
class Reader:
    """A member as one of an audience."""

    member_id: int
    audience: Audience


screens = Screens[Reader]()


@screens.get("/notices")
def notices(who: Reader) -> Response:
    """The newest; opening it writes nothing, the page's form tells what was read."""
    rows = news_of(store.session(), who.member_id, who.audience)
    kinds = {name: kind.words for name, kind in news_kinds().items()}
    return page("parts/notices.html", rows=rows, kinds=kinds, newest=rows[0].id if rows else 0)


@screens.post("/notices/reading")
def read_notices(who: Reader) -> Response:
    """All that the page showed was read."""
    upto = request.form.get("upto", "")[:_LONGEST]
    if upto.isascii() and upto.isdigit():
        see_news(store.session(), who.member_id, who.audience, int(upto), at=now())
    return see(url_for(".notices"))


def unread_notices(audience: Audience) -> int:
    """For the head of every page."""
    return unseen_news(store.session(), member().id, audience)
