"""Orders add up: an order is the sum of its parcels less its lines' discounts, a parcel of its lines; commission is
what the rate says."""

from collections.abc import Iterator

from sqlalchemy import Connection, and_, or_, select

from models.books.placing import Sold, earned_by
from models.catalogue.goods.goods import SKU, Goods
from models.catalogue.supplier.supplier import Supplier
from models.checks.sums import money_of
from models.kernel.fault import Fault
from models.kernel.money import Money
from models.kernel.record import table_of
from models.kernel.snapshot import stream
from models.trade.order.order import Line, Order, Parcel

_order, _parcel, _line = table_of(Order), table_of(Parcel), table_of(Line)
_sku, _goods, _supplier = table_of(SKU), table_of(Goods), table_of(Supplier)


def order_totals(connection: Connection) -> Iterator[Fault]:
    """Goods, freight, discount and the total of each order against its parcels and their lines."""
    of_order = _parcel.c.order_id == _order.c.id
    sums = select(
        _order.c.number,
        _order.c.goods_total,
        _order.c.freight_total,
        _order.c.discount_total,
        _order.c.total,
        money_of(_parcel.c.goods_total, of_order, _order).label("goods_sum"),
        money_of(_parcel.c.freight, of_order, _order).label("freight_sum"),
        money_of(_line.c.discount, and_(_line.c.parcel_id == _parcel.c.id, of_order), _order).label("discount_sum"),
    ).subquery()
    wrong = or_(
        sums.c.goods_total != sums.c.goods_sum,
        sums.c.freight_total != sums.c.freight_sum,
        sums.c.discount_total != sums.c.discount_sum,
        sums.c.total != sums.c.goods_total + sums.c.freight_total - sums.c.discount_total,
    )
    for row in stream(connection, select(sums).where(wrong)):
        words = (
            f"it says goods {row.goods_total.yuan}, freight {row.freight_total.yuan}, discount "
            f"{row.discount_total.yuan}, total {row.total.yuan}; its parcels add up to goods {row.goods_sum.yuan}, "
            f"freight {row.freight_sum.yuan}, discount {row.discount_sum.yuan}"
        )
        yield Fault("order.totals", f"order {row.number}", words)


def parcel_totals(connection: Connection) -> Iterator[Fault]:
    """The goods total of each parcel against its lines."""
    lines = money_of(_line.c.price * _line.c.quantity, _line.c.parcel_id == _parcel.c.id, _parcel)
    sums = select(_parcel.c.code, _parcel.c.goods_total, lines.label("lines")).subquery()
    for row in stream(connection, select(sums).where(sums.c.goods_total != sums.c.lines)):
        words = f"it says {row.goods_total.yuan}, its lines add up to {row.lines.yuan}"
        yield Fault("parcel.totals", f"parcel {row.code}", words)


def commissions(connection: Connection) -> Iterator[Fault]:
    """Each line's commission, bonus and fee, computed again as they were at placement: on the line after its
    discount."""
    rates = ("discount", "discount_payer", "own", "commission_bp", "commission", "bonus_bp", "bonus", "fee_bp", "fee")
    named = (_parcel.c.code, _line.c.title, _line.c.price, _line.c.quantity, _supplier.c.shop_id.label("self_run"))
    query = select(*named, *(_line.c[name] for name in rates)).join_from(_line, _parcel).join(_supplier)
    for row in stream(connection, query):
        amount: Money = row.price * row.quantity - row.discount
        fee = Money(min(amount.share(row.fee_bp), amount - row.commission))
        earned = earned_by(
            Sold(amount, row.discount, row.discount_payer, bool(row.own) and row.self_run is None),
            row.commission_bp,
            row.bonus_bp,
        )
        dues = {"commission": earned.commission, "bonus": earned.bonus, "fee": fee}
        for name, due in dues.items():
            stated: Money = getattr(row, name)
            if stated != due:
                words = f"“{row.title}” says {stated.yuan} of {name}; its rate makes {due.yuan}"
                yield Fault(f"line.{name}", f"parcel {row.code}", words)


def line_owners(connection: Connection) -> Iterator[Fault]:
    """Each line's SKU is one of its goods', and its goods are those of the parcel's supplier."""
    query = select(_parcel.c.code, _line.c.title).join_from(_line, _parcel)
    query = query.join(_sku, _line.c.sku_id == _sku.c.id).join(_goods, _line.c.goods_id == _goods.c.id)
    foreign = or_(_sku.c.goods_id != _goods.c.id, _goods.c.supplier_id != _parcel.c.supplier_id)
    for row in stream(connection, query.where(foreign)):
        words = f"“{row.title}” names a SKU of other goods, or goods of another supplier"
        yield Fault("line.owner", f"parcel {row.code}", words)
