"""Sharing a pick: its link for a placement, and both posters, drawn and proven before anybody sees them.

The drawing happens outside the transaction; what it made is kept in a second, short one. Tapping twice draws once.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlmodel import Session, select

from models.kernel.database import insert_ignoring
from models.kernel.media import MediaStore, square_key
from models.kernel.rules import Rules
from models.link.link import Link
from models.link.linking import link_for, payload
from models.pick.pick import Pick
from models.poster.draw import Drawn, draw, fingerprint
from models.poster.poster import Poster
from models.poster.sheet import Sheet

STYLES = ("window", "letter")


@dataclass(frozen=True, slots=True)
class Place:
    """Where the network lives and by which rules: what a poster says besides the pick."""

    public_url: str
    rules: Rules


def share_pick(
    session: Session,
    media: MediaStore,
    picked: Pick,
    placement: str,
    *,
    place: Place,
    at: datetime,
    outside: Callable[[], AbstractContextManager[None]],
) -> Link:
    """The link for this pick at this placement, with a proven poster in each style. `outside` ends the transaction at
    hand while its block runs. Raises Refused where a poster cannot be proven; the link stays and can be tried again."""
    link = link_for(session, picked, placement, at=at)
    sheet = sheet_of(link, picked, media, place)
    wanted = [style for style in STYLES if not _stands(session, link, style, fingerprint(sheet, style))]
    link_id = link.id
    with outside():
        drawn = [(style, draw(sheet, style)) for style in wanted]
        for style, one in drawn:
            media.put(poster_key(fingerprint(sheet, style)), one.jpeg)
    for style, one in drawn:
        _keep(session, link_id, style, sheet, one, at)
    return link


def sheet_of(link: Link, picked: Pick, media: MediaStore, place: Place) -> Sheet:
    """What the posters of a link show. The price is the link's own: the offer of its day."""
    goods, shop = picked.goods, picked.shop
    cheapest = min(goods.on_offer, key=lambda sku: sku.price, default=None)
    assert link.offer_price is not None, "a pick's link has an offer"
    was = cheapest.was if cheapest and cheapest.price == link.offer_price else None
    return Sheet(
        payload=payload(place.public_url, link.code),
        shop_number=str(shop.number),
        shop_name=shop.name + place.rules.name_suffix,
        keeper_name=shop.keeper.name,
        reason=picked.reason,
        title=goods.title,
        price=link.offer_price.short,
        was=was.short if was else None,
        picture=media.get(square_key(goods.cover, 1080)) if goods.cover else None,
        introduction=shop.introduction,
    )


def poster_key(mark: str) -> str:
    """Where a poster's bytes live: named by what they show."""
    return f"posters/{mark[:2]}/{mark}.jpg"


def posters_of(session: Session, link: Link) -> list[Poster]:
    """A link's posters, in the order of STYLES."""
    found = session.exec(select(Poster).where(Poster.link_id == link.id)).all()
    return sorted(found, key=lambda poster: STYLES.index(poster.style) if poster.style in STYLES else len(STYLES))


def _stands(session: Session, link: Link, style: str, mark: str) -> bool:
    same = select(Poster.id).where(Poster.link_id == link.id, Poster.style == style, Poster.fingerprint == mark)
    return session.exec(same).first() is not None


def _keep(session: Session, link_id: int, style: str, sheet: Sheet, one: Drawn, at: datetime) -> None:
    mark = fingerprint(sheet, style)
    facts = {
        "fingerprint": mark,
        "media_key": poster_key(mark),
        "payload": sheet.payload,
        "proof": asdict(one.proof),
        "dropped": one.dropped,
        "drawn_at": at,
    }
    fresh = insert_ignoring(session, Poster).values(link_id=link_id, style=style, **facts)
    if session.exec(fresh).rowcount == 1:
        return
    poster = session.exec(select(Poster).where(Poster.link_id == link_id, Poster.style == style)).one()
    for name, value in facts.items():
        setattr(poster, name, value)
