"""That a SKU's commission rate moved, or will: each step a row, so that anybody can be told when, and from what."""

from datetime import datetime
from typing import Literal

from sqlalchemy import CheckConstraint

from models.kernel.errors import N_
from models.kernel.record import Record, belongs_to, moment, row_id, word

# A fall is announced, and falls, is called off by the supplier, or is stopped by a floor that was raised meanwhile.
RateMove = Literal["announced", "called_off", "fell", "stopped", "rose"]


class RateEvent(Record, table=True):
    """`rate_bp` held before this step, `to_bp` is what holds from `holds_at` on; basis points. Called off or stopped,
    `to_bp` is the rate that was announced, and `holds_at` when it would have held. Rows are only added."""

    __table_args__ = (
        CheckConstraint("move IN ('announced', 'called_off', 'fell', 'stopped', 'rose')", name="move_known"),
        CheckConstraint("(move = 'rose') = (to_bp > rate_bp)", name="only_a_rise_goes_up"),
    )

    id: int = row_id()
    sku_id: int = belongs_to("sku.id")
    move: RateMove = word(10)
    rate_bp: int
    to_bp: int
    holds_at: datetime = moment()
    at: datetime = moment(index=True)


# What people call them, by noun and value.
RATE_WORDS = {
    "rate": {
        "announced": N_("预告下调"),
        "called_off": N_("取消下调"),
        "fell": N_("下调"),
        "stopped": N_("没有下调"),
        "rose": N_("上调"),
    },
}
