"""Looking for goods inside one shop. There is no other search for buyers: shopkeepers bring their own audience."""

from typing import Any

from flask import redirect, request, url_for
from sqlalchemy import Row
from werkzeug.wrappers import Response

from models.catalogue.goods.titles import LONGEST_WISH
from models.link.lookup import Meaning
from models.pick import storefront
from views.kit import store
from views.kit.asked import number_asked
from views.kit.page import page

# Ten thousand goods, further than anybody turns pages.
MOST_SEARCHED = 250


def asked_in() -> Row[Any] | None:
    """The open shop on whose page the text was typed (`?in=`)."""
    number = request.args.get("in", "")
    if not (len(number) == 6 and number.isascii() and number.isdigit()):
        return None
    door: Row[Any] | None = storefront.door(store.session(), int(number))
    return None if door is None or door.closed_at else door


def wished() -> str:
    """What is looked for in a shop (`?q=`)."""
    return request.args.get("q", "")[:LONGEST_WISH].strip()


def found_inside(meaning: Meaning) -> Response | None:
    """To what the shop's goods are called, where the text was typed in a shop and is no number. None where nothing is
    called so: that is a miss like any other, else passphrases could be tried here without end."""
    door, wish = asked_in(), meaning.text[:LONGEST_WISH]
    if door is None or any(len(number) == 6 for number in meaning.numbers):
        return None
    if not storefront.cards_titled(store.session(), door.id, wish):
        return None
    return redirect(url_for("landing.shop", number=door.number, q=wish), 303)


def searched_page(door: Row[Any], wish: str) -> Response:
    """The shop's goods with these words in their titles. It is not kept: everybody types something else."""
    at = number_asked(request.args, "page", 1, least=1, most=MOST_SEARCHED)
    cards = storefront.cards_titled(store.session(), door.id, wish, page=at)
    more = len(cards) > storefront.CARDS_PAGE and at < MOST_SEARCHED
    cards = cards[: storefront.CARDS_PAGE]
    reply = page("landing/searched.html", door=door, inside=door, query=wish, cards=cards, at=at, more=more)
    reply.headers["X-Robots-Tag"] = "noindex"
    return reply
