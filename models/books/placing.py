"""The figures of a line that are fixed at placement: its shop's commission, what the shop's level adds, and what the
network keeps."""

from typing import Any

from models.kernel.money import Money
from models.kernel.rules import Rules
from models.ledger.commission import freeze
from models.shop.bonus import LevelBonus


def fixed_figures(amount: Money, rate_bp: int, level: LevelBonus, rules: Rules) -> dict[str, Any]:
    """The columns of a line of this amount, which is after its discount. Where commission and fee together exceed the
    line, the fee is cut, so that the supplier's share is never negative."""
    earned = freeze(amount, rate_bp, level.bonus_bp)
    return {
        "commission_bp": rate_bp,
        "commission": earned.commission,
        "level": level.slug,
        "bonus_bp": level.bonus_bp,
        "bonus": earned.bonus,
        "fee_bp": rules.platform_fee_bp,
        "fee": Money(min(amount.share(rules.platform_fee_bp), amount - earned.commission)),
    }
