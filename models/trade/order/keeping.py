"""Keeping orders in a browser that did not make them, and letting go of what a browser has."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col

from models.kernel.database import insert_ignoring
from models.trade.order.kept import KeptOrder

_AT_ONCE = 200


def keep_orders(session: Session, visitor: str, order_ids: Collection[int], *, at: datetime) -> None:
    """From now on these orders are among the visitor's own too. Kept again, they stay as they were kept first."""
    rows = [{"visitor": visitor, "order_id": order_id, "kept_at": at} for order_id in sorted(order_ids)]
    for begin in range(0, len(rows), _AT_ONCE):
        session.exec(insert_ignoring(session, KeptOrder).values(rows[begin : begin + _AT_ONCE]))


def keep_no_orders(session: Session, visitor: str) -> None:
    """Those that were found again here are no longer among the visitor's own; the orders themselves stay."""
    session.exec(delete(KeptOrder).where(col(KeptOrder.visitor) == visitor))
