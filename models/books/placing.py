"""The figures of a line that are fixed at placement: what its shop's level adds, and what the network keeps."""

from datetime import datetime

from sqlmodel import Session

from models.kernel.money import Money
from models.kernel.rules import Rules
from models.ledger.commission import freeze
from models.shop.levelling import levels_of
from models.trade.order.order import Order


def fix_figures(session: Session, order: Order, *, rules: Rules, at: datetime) -> None:
    """Fixes the level and the bonus of each line's shop, and the network's fee, as they are on this day. Where
    commission and fee together exceed the line, the fee is cut, so that the supplier's share is never negative."""
    lines = [line for parcel in order.parcels for line in parcel.lines]
    levels = levels_of(session, {line.shop_id for line in lines}, at)
    for line in lines:
        level = levels[line.shop_id]
        line.level, line.bonus_bp = level.slug, level.bonus_bp
        line.bonus = freeze(line.amount, line.commission_bp, level.bonus_bp).bonus
        line.fee_bp = rules.platform_fee_bp
        line.fee = Money(min(line.amount.share(rules.platform_fee_bp), line.amount - line.commission))
    session.flush()
