"""The whole network in a few numbers, for the operator's first page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from models.account.invitation.finding import invitation_counts
from models.catalogue.goods.approval import ApprovalFilter, approval_rows, goods_waiting
from models.catalogue.supplier.register import supplier_count
from models.kernel.money import Money
from models.kernel.record import table_of
from models.report.shop.today import midnight
from models.shop.register import shop_count
from models.shop.shop import Shop
from models.trade.order.order import Order

_order, _shop = table_of(Order), table_of(Shop)


@dataclass(frozen=True, slots=True)
class NetworkFigures:
    """`waiting_since` is when the goods that wait longest were submitted. Cancelled orders are not counted."""

    waiting: int
    waiting_since: datetime | None
    suppliers: int
    shops: int
    closed_shops: int
    orders_today: int
    sales_today: Money
    invitations: int


def network_figures(session: Session, *, at: datetime) -> NetworkFigures:
    """The figures as of now. Days are counted in Shanghai."""
    today = (_order.c.placed_at >= midnight(at), _order.c.state != "cancelled")
    orders, sales = _row(session, select(func.count(), func.sum(_order.c.total)).where(*today))
    (closed,) = _row(
        session, select(func.count()).where(_shop.c.closed_at.is_not(None), _shop.c.opened_at.is_not(None))
    )
    oldest = next(iter(approval_rows(session, ApprovalFilter(), limit=1, offset=0)), None)
    return NetworkFigures(
        waiting=goods_waiting(session),
        waiting_since=oldest.submitted_at if oldest else None,
        suppliers=supplier_count(session),
        shops=shop_count(session),
        closed_shops=closed,
        orders_today=orders,
        sales_today=sales or Money(0),
        invitations=invitation_counts(session, at=at)["open"],
    )


def _row(session: Session, found: Any) -> Any:
    return session.connection().execute(found).one()
