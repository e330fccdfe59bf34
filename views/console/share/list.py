"""Sharing: what was shared and what went stale since, and making a link with its posters in one tap."""

from collections.abc import Callable

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from models.kernel.clock import now
from models.kernel.errors import N_, Refused
from models.link.link import PLACEMENTS, Link
from models.link.linking import checked_placement, link_for, shop_link
from models.pick import shelf
from models.pick.pick import Pick
from models.poster.renewals import told_renewal
from models.report.shop import links
from models.stories.share import share as sharing

# The screens of one link, and making stale posters anew, stand in files of their own.
from views.console.blueprint import console
from views.console.first_steps import first_steps
from views.console.picks.list import own_pick
from views.console.share.link import refused_poster, studio
from views.kit import store
from views.kit.identity import shop
from views.kit.page import page_or_fragment, see, sentence
from views.kit.paging import Paged

QUICK = 6


@console.get("/share")
def share() -> Response:
    """What is stale first, then what was shared, newest first, and the picks on top of the shop to share next."""
    return _list()


@console.post("/picks/<code>/share")
def share_goods(code: str) -> Response:
    """The link for a placement with both posters. A second tap gives the same link."""
    picked = own_pick(code)

    def make() -> Link:
        _check_on_sale(picked)
        return sharing.share_pick(store.session(), studio(), picked, placement_named(), at=now())

    return _made(make, lambda: link_for(store.session(), picked, placement_named(), at=now()))


@console.post("/shop/share")
def share_own_shop() -> Response:
    """The link to the shop itself for a placement, with its poster and its door-plate card. A second tap gives the same
    link."""

    def make() -> Link:
        return sharing.share_shop(store.session(), studio(), shop(), placement_named(), at=now())

    return _made(make, lambda: shop_link(store.session(), shop(), placement_named(), at=now()))


def _made(make: Callable[[], Link], existing: Callable[[], Link]) -> Response:
    """The way to the link. Where a poster could not be proven the link stands all the same, and its page says so."""
    try:
        return see(url_for("console.link", code=make().code))
    except Refused as refusal:
        store.give_up()
        if refusal.field == "poster":
            return refused_poster(existing(), refusal)
        return _list(refused=sentence(refusal))


def placement_named() -> str:
    """What the form names, everybody's first one where it names none. Raises Refused on a name that is none."""
    return checked_placement(store.session(), shop(), request.form.get("placement", "") or PLACEMENTS[0])


def _check_on_sale(picked: Pick) -> None:
    """Raises Refused for what nobody can buy: it is not put on a poster."""
    if picked.goods.state != "on_sale" or not picked.goods.on_offer:
        raise Refused("", N_("这件商品现在不在售，先不能做海报"))


def _list(refused: str = "") -> Response:
    session = store.session()
    at = Paged(links.links_count(session, shop()), links.LINKS_PAGE, "console.share")
    quick = [it for it in shelf.shelf(session, shop()) if it.state == "on_sale" and it.stock][:QUICK]
    run = told_renewal(session, shop(), at=now())
    return page_or_fragment(
        "console/share/list.html",
        "renewals",
        status=422 if refused else 200,
        refused=refused,
        shop=shop(),
        first=first_steps(),
        links=links.links(session, shop(), page=at.number),
        paging=at,
        quick=quick,
        renewable=links.renewable(session, shop()),
        how_many_renewable=links.how_many_renewable(session, shop()),
        run=run,
        moving=run is not None and run.is_standing,
        ended=links.ended(session, shop()),
        why={"price": _("旧价"), "off_sale": _("已下架"), "unpicked": _("已撤下"), "post_gone": _("动态不在了")},
    )
