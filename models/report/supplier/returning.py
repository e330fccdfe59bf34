"""Why a supplier's goods come back: after-sales of a span by what the buyer said, with what was given back."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, func, select, type_coerce
from sqlmodel import Session

from models.catalogue.supplier.supplier import Supplier
from models.kernel.money import Money
from models.kernel.record import table_of
from models.payment.refund import Refund
from models.report.numbers.day_range import DayRange
from models.trade.after_sale.after_sale import AfterSale

_after_sale, _refund = table_of(AfterSale), table_of(Refund)


@dataclass(frozen=True, slots=True)
class WhyReturned:
    """`asked` requests with this reason; for `refunds` of them money has gone back, together `refunded`."""

    reason: str
    asked: int
    refunds: int
    refunded: Money


def why_returned(session: Session, supplier: Supplier, span: DayRange) -> list[WhyReturned]:
    """The most frequent first, by when they were asked for. A request counts once, however many lines its money was
    for; what is still on its way, or was never to be paid, has not been given back."""
    given = type_coerce(func.coalesce(func.sum(type_coerce(_refund.c.amount, BigInteger)), 0), BigInteger)
    columns: Any = (
        _after_sale.c.reason,
        func.count(_after_sale.c.id.distinct()).label("asked"),
        func.count(_refund.c.after_sale_id.distinct()).label("refunds"),
        given.label("refunded"),
    )
    gone_back = (_refund.c.after_sale_id == _after_sale.c.id) & (_refund.c.state == "done")
    query = select(*columns).outerjoin_from(_after_sale, _refund, gone_back)
    within = (_after_sale.c.asked_at >= span.since, _after_sale.c.asked_at < span.until)
    query = query.where(_after_sale.c.supplier_id == supplier.id, *within).group_by(_after_sale.c.reason)
    rows = session.connection().execute(query.order_by(func.count(_after_sale.c.id.distinct()).desc()))
    return [WhyReturned(row.reason, row.asked, row.refunds, Money(row.refunded)) for row in rows]
