"""Sharing a pick, a post, or the shop itself: the link for a placement, and its posters, proven before anybody sees
them.

Tapping twice makes one link and draws once. A link keeps the offer of its day: what its posters say never changes.
"""

from datetime import datetime

from sqlmodel import Session

from models.catalogue.goods.price import cheapest_of, price_of, prices_of
from models.feed.post import Post
from models.kernel.errors import N_, Refused
from models.kernel.media import square_key
from models.link.link import Link
from models.link.linking import link_for, payload, post_link, shop_link
from models.link.promising import note_sharing
from models.pick.pick import Pick
from models.poster.sheet import Sheet
from models.shop.shop import Shop
from models.stories.share.draw import Studio, WantedPoster, draw_posters

STYLES = ("window", "letter")
SHOP_STYLES = ("shop", "plate")
POST_STYLES = ("post",)
PAIR = tuple(WantedPoster(style) for style in STYLES)
SHOP_PAIR = tuple(WantedPoster(style) for style in SHOP_STYLES)
OF_POST = tuple(WantedPoster(style) for style in POST_STYLES)


def share_pick(
    session: Session,
    studio: Studio,
    picked: Pick,
    placement: str,
    *,
    at: datetime,
    wanted: tuple[WantedPoster, ...] = PAIR,
) -> Link:
    """The link for this pick at this placement, with today's rate promised and proven posters. Raises
    Refused where one cannot be proven; the link stays and can be tried again."""
    link = link_for(session, picked, placement, at=at)
    note_sharing(session, link, picked.goods, rules=studio.rules, at=at)
    draw_posters(session, studio, link, pick_sheet(link, picked, studio), wanted, at=at)
    return link


def share_shop(
    session: Session,
    studio: Studio,
    shop: Shop,
    placement: str,
    *,
    at: datetime,
    wanted: tuple[WantedPoster, ...] = SHOP_PAIR,
) -> Link:
    """The link to the shop itself at this placement, with a shop poster and a door-plate card."""
    link = shop_link(session, shop, placement, at=at)
    draw_posters(session, studio, link, shop_sheet(link, shop, studio), wanted, at=at)
    return link


def share_post(session: Session, studio: Studio, post: Post, placement: str, *, at: datetime) -> Link:
    """The link to a post at this placement, with its poster. Raises Refused for a post that readers do not see, and as
    `share_pick` does."""
    if not post.is_public:
        raise Refused("", N_("发出去的动态才能做海报"))
    link = post_link(session, post.shop, post.id, placement, at=at)
    draw_posters(session, studio, link, post_sheet(link, post, studio), OF_POST, at=at)
    return link


def pick_sheet(link: Link, picked: Pick, studio: Studio) -> Sheet:
    """What the posters of a pick's link show. The price is the link's own: the offer of its day."""
    goods, shop = picked.goods, picked.shop
    cheapest = cheapest_of(goods)
    assert link.offer_price is not None, "a pick's link has an offer"
    was = cheapest.was if cheapest and price_of(cheapest) == link.offer_price else None
    return Sheet(
        payload=payload(studio.public_url, link.code),
        shop_number=str(shop.number),
        shop_name=shop.name + studio.rules.name_suffix,
        keeper_name=shop.keeper.name,
        reason=picked.reason,
        title=goods.title,
        price=link.offer_price.short,
        was=was.short if was else None,
        picture=studio.media.get(square_key(goods.cover, 1080)) if goods.cover else None,
        introduction=shop.introduction,
        is_least=len(prices_of(goods)) > 1,
    )


def shop_sheet(link: Link, shop: Shop, studio: Studio) -> Sheet:
    """What the posters of a shop's own link show."""
    return Sheet(
        payload=payload(studio.public_url, link.code),
        shop_number=str(shop.number),
        shop_name=shop.name + studio.rules.name_suffix,
        keeper_name=shop.keeper.name,
        picture=studio.media.get(square_key(shop.logo, 1080)) if shop.logo else None,
        introduction=shop.introduction,
    )


def post_sheet(link: Link, post: Post, studio: Studio) -> Sheet:
    """What a post's poster shows: its words and its first picture, that of its goods where it has none. A price is not
    on it: it would be the goods' own, and of another day."""
    shop = post.shop
    picture = post.pictures[0].digest if post.pictures else post.goods.cover if post.goods else None
    words = post.words or (post.goods.title if post.goods else post.coupon.title if post.coupon else "")
    return Sheet(
        payload=payload(studio.public_url, link.code),
        shop_number=str(shop.number),
        shop_name=shop.name + studio.rules.name_suffix,
        keeper_name=shop.keeper.name,
        reason=words,
        picture=studio.media.get(square_key(picture, 1080)) if picture else None,
        introduction=shop.introduction,
        is_post=True,
    )
