"""A shop by its number."""

from typing import Any

from sqlalchemy import Row
from werkzeug.wrappers import Response

from models.coupon.offered import offered_in
from models.feed.showing import newest_of_shop
from models.kernel.clock import now
from models.link.lookup import understand
from models.pick import storefront
from models.statistics.seen import Seen
from views.kit import store, visitor
from views.kit.house import house
from views.kit.page import page
from views.landing.blueprint import bp, walking_limit
from views.landing.claimed import just_claimed, keep_unless_claimed
from views.landing.elsewhere import closed, lost
from views.landing.searching import searched_page, wished
from views.parts.shopfront import shop_shown


@bp.get("/<door:number>")
@walking_limit
def shop(number: str) -> Response:
    """A shop."""
    return shop_page(number, link=None)


def shop_page(number: str, *, link: Row[Any] | None) -> Response:
    """The shop, entered by its number or by a link."""
    session, claimed = store.session(), just_claimed()
    door = storefront.door(session, int(number))
    if door is None:
        return lost(understand(number))
    if door.closed_at:
        return closed(door)
    if link is None and (wish := wished()):
        return searched_page(door, wish)
    reply = page(
        "landing/shop.html",
        coupons=[(coupon, False) for coupon in offered_in(session, door.id, at=now(), rules=house().rules)],
        claimed=claimed,
        post=newest_of_shop(session, door.id),
        link=link,
        **shop_shown(session, door),
    )
    subject = f"link:{link.code}" if link else f"shop:{number}"
    kind = "link" if link else "shop"
    link_id = link.id if link else None
    seen = Seen(kind, subject, shop_id=door.id, link_id=link_id, shop_number=door.number)
    if link is None:
        visitor.remember_shop(reply, door.number)
    return keep_unless_claimed(reply, claimed, seen=seen)
