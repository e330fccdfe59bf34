"""Goods in a shop, and what was asked about them."""

from typing import Any

from sqlalchemy import Row
from werkzeug.wrappers import Response

from models.coupon.offered import offered_on
from models.kernel.clock import now
from models.kernel.codes import read_code
from models.kernel.errors import Gone
from models.link.lookup import understand
from models.pick import storefront
from models.statistics.seen import Seen
from models.talk import public_answers
from views.kit import store, visitor
from views.kit.house import house
from views.kit.page import keep, page
from views.kit.paging import Paged
from views.landing.blueprint import bp, walking_limit
from views.landing.claimed import just_claimed, keep_unless_claimed
from views.landing.elsewhere import closed, lost
from views.parts.shopfront import goods_shown, is_carried


@bp.get("/<door:number>/<code>")
@walking_limit
def goods(number: str, code: str) -> Response:
    """Goods in a shop."""
    found = storefront.door(store.session(), int(number))
    if found is None:
        return lost(understand(number))
    if found.closed_at:
        return closed(found)
    offer = storefront.offer(store.session(), found.id, code=read_code(code))
    if offer is None or offer.pick_id is None:
        raise Gone(code)
    return goods_page(found, offer, link=None)


@bp.get("/<door:number>/<code>/asked")
@walking_limit
def questions(number: str, code: str) -> Response:
    """Everything that was asked about the goods and answered for all to read."""
    session = store.session()
    door = storefront.door(session, int(number))
    if door and door.opened_at is None:
        return closed(door)
    offer = storefront.offer(session, door.id, code=read_code(code)) if door and not door.closed_at else None
    if offer is None or offer.pick_id is None:
        raise Gone(code)
    place = {"number": number, "code": offer.code}
    paged = Paged(
        public_answers.approved_count(session, offer.id), public_answers.QUESTIONS_PAGE, "landing.questions", place
    )
    found = public_answers.approved_answers(session, offer.id, limit=public_answers.QUESTIONS_PAGE, offset=paged.offset)
    return keep(page("landing/asked.html", door=door, inside=door, offer=offer, asked=found, paged=paged), seen=None)


def goods_page(door: Row[Any], offer: Row[Any], *, link: Row[Any] | None) -> Response:
    """The goods, opened by their address or by a link."""
    session, claimed = store.session(), just_claimed()
    skus = storefront.goods_skus(session, offer.id)
    carried = is_carried(offer, skus)
    offered = offered_on(session, door.id, offer.id, at=now(), rules=house().rules) if carried else []
    shown = goods_shown(session, door, offer, skus, coupons=offered, link=link)
    reply = page("landing/goods.html", claimed=claimed, **shown)
    if link is None:
        visitor.remember_shop(reply, door.number)
    return keep_unless_claimed(reply, claimed, seen=_seen(door, offer, link))


def _seen(door: Row[Any], offer: Row[Any], link: Row[Any] | None) -> Seen:
    place = {"shop_id": door.id, "goods_id": offer.id, "shop_number": door.number}
    if link is None:
        return Seen("goods", f"goods:{door.number}/{offer.code}", **place)
    return Seen("link", f"link:{link.code}", link_id=link.id, **place)
