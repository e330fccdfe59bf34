"""The figures of a line that are fixed at placement: what its shop's level adds, and what the network keeps."""

from datetime import datetime

from sqlmodel import Session

from models.kernel.money import Money
from models.kernel.rules import Rules
from models.ledger.commission import freeze
from models.shop.levelling import levels_of
from models.trade.order.order import Order


def fix_figures(session: Session, order: Order, *, rules: Rules, at: datetime) -> None:
    """Level and bonus of each line's shop on this day, and the fee of this day. What is left for the supplier is never
    below nothing: where commission and fee would be more than the line, the fee gives way."""
    lines = [line for parcel in order.parcels for line in parcel.lines]
    levels = levels_of(session, {line.shop_id for line in lines}, at)
    for line in lines:
        level = levels[line.shop_id]
        line.level, line.bonus_bp = level.slug, level.bonus_bp
        line.bonus = freeze(line.amount, line.commission_bp, level.bonus_bp).bonus
        line.fee_bp = rules.platform_fee_bp
        line.fee = Money(min(line.amount.share(rules.platform_fee_bp), line.amount - line.commission))
    session.flush()
