"""The time in which goods are on sale: what is said outside it, and whether a moment is outside."""

from datetime import datetime
from typing import Protocol

from models.kernel.errors import N_
from models.kernel.said import Said

BEFORE_TIME = Said(N_("还没到开售时间，到时自动上架"))
AFTER_TIME = Said(N_("过了销售时间，改了时间再上架"))


class Windowed(Protocol):
    """Goods, or a row of them."""

    @property
    def on_sale_from(self) -> datetime | None:
        """The first moment,"""

    @property
    def on_sale_until(self) -> datetime | None:
        """and the first after the last one."""


def outside_window(goods: Windowed, at: datetime) -> Said | None:
    """Why goods are not sold at this moment; None inside their time, and where they have none."""
    if goods.on_sale_until is not None and at >= goods.on_sale_until:
        return AFTER_TIME
    if goods.on_sale_from is not None and at < goods.on_sale_from:
        return BEFORE_TIME
    return None
