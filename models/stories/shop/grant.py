"""Another shop for a keeper: how many the level of this month allows, and the operator's grant within it."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from models.account.member import Member
from models.kernel.act import Act
from models.kernel.errors import Refused
from models.payout.four_eyes import OWN
from models.shop.grant import ShopGrant
from models.shop.granting import grant, open_grants
from models.shop.level import Level
from models.shop.levelling import levels_of
from models.shop.opening import shops_of
from models.shop.shop import Shop
from models.shop.violation import ShopViolation
from models.shop.violations import standing_violations


@dataclass(frozen=True, slots=True)
class KeeperStanding:
    """What bears on another shop: a keeper's shops with each one's level of this month, the one that allows most, the
    grants that are not used yet, and the violations that count."""

    shops: list[tuple[Shop, Level]]
    best: Level
    grants: list[ShopGrant]
    violations: list[ShopViolation]

    @property
    def room(self) -> int:
        """How many more the best level allows, before anybody looks at violations."""
        return max(0, self.best.max_shops - len(self.shops) - len(self.grants))


def keeper_standing(session: Session, keeper: Member, at: datetime) -> KeeperStanding:
    """How a keeper with at least one shop stands."""
    mine = shops_of(session, keeper)
    levels = levels_of(session, [shop.id for shop in mine], at)
    best = max(levels.values(), key=lambda level: (level.max_shops, level.position))
    violations = standing_violations(session, keeper, at=at)
    return KeeperStanding([(shop, levels[shop.id]) for shop in mine], best, open_grants(session, keeper), violations)


def grant_shop(session: Session, keeper: Member, act: Act, *, once: str) -> ShopGrant:
    """One shop more, by the operator's word. Raises Refused where the best level of this month allows no more, or a
    violation stands. Losing the level later closes nothing and takes no grant back."""
    if keeper.id == act.member.id:
        raise Refused("", OWN)
    shops = [shop.id for shop in shops_of(session, keeper)]
    levels = levels_of(session, shops, act.at).values()
    most = max((level.max_shops for level in levels), default=0)
    return grant(session, keeper, act, most=most, once=once)
