"""The figures of a line that are fixed at placement: its shop's commission, what the shop's level adds, and what the
network keeps."""

from dataclasses import dataclass
from typing import Any

from models.kernel.money import Money
from models.kernel.rules import Rules
from models.ledger.commission import LineCommission, freeze
from models.shop.bonus import LevelBonus


@dataclass(frozen=True, slots=True)
class Sold:
    """A line that is about to be placed: what the buyer pays for it, after `discount`, which `payer` bears; `is_own`
    where the buyer is the shop's keeper."""

    amount: Money
    discount: Money
    payer: str
    is_own: bool


def fixed_figures(sold: Sold, rate_bp: int, level: LevelBonus, rules: Rules) -> dict[str, Any]:
    """The columns of a line. Where commission and fee together exceed the line, the fee is cut, so that the supplier's
    share is never negative."""
    earned = earned_by(sold, rate_bp, level.bonus_bp)
    return {
        "commission_bp": rate_bp,
        "commission": earned.commission,
        "level": level.slug,
        "bonus_bp": level.bonus_bp,
        "bonus": earned.bonus,
        "fee_bp": rules.platform_fee_bp,
        "fee": Money(min(sold.amount.share(rules.platform_fee_bp), sold.amount - earned.commission)),
    }


def earned_by(sold: Sold, rate_bp: int, bonus_bp: int) -> LineCommission:
    """What the line earns its shop. A keeper's own earns nothing; where the shop's own coupon was used on it, the
    commission is exactly what the coupon costs, so that the keeper neither gains nor pays by it."""
    if sold.is_own:
        return LineCommission(sold.discount if sold.payer == "shop" else Money(0), Money(0))
    return freeze(sold.amount, rate_bp, bonus_bp)
