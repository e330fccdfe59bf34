"""What stands where nothing was found, and at a door that is shut."""

from typing import Any

from sqlalchemy import Row
from werkzeug.wrappers import Response

from models.link.lookup import Meaning
from models.shop.numbers import one_slip_away
from views.kit import store
from views.kit.page import keep, page


def closed(door: Row[Any]) -> Response:
    """The keeper's word at a door that is shut, or that has not opened yet: then the number stands, and the page is
    kept like any other until the door opens."""
    if door.opened_at is None:
        reply = keep(page("landing/soon.html", door=door), seen=None)
        reply.headers["X-Robots-Tag"] = "noindex"
        return reply
    return page("landing/closed.html", door=door, status=410)


def lost(meaning: Meaning, *, inside: Row[Any] | None = None) -> Response:
    """Says what was not found, and which shops are one slip away; `inside` is the shop where it was typed."""
    typed = meaning.numbers[0] if meaning.numbers else ""
    near = one_slip_away(store.session(), typed) if typed else []
    asked = typed or meaning.text[:60]
    return page("landing/lost.html", typed=asked, is_number=bool(typed), near=near, inside=inside, status=404)
