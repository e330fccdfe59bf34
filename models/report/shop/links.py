"""What a shop shared, what came of it, and which posters say something that is no longer so."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, case, exists, func, or_, select
from sqlmodel import Session
from sqlmodel import select as records

from models.catalogue.goods.goods import Goods
from models.feed.finding import PUBLIC
from models.feed.post import Post
from models.kernel.prebuilt import Prebuilt
from models.kernel.record import table_of
from models.link.link import Link
from models.pick.pick import Pick
from models.pick.shelf import COVER, PRICE
from models.poster.poster import Poster
from models.report.shop.today import SOLD
from models.shop.shop import Shop
from models.trade.order.order import Line, Parcel

LINKS_PAGE = 30
# How many stale posters are named at once.
RENEWALS = 20

_link, _goods = table_of(Link), table_of(Goods)
_pick, _poster = table_of(Pick), table_of(Poster)
_post = table_of(Post)
_line, _parcel = table_of(Line), table_of(Parcel)
_carried = exists().where(_pick.c.goods_id == _link.c.goods_id, _pick.c.shop_id == _link.c.shop_id).correlate(_link)
_pieces = (
    select(func.coalesce(func.sum(_line.c.quantity), 0))
    .join_from(_line, _parcel, _line.c.parcel_id == _parcel.c.id)
    .where(_line.c.link_id == _link.c.id, SOLD)
    .correlate(_link)
    .scalar_subquery()
)
_post_shown = exists().where(_post.c.id == _link.c.post_id, PUBLIC).correlate(_link)
# The first that holds: its post is gone, no longer sold by the supplier, taken out of the shop, or another price than
# the poster's.
_stale = case(
    (and_(_link.c.post_id.is_not(None), ~_post_shown), "post_gone"),
    (_link.c.goods_id.is_(None), ""),
    (or_(_goods.c.state != "on_sale", PRICE.is_(None)), "off_sale"),
    (~_carried, "unpicked"),
    (_link.c.offer_price != PRICE, "price"),
    else_="",
)
_again = _link.alias("again")
_same = and_(
    _again.c.shop_id == _link.c.shop_id,
    _again.c.goods_id == _link.c.goods_id,
    _again.c.placement == _link.c.placement,
)
# A link whose posters were refused has none: nothing of it is out there, and it makes no other one anew.
_is_out = exists().where(_poster.c.link_id == _link.c.id).correlate(_link)
_again_is_out = exists().where(_poster.c.link_id == _again.c.id).correlate(_again)
_newer = exists().where(_same, _again.c.id > _link.c.id, _again_is_out).correlate(_link)
# A price that went back is the link of then, which is older: any link with today's price is a poster made anew.
_renewed = exists().where(_same, _again.c.offer_price == PRICE, _again_is_out).correlate(_link, _goods)
# Tried and refused: the link with today's price is there, its posters are not.
_in_vain = exists().where(_same, _again.c.offer_price == PRICE, ~_again_is_out).correlate(_link, _goods)
# What a link to a post is called: the post's words.
_said = select(_post.c.words).where(_post.c.id == _link.c.post_id).correlate(_link).scalar_subquery()
_LINKS: Select[Any] = (
    select(
        _link.c.id,
        _link.c.code,
        _link.c.placement,
        _link.c.offer_price,
        _link.c.visits,
        _link.c.made_at,
        _goods.c.code.label("goods"),
        _goods.c.title,
        _link.c.post_id,
        _said.label("said"),
        PRICE.label("price"),
        COVER.label("cover"),
        _pieces.label("pieces"),
        _stale.label("stale"),
    )
    .outerjoin_from(_link, _goods, _link.c.goods_id == _goods.c.id)
    .order_by(_link.c.id.desc())
)
_out_of_date = and_(_stale == "price", _is_out, ~_newer, ~_renewed)
_RENEWABLE = Prebuilt(
    _LINKS.where(_link.c.shop_id == bindparam("shop_id"), _out_of_date)
    .order_by(None)
    .order_by(_in_vain, _link.c.id.desc())
    .limit(RENEWALS)
)
_COUNT = Prebuilt(select(func.count().label("many")).select_from(_link).where(_link.c.shop_id == bindparam("shop_id")))


def links(session: Session, shop: Shop, *, page: int = 1) -> Sequence[Any]:
    """One page of the shop's links, newest first, with visits, pieces sold, and why a poster is stale ("" if not)."""
    query = _LINKS.where(_link.c.shop_id == shop.id).limit(LINKS_PAGE).offset((page - 1) * LINKS_PAGE)
    return session.connection().execute(query).all()


def link_facts(session: Session, link: Link) -> Row[Any]:
    """What one link brought: visits, pieces sold, and why its poster is stale ("" if not)."""
    return session.connection().execute(_LINKS.where(_link.c.id == link.id)).one()


def links_count(session: Session, shop: Shop) -> int:
    """How many links the shop has."""
    return int(_COUNT.rows(session, {"shop_id": shop.id})[0].many)


def renewable(session: Session, shop: Shop) -> Sequence[Any]:
    """The newest links that say another price than today's and were not made anew since, one for goods and placement;
    at most RENEWALS. Those whose new posters were refused come last: they hold up no other."""
    return _RENEWABLE.rows(session, {"shop_id": shop.id})


def next_renewable(session: Session, shop: Shop, *, before: int | None) -> Any:
    """The newest of them that is older than the link of that id; None where there is none."""
    older = _LINKS.where(_renewable(shop)) if before is None else _LINKS.where(_renewable(shop), _link.c.id < before)
    return session.connection().execute(older.limit(1)).first()


def how_many_renewable(session: Session, shop: Shop) -> int:
    """How many of them there are in all."""
    query = select(func.count()).select_from(_link.outerjoin(_goods, _link.c.goods_id == _goods.c.id))
    return int(session.connection().execute(query.where(_renewable(shop))).scalar_one())


def ended(session: Session, shop: Shop) -> Sequence[Any]:
    """The newest links to what can no longer be bought in the shop, one for goods and placement; at most RENEWALS."""
    query = _LINKS.where(_link.c.shop_id == shop.id, _stale.in_(("off_sale", "unpicked")), _is_out, ~_newer)
    return session.connection().execute(query.limit(RENEWALS)).all()


def _renewable(shop: Shop) -> ColumnElement[bool]:
    return and_(_link.c.shop_id == shop.id, _out_of_date)


def link_of(session: Session, shop: Shop, code: str) -> Link | None:
    """One of the shop's own links."""
    return session.exec(records(Link).where(Link.shop_id == shop.id, Link.code == code)).first()
