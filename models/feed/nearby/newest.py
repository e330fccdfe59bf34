"""What nearby tells of shops: their newest posts, and the moment of the newest, kept beside each place."""

import functools
from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, func, select, union_all, update
from sqlmodel import Session, col

from models.feed.finding import PUBLIC
from models.feed.nearby.place import ShopPlace
from models.feed.post import Post
from models.kernel.prebuilt import Prebuilt
from models.kernel.record import table_of

_post, _place = table_of(Post), table_of(ShopPlace)
_EACH = 2


def renew_newest(session: Session, shop_id: int) -> None:
    """To be told whenever a post of a shop goes out, or is seen no more. Without any it counts from its opening."""
    session.flush()
    newest = select(func.max(_post.c.out_at)).where(_post.c.shop_id == shop_id, PUBLIC).scalar_subquery()
    place = update(ShopPlace).where(col(ShopPlace.shop_id) == shop_id)
    session.exec(place.values(newest_at=func.coalesce(newest, _place.c.opened_at)))


def newest_posts(session: Session, shop_ids: Sequence[int]) -> list[Any]:
    """The two newest posts of each of these shops: id, code, shop_id, words, out_at."""
    if not shop_ids:
        return []
    given = {f"shop{place}": shop_id for place, shop_id in enumerate(shop_ids)}
    return _statement(len(shop_ids)).rows(session, given)


@functools.lru_cache(maxsize=64)
def _statement(count: int) -> Prebuilt:
    columns = (_post.c.id, _post.c.code, _post.c.shop_id, _post.c.words, _post.c.out_at)
    parts = (
        select(*columns)
        .where(_post.c.shop_id == bindparam(f"shop{place}"), PUBLIC)
        .order_by(_post.c.out_at.desc(), _post.c.id.desc())
        .limit(_EACH)
        .subquery()
        for place in range(count)
    )
    return Prebuilt(union_all(*map(select, parts)))
