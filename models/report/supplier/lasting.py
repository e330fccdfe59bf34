"""How long a supplier's stock lasts, at the pace of the last thirty days, and how much of what there was is sold."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from models.catalogue.goods.goods import SKU, Goods
from models.catalogue.supplier.supplier import Supplier
from models.kernel.record import table_of
from models.report.shop.today import SOLD
from models.trade.order.order import Line, Order, Parcel

PACE_DAYS = 30
_line, _parcel, _order = table_of(Line), table_of(Parcel), table_of(Order)
_goods, _sku = table_of(Goods), table_of(SKU)


@dataclass(frozen=True, slots=True)
class Lasting:
    """Goods on sale, with what is in stock and what was sold in the last thirty days."""

    goods: str
    title: str
    stock: int
    sold: int

    @property
    def days_left(self) -> int | None:
        """At this pace; None where nothing was sold, of which nobody knows."""
        return self.stock * PACE_DAYS // self.sold if self.sold else None

    @property
    def sell_through_bp(self) -> int:
        """What was sold of what there was, in ten thousandths."""
        return 10_000 * self.sold // (self.sold + self.stock) if self.sold + self.stock else 0


def lasting(session: Session, supplier: Supplier, *, at: datetime, most: int) -> list[Lasting]:
    """Those that sell and run out first; then those that do not sell, the largest stock first. Goods on sale alone."""
    stock = (
        select(_sku.c.goods_id, func.sum(_sku.c.stock).label("stock"))
        .join_from(_sku, _goods, _goods.c.id == _sku.c.goods_id)
        .where(_goods.c.supplier_id == supplier.id, _goods.c.state == "on_sale", _sku.c.withdrawn_at.is_(None))
        .group_by(_sku.c.goods_id)
        .subquery()
    )
    pace: Any = (
        select(_line.c.goods_id, func.sum(_line.c.quantity).label("sold"))
        .join_from(_line, _parcel, _line.c.parcel_id == _parcel.c.id)
        .join(_order, _order.c.id == _parcel.c.order_id)
        .where(_parcel.c.supplier_id == supplier.id, SOLD, _order.c.placed_at >= at - timedelta(days=PACE_DAYS))
        .group_by(_line.c.goods_id)
        .subquery()
    )
    sold = func.coalesce(pace.c.sold, 0)
    query = select(_goods.c.code, _goods.c.title, stock.c.stock, sold.label("sold")).join_from(
        _goods, stock, stock.c.goods_id == _goods.c.id
    )
    query = query.outerjoin(pace, pace.c.goods_id == _goods.c.id)
    # Whole numbers divide to whole ones; a tenth of a day decides nothing.
    left = stock.c.stock * PACE_DAYS / func.nullif(sold, 0)
    ranked = query.order_by(sold == 0, left, stock.c.stock.desc(), _goods.c.id).limit(most)
    rows = session.connection().execute(ranked)
    return [Lasting(row.code, row.title, int(row.stock), int(row.sold)) for row in rows]
