"""Following a shop and ending it. Each is one statement that says itself what it found, so that two taps at once, from
one phone or from two, come to the same end."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, literal, select, update
from sqlmodel import Session, col

from models.feed.follow import Follow
from models.feed.joined import names_of
from models.kernel.clock import Moment
from models.kernel.database import insert_into
from models.kernel.errors import N_, Refused
from models.kernel.record import table_of
from models.shop.shop import Shop

# What one person may follow: more than anybody reads, and little enough that a feed is read in one go.
MOST_FOLLOWED = 300

_follow, _shop = table_of(Follow), table_of(Shop)
_COUNT = select(func.count()).where(_follow.c.shop_id == bindparam("shop_id"), _follow.c.ended_at.is_(None))
_NUMBERS = (
    select(_shop.c.number)
    .join_from(_follow, _shop, _follow.c.shop_id == _shop.c.id)
    .where(_follow.c.visitor.in_(bindparam("names", expanding=True)), _follow.c.ended_at.is_(None))
    .order_by(_follow.c.followed_at.desc())
    .limit(MOST_FOLLOWED)
)
_SHOPS = (
    select(_shop.c.id, _shop.c.number, _shop.c.name, _shop.c.closed_at, _follow.c.followed_at.label("at"))
    .join_from(_follow, _shop, _follow.c.shop_id == _shop.c.id)
    .where(_follow.c.visitor.in_(bindparam("names", expanding=True)), _follow.c.ended_at.is_(None))
    .order_by(_follow.c.followed_at.desc())
    .limit(MOST_FOLLOWED)
)


def follow_shop(session: Session, shop: Shop, visitor: str, *, at: datetime) -> None:
    """The visitor follows the shop from now on; who follows it already goes on as before. Raises Refused where the shop
    is closed, or where the visitor follows as many as one may."""
    if shop.closed_at is not None:
        raise Refused("", N_("小铺打烊了，等它开门再关注"))
    names = names_of(session, visitor)
    if shop.number in numbers_followed(session, visitor):
        return
    standing = select(func.count()).where(_follow.c.visitor.in_(names), _follow.c.ended_at.is_(None))
    if session.connection().execute(standing).scalar_one() >= MOST_FOLLOWED:
        raise Refused("", N_("最多关注 %(most)s 家小铺，先取消几家再来"), most=MOST_FOLLOWED)
    row = insert_into(session, Follow).values(shop_id=shop.id, visitor=names[0], followed_at=at, ended_at=None)
    # One that ended begins again; one that another tap began meanwhile stays as it is.
    row = row.on_conflict_do_update(
        index_elements=["shop_id", "visitor"],
        set_={"followed_at": at, "ended_at": None},
        where=_follow.c.ended_at.is_not(None),
    )
    session.connection().execute(row)


def unfollow_shop(session: Session, shop: Shop, visitor: str, *, at: datetime) -> None:
    """Ends it, whichever of the visitor's devices began it. Who does not follow it changes nothing."""
    own = (col(Follow.shop_id) == shop.id, col(Follow.visitor).in_(names_of(session, visitor)))
    standing = update(Follow).where(*own, col(Follow.ended_at).is_(None))
    # A clock that was set back in between must not keep anybody.
    ended = func.max if session.get_bind().dialect.name == "sqlite" else func.greatest
    session.exec(standing.values(ended_at=ended(col(Follow.followed_at), literal(at, Moment()))))


def followers_of(session: Session, shop_id: int) -> int:
    """How many follow a shop now; who they are nobody is told."""
    return int(session.connection().execute(_COUNT, {"shop_id": shop_id}).scalar_one())


def numbers_followed(session: Session, visitor: str) -> list[int]:
    """The numbers of the shops that a visitor follows, the latest first; closed ones too."""
    if not visitor:
        return []
    rows = session.connection().execute(_NUMBERS, {"names": names_of(session, visitor)})
    return list(dict.fromkeys(row.number for row in rows))


def shops_followed(session: Session, visitor: str) -> Sequence[Any]:
    """The same with what a list shows: (id, number, name, closed_at, at)."""
    if not visitor:
        return []
    rows = session.connection().execute(_SHOPS, {"names": names_of(session, visitor)}).all()
    return list({row.number: row for row in reversed(rows)}.values())[::-1]


def follows_any(session: Session, visitor: str) -> bool:
    """Whether a visitor follows anything."""
    return bool(numbers_followed(session, visitor))
