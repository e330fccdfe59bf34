"""The doors: the lookup box, shops and goods by number, and what QR codes open. All GET, none writes."""

from typing import Any

from flask import Blueprint, redirect, request
from sqlalchemy import Row
from werkzeug.routing import BaseConverter
from werkzeug.wrappers import Response

from models.coupon.offered import offered_in, offered_on
from models.coupon.passphrases import coupon_addressed, coupon_named
from models.kernel.clock import now
from models.kernel.codes import read_code
from models.kernel.errors import Gone
from models.link.lookup import Meaning, understand
from models.link.opening import opened
from models.pick import storefront
from models.shop.numbers import one_slip_away
from models.statistics.counting import Seen
from models.talk import public_answers
from views.kit import store, visitor
from views.kit.asked import number_asked
from views.kit.limits import limiter, lookups
from views.kit.page import keep, page
from views.kit.paging import Paged
from views.parts.showcase import choices, what_changed

bp = Blueprint("landing", __name__)


# A text may hold several numbers; trying many would let one request walk through hundreds of shops.
MOST_TRIED = 5


class DoorConverter(BaseConverter):
    """Six digits without a leading zero."""

    regex = "[1-9][0-9]{5}"
    part_isolating = True


@bp.record_once
def teach(state: Any) -> None:
    """Routes of this file and others may say <door:number>."""
    state.app.url_map.converters["door"] = DoorConverter


def missed(reply: Response) -> bool:
    """Only misses use up the limit on walking through numbers."""
    return reply.status_code == 404


# One budget for all the ways of looking a number up.
walking_limit = limiter.shared_limit(lookups, scope="lookup", deduct_when=missed)


@bp.get("/")
def home() -> Response:
    """The lookup box."""
    return keep(page("landing/home.html"), seen=None)


@bp.get("/find")
@walking_limit
def find() -> Response:
    """Leads to what the text means, a passphrase to its coupon, or shows what lies one slip away."""
    typed = request.args.get("q", "")
    if not typed.strip():
        return redirect("/", 303)
    meaning = understand(typed)
    if meaning.link and opened(store.session(), meaning.link):
        return redirect(f"/q/{meaning.link}", 303)
    if given := coupon_addressed(store.session(), typed):
        return redirect(f"/coupons/{given.code}", 303)
    for number in meaning.numbers[:MOST_TRIED]:
        found = storefront.door(store.session(), int(number)) if len(number) == 6 else None
        if found:
            is_first = number == meaning.numbers[0]
            target = f"/{number}" + (f"/{meaning.goods}" if meaning.goods and is_first else "")
            return keep(redirect(target, 303), seen=Seen("lookup", f"lookup:{number}", shop_id=found.id))
    # A number goes first: nobody's passphrase leads a shared text away from the shop it names.
    given = coupon_named(store.session(), typed)
    return redirect(f"/coupons/{given.code}", 303) if given else _lost(meaning)


@bp.get("/<door:number>")
@walking_limit
def shop(number: str) -> Response:
    """A shop."""
    return _shop(number, link=None)


@bp.get("/<door:number>/<code>")
@walking_limit
def goods(number: str, code: str) -> Response:
    """Goods in a shop."""
    found = storefront.door(store.session(), int(number))
    if found is None:
        return _lost(understand(number))
    if found.closed_at:
        return _closed(found)
    offer = storefront.offer(store.session(), found.id, code=read_code(code))
    if offer is None or offer.pick_id is None:
        raise Gone(code)
    return _goods(found, offer, link=None)


@bp.get("/<door:number>/<code>/asked")
@walking_limit
def questions(number: str, code: str) -> Response:
    """Everything that was asked about the goods and answered for all to read."""
    session = store.session()
    door = storefront.door(session, int(number))
    offer = storefront.offer(session, door.id, code=read_code(code)) if door and not door.closed_at else None
    if offer is None or offer.pick_id is None:
        raise Gone(code)
    place = {"number": number, "code": offer.code}
    paged = Paged(
        public_answers.approved_count(session, offer.id), public_answers.QUESTIONS_PAGE, "landing.questions", place
    )
    found = public_answers.approved_answers(session, offer.id, limit=public_answers.QUESTIONS_PAGE, offset=paged.offset)
    return keep(page("landing/asked.html", door=door, offer=offer, asked=found, paged=paged), seen=None)


@bp.get("/q/<code>")
@bp.get("/Q/<code>")
@walking_limit
def link(code: str) -> Response:
    """What a QR code opens: the thing itself, at once. It never expires."""
    found = opened(store.session(), read_code(code))
    if found is None:
        raise Gone(code)
    if found.goods_id is None:
        return visitor.remember_link(_shop(str(found.number), link=found), found.number, found.code)
    door = storefront.door(store.session(), found.number)
    assert door is not None, "a link's shop stands for ever"
    if door.closed_at:
        return _closed(door)
    offer = storefront.offer(store.session(), door.id, goods_id=found.goods_id)
    assert offer is not None, "goods are never deleted"
    return visitor.remember_link(_goods(door, offer, link=found), found.number, found.code)


def _shop(number: str, *, link: Row[Any] | None) -> Response:
    session = store.session()
    door = storefront.door(session, int(number))
    if door is None:
        return _lost(understand(number))
    if door.closed_at:
        return _closed(door)
    wanted = request.args.get("category", "")
    at = number_asked(request.args, "page", 1, least=1)
    roots = storefront.roots(session, door.id)
    root = next((r.slug for r in roots if r.slug == wanted), "")
    cards = storefront.cards(session, door.id, root=root, page=min(at, 1000))
    more = len(cards) > storefront.CARDS_PAGE
    reply = page(
        "landing/shop.html",
        door=door,
        coupons=offered_in(session, door.id, at=now()),
        cards=cards[: storefront.CARDS_PAGE],
        roots=roots,
        root=root,
        at=at,
        more=more,
    )
    subject = f"link:{link.code}" if link else f"shop:{number}"
    kind = "link" if link else "shop"
    if link is None:
        visitor.remember_shop(reply, door.number)
    return keep(reply, seen=Seen(kind, subject, shop_id=door.id, link_id=link.id if link else None))


def _goods(door: Row[Any], offer: Row[Any], *, link: Row[Any] | None) -> Response:
    session = store.session()
    skus = storefront.goods_skus(session, offer.id)
    carried = offer.pick_id is not None and offer.state == "on_sale" and bool(skus)
    others = [] if carried else storefront.cards(session, door.id)[:6]
    reply = page(
        "landing/goods.html",
        door=door,
        offer=offer,
        pictures=storefront.goods_pictures(session, offer.id),
        skus=skus,
        asked=public_answers.approved_answers(session, offer.id),
        most_asked=public_answers.ON_GOODS,
        coupons=offered_on(session, door.id, offer.id, at=now()) if carried else [],
        choices=choices(offer.option_names, skus),
        carried=carried,
        others=others,
        link=link,
        changed=what_changed(link.offer_price, skus) if link and carried else None,
    )
    subject = f"link:{link.code}" if link else f"goods:{door.number}/{offer.code}"
    if link is None:
        visitor.remember_shop(reply, door.number)
    seen = Seen(
        "link" if link else "goods",
        subject,
        shop_id=door.id,
        goods_id=offer.id,
        link_id=link.id if link else None,
    )
    return keep(reply, seen=seen)


def _closed(door: Row[Any]) -> Response:
    return page("landing/closed.html", door=door, status=410)


def _lost(meaning: Meaning) -> Response:
    typed = meaning.numbers[0] if meaning.numbers else ""
    near = one_slip_away(store.session(), typed) if typed else []
    return page("landing/lost.html", typed=typed or meaning.text[:60], is_number=bool(typed), near=near, status=404)
