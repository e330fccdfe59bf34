"""Points: what a keeper's violations cost together, and what they take away. All of it follows from violations that
count at the moment of asking, so that it comes back by itself once they lapse or are lifted."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from models.account.member import Member
from models.kernel.rules import Rules
from models.shop.shop import Shop
from models.shop.violation import ShopViolation


@dataclass(frozen=True, slots=True)
class ViolationKind:
    """A row of the network's table."""

    name: str
    points: int


@dataclass(frozen=True, slots=True)
class Bars:
    """What points take away: True where it is taken."""

    invitations: bool
    featured: bool
    further_shop: bool
    star: bool
    closing: bool


def kinds_of_violation(rules: Rules) -> list[ViolationKind]:
    """The network's table, in its order."""
    parts = (one.rpartition("=") for one in rules.violation_kinds)
    return [ViolationKind(name, int(points)) for name, _, points in parts]


def points_of(session: Session, keeper: Member, *, at: datetime) -> int:
    """What counts on all of a keeper's shops together."""
    return points_by_keeper(session, [keeper.id], at=at).get(keeper.id, 0)


def points_by_keeper(session: Session, keepers: list[int], *, at: datetime) -> dict[int, int]:
    """The same of many keepers, by their ids; who has none is left out."""
    counted = select(Shop.keeper_id, func.sum(ShopViolation.points)).join(
        ShopViolation, col(ShopViolation.shop_id) == Shop.id
    )
    counted = counted.where(
        col(Shop.keeper_id).in_(keepers), col(ShopViolation.lifted_at).is_(None), ShopViolation.lapses_at > at
    )
    return {keeper: int(points) for keeper, points in session.exec(counted.group_by(col(Shop.keeper_id)))}


def bars(points: int, rules: Rules) -> Bars:
    """What so many points take away."""
    return Bars(
        invitations=points >= rules.points_no_invitations,
        featured=points >= rules.points_no_invitations,
        further_shop=points >= rules.points_no_further_shop,
        star=points >= rules.points_no_further_shop,
        closing=points >= rules.points_closing,
    )


def bars_of(session: Session, keeper: Member, *, rules: Rules, at: datetime) -> Bars:
    """What a keeper's points take away at a moment."""
    return bars(points_of(session, keeper, at=at), rules)
