"""Posts as they are found: a shop's own for its keeper, and what is public of it for everybody."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import joinedload, selectinload
from sqlmodel import Session, col
from sqlmodel import select as records

from models.feed.post import Post
from models.kernel.record import related, table_of
from models.shop.shop import Shop

POSTS_PAGE = 20

_post = table_of(Post)
# What readers see of a post's own standing; that its shop is open is asked beside it.
PUBLIC = and_(_post.c.state == "out", _post.c.hidden_at.is_(None))


def post_coded(session: Session, code: str) -> Post | None:
    """Anybody's post by its public code, whatever its state: the caller says what it is."""
    return session.exec(records(Post).where(Post.code == code)).first()


def post_behind(session: Session, post_id: int) -> Post:
    """What a link to a post leads to, whatever its state."""
    return session.get_one(Post, post_id)


def post_of_shop(session: Session, shop: Shop, code: str) -> Post | None:
    """One of the shop's own posts, for its keeper; a deleted one is none."""
    own = records(Post).where(Post.code == code, Post.shop_id == shop.id, Post.state != "deleted")
    return session.exec(own).first()


def posts_of_keeper(session: Session, shop: Shop, *, offset: int = 0) -> list[Post]:
    """One page of all that a shop wrote: drafts first, then what is timed, the soonest first, then what is out."""
    # Drafts have no time of their own: the latest written one is on top.
    states = {"draft": 0, "timed": 1}
    query = records(Post).where(Post.shop_id == shop.id, Post.state != "deleted")
    rank = func.coalesce(col(Post.pinned_at), col(Post.out_at))
    query = query.order_by(*(col(Post.state) != state for state in states), rank.desc(), col(Post.id).desc())
    loads = (selectinload(related(Post.pictures)), joinedload(related(Post.goods)), joinedload(related(Post.coupon)))
    return list(session.exec(query.limit(POSTS_PAGE).offset(offset).options(*loads)))


def count_of_keeper(session: Session, shop: Shop) -> int:
    """How many a shop's keeper has."""
    return session.exec(records(func.count()).where(Post.shop_id == shop.id, Post.state != "deleted")).one()


def newest_public(session: Session, shop_ids: Collection[int]) -> dict[int, Any]:
    """The newest public post of each of these shops, by the shop's id: (code, shop_id, words, out_at). Of shops that
    have none there is none."""
    if not shop_ids:
        return {}
    newest = (
        select(_post.c.shop_id, func.max(_post.c.out_at).label("out_at"))
        .where(_post.c.shop_id.in_(list(shop_ids)), PUBLIC)
        .group_by(_post.c.shop_id)
        .subquery()
    )
    found = select(_post.c.code, _post.c.shop_id, _post.c.words, _post.c.out_at).join(
        newest, and_(newest.c.shop_id == _post.c.shop_id, newest.c.out_at == _post.c.out_at)
    )
    rows: Sequence[Any] = session.connection().execute(found.where(PUBLIC).order_by(_post.c.id)).all()
    return {row.shop_id: row for row in rows}
