"""Making links and opening them again."""

from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from models.catalogue.goods.price import least_price
from models.kernel.codes import fresh_code
from models.kernel.database import insert_ignoring
from models.kernel.errors import N_, Refused
from models.kernel.text import one_line
from models.link.link import PLACEMENT_LENGTH, PLACEMENTS, Link
from models.pick.pick import Pick
from models.shop.shop import Shop

_CODE_LENGTH = 7
MOST_OWN_PLACEMENTS = 20
# The link of every style and tone: where none is tried against another.
_OF_ALL = (Link.style == "", Link.tone == "")


def link_for(session: Session, picked: Pick, placement: str, *, at: datetime) -> Link:
    """The link for sharing this pick at this place with today's offer; made where it does not stand yet."""
    placement = checked_placement(session, picked.shop, placement)
    if picked.goods.state != "on_sale" or not picked.goods.on_offer:
        raise Refused("", N_("这件商品现在不在售，先不能分享"))
    same = (
        Link.shop_id == picked.shop_id,
        Link.goods_id == picked.goods_id,
        Link.placement == placement,
        Link.offer_price == least_price(picked.goods),
        *_OF_ALL,
    )
    return _once(
        session,
        same,
        shop_id=picked.shop_id,
        goods_id=picked.goods_id,
        placement=placement,
        offer_price=least_price(picked.goods),
        made_at=at,
    )


def shop_link(session: Session, shop: Shop, placement: str, *, at: datetime) -> Link:
    """The link to the shop itself at this place."""
    placement = checked_placement(session, shop, placement)
    bare = (col(Link.goods_id).is_(None), col(Link.post_id).is_(None))
    same = (Link.shop_id == shop.id, *bare, Link.placement == placement, *_OF_ALL)
    return _once(session, same, shop_id=shop.id, placement=placement, made_at=at)


def post_link(session: Session, shop: Shop, post_id: int, placement: str, *, at: datetime) -> Link:
    """The link to one of the shop's posts at this place."""
    placement = checked_placement(session, shop, placement)
    same = (Link.post_id == post_id, Link.placement == placement, *_OF_ALL)
    return _once(session, same, shop_id=shop.id, post_id=post_id, placement=placement, made_at=at)


def _once(session: Session, same: tuple[Any, ...], **values: object) -> Link:
    """The unique index decides between two taps at once; both get the one that stands."""
    query = select(Link).where(*same)
    existing = session.exec(query).first()
    if existing:
        return existing
    code = fresh_code(session, Link.code, _CODE_LENGTH)
    session.exec(insert_ignoring(session, Link).values(code=code, visits=0, **{"style": "", "tone": ""} | values))
    return session.exec(query).one()


def checked_placement(session: Session, shop: Shop, name: str) -> str:
    """One of everybody's placements, or one that the shop named itself. Raises Refused on a name that is none."""
    own = one_line(name)
    if own in PLACEMENTS:
        return own
    if not 1 <= len(own) <= PLACEMENT_LENGTH:
        raise Refused("placement", N_("场合的名字要 1 到 %(most)s 个字"), most=PLACEMENT_LENGTH)
    existing = own_placements(session, shop)
    if own not in existing and len(existing) >= MOST_OWN_PLACEMENTS:
        raise Refused("placement", N_("自己起名的场合最多 %(most)s 个"), most=MOST_OWN_PLACEMENTS)
    return own


def own_placements(session: Session, shop: Shop) -> list[str]:
    """The placements that this shop named itself, in the order of their names."""
    named = select(Link.placement).where(Link.shop_id == shop.id, col(Link.placement).not_in(PLACEMENTS))
    return list(session.exec(named.distinct().order_by(Link.placement)))


def link_coded(session: Session, code: str) -> Link | None:
    """The link a printed code means, for ever."""
    return session.exec(select(Link).where(Link.code == code)).first()


def links_of(session: Session, picked: Pick) -> list[Link]:
    """Every link ever shared for this pick, newest first."""
    own = select(Link).where(Link.shop_id == picked.shop_id, Link.goods_id == picked.goods_id)
    return list(session.exec(own.order_by(col(Link.id).desc())))


def payload(public_url: str, code: str) -> str:
    """What the QR code says: upper-case throughout, so that it fits QR's alphanumeric mode (docs/performance.md)."""
    return f"{public_url.rstrip('/')}/q/{code}".upper()
