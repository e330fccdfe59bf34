"""The shops that this browser was in: bought in, asked in, took a coupon of, or opened a little while ago.

What was opened is known from cookies. Anybody can write those: a shop counts where its link's code stands in the
cookie, or our own seal of its number. Else this page would be a way to walk through numbers.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlmodel import Session

from models.coupon.coupon import CouponClaim
from models.feed.finding import newest_public
from models.feed.following import shops_followed
from models.link.opening import opened
from models.pick import storefront
from models.talk.asked import shops_asked
from models.trade.order.finding import shops_bought_in
from views.kit import visitor

MOST_SHOPS = 12
Why = Literal["bought", "asked", "claimed", "opened"]


@dataclass(frozen=True, slots=True)
class KnownShop:
    """A shop, why it is here, and when that was."""

    number: int
    name: str
    why: Why
    at: datetime


@dataclass(frozen=True, slots=True)
class FollowedShop:
    """A shop that this browser follows: since when, and when it posted last. A closed one is still there to be let
    go of."""

    number: int
    name: str
    is_closed: bool
    since: datetime
    posted_at: datetime | None


def followed_shops(session: Session, who: str) -> list[FollowedShop]:
    """What posted last comes first, then what was followed last."""
    rows = shops_followed(session, who)
    posts = newest_public(session, [row.id for row in rows if not row.closed_at])
    found = [
        FollowedShop(
            row.number, row.name, row.closed_at is not None, row.at, getattr(posts.get(row.id), "out_at", None)
        )
        for row in rows
    ]
    return sorted(found, key=lambda shop: shop.posted_at or shop.since, reverse=True)


def known_shops(session: Session, who: str, claims: Sequence[CouponClaim]) -> list[KnownShop]:
    """The latest first; each shop once, with what happened last. Closed ones are left out."""
    found = [
        *_rows(shops_bought_in(session, who, limit=MOST_SHOPS), "bought"),
        *_rows(shops_asked(session, who, limit=MOST_SHOPS), "asked"),
        *(
            KnownShop(shop.number, shop.name, "claimed", claim.claimed_at)
            for claim in claims
            if (shop := claim.coupon.shop) and not shop.closed_at
        ),
        *_opened(session),
    ]
    latest: dict[int, KnownShop] = {}
    for one in sorted(found, key=lambda shop: shop.at, reverse=True):
        latest.setdefault(one.number, one)
    return list(latest.values())[:MOST_SHOPS]


def _rows(rows: Iterable[Any], why: Why) -> list[KnownShop]:
    return [KnownShop(row.number, row.name, why, row.at) for row in rows if not row.closed_at]


def _opened(session: Session) -> Iterable[KnownShop]:
    for number, entered in visitor.opened_shops(MOST_SHOPS):
        link = opened(session, entered.code) if entered.code else None
        if entered.opened_at is None or (entered.code and (link is None or link.number != number)):
            continue
        door = storefront.door(session, number)
        if door and not door.closed_at:
            yield KnownShop(number, door.name, "opened", entered.opened_at)
