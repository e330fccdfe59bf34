"""Roll-ups of what was ordered, paid, given back, followed and reviewed, read from those tables and written anew."""

from datetime import datetime

from sqlmodel import Field

from models.kernel.money import Money
from models.kernel.record import Record, fen, moment, word
from models.statistics.visit_rollup import Part, RollupSpan, rollup_rules


class TradeRollup(Record, table=True):
    """Of one shop, hour or day, and part, as a VisitRollup is. Each figure stands at its own moment: orders when they
    were placed, `paid` (for goods, freight apart) and `commission` (less the shop's own coupons) when the money came,
    `refunds` when it had gone back."""

    __table_args__ = rollup_rules()

    shop_id: int = Field(foreign_key="shop.id", primary_key=True)
    span: RollupSpan = word(4, primary_key=True)
    part: Part = word(10, primary_key=True)
    begins: datetime = moment(primary_key=True)
    key: str = Field(default="", max_length=20, primary_key=True)
    orders: int = 0
    follows: int = 0
    reviews: int = 0
    paid: Money = fen(default=0)
    commission: Money = fen(default=0)
    refunds: Money = fen(default=0)
