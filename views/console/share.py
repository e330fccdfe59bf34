"""Sharing: links with their posters and words, and what came of each."""

from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response

from models.kernel.clock import now
from models.kernel.errors import Gone
from models.link.link import PLACEMENT_LENGTH, PLACEMENTS, Link
from models.link.linking import own_placements
from models.pick import shelf
from models.pick.picking import pick_of
from models.poster import copy
from models.report import shared
from models.stories.draw_posters import posters_of
from models.stories.share_pick import Place, share_pick, sheet_of
from views.console import console
from views.console.shelf import own_pick
from views.kit import store
from views.kit.house import house
from views.kit.identity import shop
from views.kit.page import page, see
from views.kit.paging import Paged

QUICK = 6


@console.get("/share")
def share() -> Response:
    """What was shared, newest first, and the picks on top of the shop to share next."""
    session = store.session()
    at = Paged(shared.how_many(session, shop()), shared.PAGE, "console.share")
    rows = shared.links(session, shop(), page=at.number)
    quick = [it for it in shelf.shelf(session, shop()) if it.state == "on_sale" and it.stock][:QUICK]
    return page("console/share.html", shop=shop(), links=rows, paging=at, quick=quick)


@console.post("/picks/<code>/share")
def share_goods(code: str) -> Response:
    """The link for a placement with both posters. Twice is the same link."""
    link = share_pick(
        store.session(),
        house().media,
        own_pick(code),
        request.form.get("placement", "") or PLACEMENTS[0],
        place=_place(),
        at=now(),
        outside=store.outside_transaction,
    )
    return see(url_for("console.link", code=link.code))


@console.get("/links/<code>")
def link(code: str) -> Response:
    """One link: its posters, its words in three tones, how often it was opened."""
    found = shared.link_of(store.session(), shop(), code)
    if found is None:
        raise Gone(code)
    picked = pick_of(store.session(), shop(), found.goods) if found.goods else None
    row = shelf.shelved(store.session(), shop(), found.goods.code) if picked and found.goods else None
    return page(
        "console/links/show.html",
        link=found,
        facts=shared.link_facts(store.session(), found),
        goods=found.goods,
        pick=row,
        posters=posters_of(store.session(), found),
        placements=(*PLACEMENTS, *own_placements(store.session(), shop())),
        placement_length=PLACEMENT_LENGTH,
        **_words(found),
    )


def _words(found: Link) -> dict[str, Any]:
    """The copy in the tone and the variant that the address asks for, parted where WeChat would fold it."""
    picked = pick_of(store.session(), shop(), found.goods) if found.goods else None
    if picked is None:
        return {"text": ""}
    tone = request.args.get("tone", "")
    tone = tone if tone in copy.TONES else next(iter(copy.TONES))
    variant = min(max(request.args.get("variant", 0, type=int), 0), 999)
    text = copy.compose(sheet_of(found, picked, house().media, _place()), tone, variant)
    main, comment = copy.fold(text)
    told = {"main": main, "comment": comment, "main_length": copy.count(main), "comment_length": copy.count(comment)}
    return {"text": text, "tone": tone, "tones": copy.TONES, "variant": variant} | told


def _place() -> Place:
    return Place(public_url=house().config.where, rules=house().rules)
