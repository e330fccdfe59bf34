"""Taking the steps of an after-sale. No other code sets its state."""

from typing import Any

from models.kernel.steps import Stepping
from models.trade.after_sale.after_sale import AfterSale
from models.trade.after_sale.states import AFTER_SALE, AfterSaleNote, AfterSaleStep
from models.trade.order.order import OrderEvent
from models.trade.order.steps import about


def _about(after_sale: AfterSale) -> dict[str, Any]:
    return about("after_sale", after_sale.order_id, after_sale.code, after_sale.line.parcel_id)


_steps: Stepping[AfterSale, AfterSaleStep, AfterSaleNote] = Stepping(AFTER_SALE, OrderEvent, _about, stamp="changed_at")
step_after_sale, note_after_sale = _steps.take, _steps.note
