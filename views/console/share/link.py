"""The page of one link: its posters, its words (in three tones, or a post's own), where else it could go, and
what came of it."""

import logging

from flask import request
from werkzeug.wrappers import Response

from models.feed.finding import post_behind
from models.feed.post import Post
from models.kernel.errors import Gone, Refused
from models.link.link import PLACEMENT_LENGTH, PLACEMENTS, Link
from models.link.linking import own_placements
from models.pick import shelf
from models.pick.picking import pick_of
from models.poster.copy import TONES
from models.poster.kept_copy import COPY_LIMIT
from models.poster.sheet import Sheet
from models.report.shop import links
from models.stories.share.draw import Studio
from models.stories.share.share import pick_sheet, post_sheet, shop_sheet
from views.console.blueprint import console
from views.console.share.slots import Slot, slots
from views.console.share.words import CopyForm, words
from views.kit import store
from views.kit.house import house
from views.kit.identity import shop
from views.kit.page import page, sentence

log = logging.getLogger(__name__)


@console.get("/links/<code>")
def link(code: str) -> Response:
    """One link of the shop's own."""
    return show_link(own_link(code))


def own_link(code: str) -> Link:
    """The shop's own link; anything else is not there."""
    link = links.link_of(store.session(), shop(), code)
    if link is None:
        raise Gone(code)
    return link


def studio() -> Studio:
    """What making posters takes, while this request is answered."""
    return Studio(house().media, house().config.where, house().rules, store.outside_transaction)


def sheet(link: Link) -> Sheet | None:
    """What the link's posters would show now; None where the shop no longer carries the goods, or not at that price, or
    where readers do not see the post."""
    if post := post_of(link):
        return post_sheet(link, post, studio()) if post.is_public else None
    if link.goods is None:
        return shop_sheet(link, shop(), studio())
    picked = pick_of(store.session(), shop(), link.goods)
    if picked is None or links.link_facts(store.session(), link).stale:
        return None
    return pick_sheet(link, picked, studio())


def post_of(link: Link) -> Post | None:
    """The post that the link leads to, if it leads to one."""
    return post_behind(store.session(), link.post_id) if link.post_id is not None else None


def refused_poster(link: Link, refusal: Refused) -> Response:
    """The link's page with the sentence of what could not be drawn. The link stands, and the log knows."""
    if refusal.field == "poster":
        log.warning("the poster of link %s was refused: %s", link.code, refusal)
    return show_link(link, status=422, refused=sentence(refusal))


def show_link(link: Link, *, status: int = 200, refused: str = "", form: CopyForm | None = None) -> Response:
    """The page; a copy form that was refused comes back with what was typed."""
    session, shown = store.session(), sheet(link)
    picked = pick_of(session, shop(), link.goods) if link.goods else None
    offered = slots(session, link, shown)
    return page(
        "console/share/link.html",
        status=status,
        refused=refused,
        shop=shop(),
        link=link,
        opens=f"{house().config.where}/q/{link.code}",
        facts=links.link_facts(session, link),
        goods=link.goods,
        post=post_of(link),
        pick=shelf.shelved(session, shop(), link.goods.code) if picked and link.goods else None,
        placements=(*PLACEMENTS, *own_placements(session, shop())),
        placement_length=PLACEMENT_LENGTH,
        more=request.args.get("more", ""),
        can_draw=shown is not None,
        words=words(shown, picked or shop(), form) if shown else None,
        tones=TONES,
        most=COPY_LIMIT,
        **_parted(offered),
    )


def _parted(offered: list[Slot]) -> dict[str, object]:
    """The phone's posters for the strip, the other sizes style by style, and whether any says what is no longer so."""
    phone = [slot for slot in offered if slot.size == "phone"]
    others = {
        slot.style: [other for other in offered if other.style == slot.style and other.size != "phone"]
        for slot in offered
    }
    drawn = [slot for slot in phone if slot.poster]
    return {
        "posters": drawn,
        "to_draw": [slot for slot in phone if not slot.poster],
        "sizes": {style: row for style, row in others.items() if row},
        "outdated": any(slot.is_outdated for slot in offered),
    }
