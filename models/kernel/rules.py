"""The settings that rules depend on, as values. The numbers and their reasons stand in docs/product.md (marked ⚙).

config.py fills this from the environment; verbs take it as `rules=`. Nothing here reads the environment.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rules:
    """Every limit the domain applies, with docs/product.md's defaults."""

    invitation_required: bool = True
    forbidden_in_names: tuple[str, ...] = ("旗舰", "专卖")
    name_suffix: str = "小铺"
    pick_limit: int = 1000
    reason_limit: int = 200
    link_days: int = 15
    unpaid_minutes: int = 30
    received_days: int = 10
    shipping_rows: int = 2_000
    refund_tries: int = 8
    after_sale_days: int = 7
    answer_hours: int = 48
    default_commission_bp: int = 1000
    platform_fee_bp: int = 100
    withdrawal_min: int = 1_000
    supplier_deposit: int = 1_000_000
    fold_lines: int = 6
    fold_chars: int = 100
    keeper_answer_hours: int = 24
    supplier_answer_hours: int = 48
    contact_rule: str = "mask"
    own_host: str = ""


DEFAULT = Rules()
