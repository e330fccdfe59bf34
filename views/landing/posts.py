"""What a shop posted: all of it, one post, and as Atom for readers of feeds. The same bytes for everybody."""

from typing import Any

from flask import request
from sqlalchemy import Row
from werkzeug.wrappers import Response

from models.feed.finding import POSTS_PAGE, post_coded
from models.feed.showing import one_shown, posts_of_shop
from models.kernel.clock import now
from models.kernel.codes import read_code
from models.kernel.errors import Gone
from models.link.lookup import understand
from models.pick import storefront
from models.statistics.seen import Seen
from models.talk.comments import public_comments
from views.kit import store, visitor
from views.kit.asked import number_asked
from views.kit.house import house
from views.kit.page import keep, page
from views.landing.atom import atom_feed
from views.landing.blueprint import bp, walking_limit
from views.landing.claimed import just_claimed, keep_unless_claimed
from views.landing.elsewhere import closed, lost

MOST_PAGES = 500


@bp.get("/<door:number>/posts")
@walking_limit
def posts(number: str) -> Response:
    """A shop's posts, those it pinned first, then the newest."""
    door = storefront.door(store.session(), int(number))
    if door is None:
        return lost(understand(number))
    if door.closed_at:
        return closed(door)
    at = number_asked(request.args, "page", 1, least=1, most=MOST_PAGES)
    found = posts_of_shop(store.session(), door.id, offset=(at - 1) * POSTS_PAGE, at=now())
    claimed = just_claimed()
    more = len(found) > POSTS_PAGE
    reply = page(
        "landing/posts.html", door=door, inside=door, posts=found[:POSTS_PAGE], more=more, at=at, claimed=claimed
    )
    return keep_unless_claimed(reply, claimed, seen=_seen(door))


@bp.get("/<door:number>/posts.atom")
@walking_limit
def posts_atom(number: str) -> Response:
    """The newest of them for a reader of feeds; the same for every browser for a moment."""
    door = storefront.door(store.session(), int(number))
    if door is None:
        raise Gone(number)
    if door.closed_at:
        return closed(door)
    found = posts_of_shop(store.session(), door.id, at=now())[:POSTS_PAGE]
    name = f"{door.name}{house().rules.name_suffix}"
    told = atom_feed(door.number, name, door.keeper_name, door.opened_at, found, where=house().config.where)
    return keep(Response(told, mimetype="application/atom+xml"), seen=None)


@bp.get("/<door:number>/posts/<code>")
@walking_limit
def post(number: str, code: str) -> Response:
    """One post at its own address."""
    door = storefront.door(store.session(), int(number))
    if door is None:
        return lost(understand(number))
    return post_page(door, code, link=None)


def post_page(door: Row[Any], code: str, *, link: Row[Any] | None) -> Response:
    """The post, opened by its address or by a link. One that was deleted or hidden says so."""
    if door.closed_at:
        return closed(door)
    shown = one_shown(store.session(), read_code(code), at=now())
    if shown is None or shown.number != door.number:
        return _gone(door, code)
    claimed, comments = just_claimed(), public_comments(store.session(), shown.id)
    reply = page("landing/post.html", door=door, inside=door, post=shown, link=link, claimed=claimed, comments=comments)
    if link is None:
        visitor.remember_shop(reply, door.number)
    return keep_unless_claimed(reply, claimed, seen=_seen(door, link))


def _gone(door: Row[Any], code: str) -> Response:
    known = post_coded(store.session(), read_code(code))
    if known is None or known.shop_id != door.id or known.state in ("draft", "timed"):
        # A draft's address tells nobody that there is one.
        raise Gone(code)
    return page("landing/post_gone.html", door=door, inside=door, hidden=known.state != "deleted", status=410)


def _seen(door: Row[Any], link: Row[Any] | None = None) -> Seen:
    if link is None:
        return Seen("shop", f"shop:{door.number}", shop_id=door.id, shop_number=door.number)
    return Seen("link", f"link:{link.code}", shop_id=door.id, link_id=link.id, shop_number=door.number)
