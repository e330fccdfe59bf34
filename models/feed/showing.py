"""Posts as readers see them, read by Core statements: a page of them costs three more, however many posts it has. What
goods and coupons are now is said with the post: it may have gone off sale since."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import bindparam, func, select
from sqlmodel import Session

from models.catalogue.goods.goods import SKU, Goods, Picture
from models.catalogue.goods.price import PRICE_NOW
from models.coupon.coupon import Coupon, state_at
from models.feed.finding import POSTS_PAGE, PUBLIC
from models.feed.follow import Follow
from models.feed.post import Post, PostPicture
from models.kernel.money import Money
from models.kernel.prebuilt import Prebuilt
from models.kernel.record import table_of
from models.pick.pick import Pick
from models.shop.shop import Shop

_post, _shop, _picture = table_of(Post), table_of(Shop), table_of(PostPicture)
_goods, _sku, _cover, _pick = table_of(Goods), table_of(SKU), table_of(Picture), table_of(Pick)
_coupon, _follow = table_of(Coupon), table_of(Follow)
_open = _shop.c.closed_at.is_(None)

_COLUMNS = (
    _post.c.id,
    _post.c.code,
    _post.c.shop_id,
    _post.c.words,
    _post.c.goods_id,
    _post.c.coupon_id,
    _post.c.out_at,
    _post.c.pinned_at,
    _shop.c.number,
    _shop.c.name.label("shop_name"),
)
_ROWS = select(*_COLUMNS).join_from(_post, _shop, _post.c.shop_id == _shop.c.id).where(PUBLIC, _open)
_OF_SHOP = (
    _ROWS.where(_post.c.shop_id == bindparam("shop_id"))
    .order_by(_post.c.pinned_at.is_(None), _post.c.pinned_at.desc(), _post.c.out_at.desc(), _post.c.id.desc())
    .limit(bindparam("limit"))
    .offset(bindparam("offset"))
)
_ONE = _ROWS.where(_post.c.code == bindparam("code"))
# Part of the shop's page, a hot one: one step of an index.
_NEWEST = Prebuilt(
    select(_post.c.code, _post.c.words, _post.c.out_at)
    .where(_post.c.shop_id == bindparam("shop_id"), PUBLIC)
    .order_by(_post.c.out_at.desc())
    .limit(1)
)

GoodsNow = Literal["on_sale", "sold_out", "off_sale"]


@dataclass(frozen=True, slots=True)
class PostGoods:
    """The goods of a post as they stand now; `least` is the lowest price, None where nothing can be bought."""

    code: str
    title: str
    cover: str | None
    least: Money | None
    is_least: bool
    stock: int
    now: GoodsNow


@dataclass(frozen=True, slots=True)
class ShownPost:
    """A post with its shop, its pictures by digest, its goods and its coupon, and what the coupon's state is."""

    id: int
    code: str
    number: int
    shop_name: str
    words: str
    out_at: datetime
    is_pinned: bool
    pictures: tuple[str, ...]
    goods: PostGoods | None
    coupon: Any
    coupon_state: str


def posts_of_shop(session: Session, shop_id: int, *, offset: int = 0, at: datetime) -> list[ShownPost]:
    """One page of a shop's public posts and one more where there are more; pinned ones first, then the newest."""
    bounds = {"shop_id": shop_id, "limit": POSTS_PAGE + 1, "offset": offset}
    return shown_posts(session, session.connection().execute(_OF_SHOP, bounds).all(), at=at)


def one_shown(session: Session, code: str, *, at: datetime) -> ShownPost | None:
    """One public post; nothing where it is hidden, deleted or not out, or where its shop is closed."""
    found = session.connection().execute(_ONE, {"code": code}).all()
    return shown_posts(session, found, at=at)[0] if found else None


def newest_of_shop(session: Session, shop_id: int) -> Any:
    """The newest public post of a shop (code, words, out_at), or nothing."""
    return next(iter(_NEWEST.rows(session, {"shop_id": shop_id})), None)


def feed_rows(session: Session, names: Sequence[str], *, since: datetime, before: datetime | None, most: int) -> Any:
    """The newest posts of what these names follow: at most `most` rows like those of a shop."""
    followed = select(_follow.c.shop_id).where(_follow.c.visitor.in_(names), _follow.c.ended_at.is_(None))
    query = _ROWS.where(_post.c.shop_id.in_(followed), _post.c.out_at > since)
    if before is not None:
        query = query.where(_post.c.out_at < before)
    return session.connection().execute(query.order_by(_post.c.out_at.desc(), _post.c.id.desc()).limit(most)).all()


def shown_posts(session: Session, rows: Sequence[Any], *, at: datetime) -> list[ShownPost]:
    """These rows with all that a page shows of them, in their order."""
    pictures = _pictures(session, [row.id for row in rows])
    goods = _goods_now(session, {(row.shop_id, row.goods_id) for row in rows if row.goods_id})
    coupons = _coupons(session, {row.coupon_id for row in rows if row.coupon_id})
    return [_shown(row, pictures, goods, coupons, at) for row in rows]


def _shown(row: Any, pictures: Any, goods: Any, coupons: Any, at: datetime) -> ShownPost:
    coupon = coupons.get(row.coupon_id)
    return ShownPost(
        id=row.id,
        code=row.code,
        number=row.number,
        shop_name=row.shop_name,
        words=row.words,
        out_at=row.out_at,
        is_pinned=row.pinned_at is not None,
        pictures=tuple(pictures[row.id]),
        goods=goods.get((row.shop_id, row.goods_id)),
        coupon=coupon,
        coupon_state=state_at(coupon, at) if coupon is not None else "",
    )


def _pictures(session: Session, ids: Collection[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    if ids:
        query = select(_picture.c.post_id, _picture.c.digest).where(_picture.c.post_id.in_(ids))
        for row in session.connection().execute(query.order_by(_picture.c.post_id, _picture.c.place)):
            found[row.post_id].append(row.digest)
    return found


def _goods_now(session: Session, pairs: Collection[tuple[int, int]]) -> dict[tuple[int, int], PostGoods]:
    """By (shop id, goods id). Goods that the shop took out are as good as off sale there."""
    if not pairs:
        return {}
    of = (_sku.c.goods_id == _goods.c.id) & _sku.c.withdrawn_at.is_(None)
    cover = select(_cover.c.digest).where(_cover.c.goods_id == _goods.c.id).order_by(_cover.c.position).limit(1)
    query = select(
        _goods.c.id,
        _goods.c.code,
        _goods.c.title,
        _goods.c.state,
        select(func.min(PRICE_NOW)).where(of).correlate(_goods).scalar_subquery().label("price"),
        select(func.max(PRICE_NOW)).where(of).correlate(_goods).scalar_subquery().label("dearest"),
        select(func.coalesce(func.sum(_sku.c.stock), 0)).where(of).correlate(_goods).scalar_subquery().label("stock"),
        cover.correlate(_goods).scalar_subquery().label("cover"),
    ).where(_goods.c.id.in_({goods_id for _, goods_id in pairs}))
    rows = {row.id: row for row in session.connection().execute(query)}
    held = select(_pick.c.shop_id, _pick.c.goods_id).where(
        _pick.c.goods_id.in_(rows), _pick.c.shop_id.in_({shop_id for shop_id, _ in pairs})
    )
    carried = {(row.shop_id, row.goods_id) for row in session.connection().execute(held)}
    return {pair: _as_goods(rows[pair[1]], is_carried=pair in carried) for pair in pairs if pair[1] in rows}


def _as_goods(row: Any, *, is_carried: bool) -> PostGoods:
    is_sold = is_carried and row.state == "on_sale" and row.price is not None
    now: GoodsNow = "off_sale" if not is_sold else "on_sale" if row.stock else "sold_out"
    is_least = is_sold and row.dearest > row.price
    return PostGoods(row.code, row.title, row.cover, row.price if is_sold else None, is_least, row.stock, now)


def _coupons(session: Session, ids: Collection[int]) -> dict[int, Any]:
    if not ids:
        return {}
    return {row.id: row for row in session.connection().execute(select(_coupon).where(_coupon.c.id.in_(ids)))}
