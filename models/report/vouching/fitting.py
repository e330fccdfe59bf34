"""What should I pick? Goods that fit a shop: of kinds that its people bought, that earn something, and of which little
comes back. Nobody can pay for a place: no amount that anybody paid the network is read here.

Each of the three is a share from 0 to 1, and the three are added: so many of the shop's bought lines as are of the
goods' category; what a piece earns, beside what the best of these earns; and how seldom money went back. Of what is not
known yet one half is taken: it is neither held against goods nor for them.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import case, func, select
from sqlmodel import Session

from models.catalogue.goods.goods import Goods
from models.kernel.record import table_of
from models.pick.offers import OfferFilter, best_offers
from models.report.shop.today import SOLD
from models.report.vouching.measured import MEASURED_DAYS, OutOf
from models.shop.shop import Shop
from models.trade.order.order import Line, Order, Parcel

# So many are told, of so many that are compared.
MOST_FITTING, _COMPARED = 20, 60
# Goods of which so large a part comes back get nothing for it.
_WORST_BP = 2_000
_goods, _line, _parcel, _order = table_of(Goods), table_of(Line), table_of(Parcel), table_of(Order)


@dataclass(frozen=True, slots=True)
class Fitting:
    """`row` as the list of offers has it; why it fits: `bought` lines of its kind in this shop, and the `refunds`."""

    row: Any
    bought: int
    refunds: OutOf


def fitting(session: Session, shop: Shop, wish: OfferFilter, *, at: datetime) -> list[Fitting]:
    """What the shop has not picked yet and can be bought, the best first."""
    kinds = _bought_kinds(session, shop, at - timedelta(days=MEASURED_DAYS))
    rows = best_offers(session, shop, wish, list(kinds), most=_COMPARED)
    refunds = _refunds(session, [row.goods_id for row in rows])
    found = [Fitting(row, kinds.get(row.category_id, 0), refunds.get(row.goods_id, OutOf())) for row in rows]
    most = max((row.earns for row in rows), default=0)
    every = sum(kinds.values())
    return sorted(found, key=lambda one: (-worth(one, int(most), every), -one.row.goods_id))[:MOST_FITTING]


def worth(one: Fitting, most: int, every: int) -> float:
    """From 0 to 3; `most` is what the best of them earns in fen, `every` how many lines the shop sold."""
    kind = one.bought / every if every else 0.0
    earns = int(one.row.earns) / most if most else 0.0
    bp = one.refunds.bp
    return kind + earns + (0.5 if bp is None else max(0.0, 1 - bp / _WORST_BP))


def _bought_kinds(session: Session, shop: Shop, since: datetime) -> Mapping[int, int]:
    """Lines that the shop's people bought, by category, the most first."""
    query = select(_goods.c.category_id, func.count().label("many")).join_from(_line, _goods)
    query = query.join(_parcel, _parcel.c.id == _line.c.parcel_id).join(_order, _order.c.id == _parcel.c.order_id)
    query = query.where(_line.c.shop_id == shop.id, _line.c.own == "", SOLD, _order.c.placed_at >= since)
    rows = session.connection().execute(query.group_by(_goods.c.category_id))
    return dict(Counter({row.category_id: int(row.many) for row in rows}).most_common())


def _refunds(session: Session, goods: Sequence[int]) -> dict[int, OutOf]:
    """Of all that was ever sent of them, which stands on the lines themselves."""
    back = func.sum(case((_line.c.refunded_amount > 0, 1), else_=0)).label("back")
    query = select(_line.c.goods_id, func.count().label("many"), back)
    query = query.where(_line.c.goods_id.in_(goods), _line.c.own == "", _line.c.shipped > 0)
    rows = session.connection().execute(query.group_by(_line.c.goods_id))
    return {row.goods_id: OutOf(int(row.back), int(row.many)) for row in rows}
