"""Taking the steps of an after-sale. No other code sets its state."""

from typing import Any

from sqlmodel import Session

from models.kernel.act import Act
from models.kernel.errors import N_, Refused
from models.kernel.steps import Stepping
from models.trade.after_sale.after_sale import AfterSale
from models.trade.after_sale.states import AFTER_SALE, AfterSaleNote, AfterSaleStep
from models.trade.order.event import OrderEvent
from models.trade.order.locks import hold_order
from models.trade.order.steps import about


def _about(after_sale: AfterSale) -> dict[str, Any]:
    return about("after_sale", after_sale.order_id, after_sale.code, after_sale.line.parcel_id)


_steps: Stepping[AfterSale, AfterSaleStep, AfterSaleNote] = Stepping(AFTER_SALE, OrderEvent, _about, stamp="changed_at")
step_after_sale, note_after_sale = _steps.take, _steps.note


def hold_after_sale(session: Session, after_sale: AfterSale) -> None:
    """Keeps others from it, and from its order, until the commit. The second of two people at once sees what the first
    did."""
    hold_order(session, after_sale.order)


def move_after_sale(session: Session, after_sale: AfterSale, step: AfterSaleStep, act: Act, **facts: Any) -> None:
    """Takes a step. Raises Refused where it cannot be taken any more."""
    if not step_after_sale(session, after_sale, step, act, **facts):
        raise Refused("", N_("这个售后刚刚有了变化，看看现在到了哪一步"))
