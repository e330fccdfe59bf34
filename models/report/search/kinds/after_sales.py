"""After-sales: by their code."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlmodel import Session

from models.kernel.errors import N_
from models.kernel.record import table_of
from models.report.search import Hit, SearchKind
from models.report.search.rows import those
from models.report.search.typed import Typed
from models.trade.after_sale.after_sale import AfterSale
from models.trade.order.order import Order

_after_sale, _order = table_of(AfterSale), table_of(Order)
_FACTS = select(
    _after_sale.c.code, _after_sale.c.state, _after_sale.c.asked_at, _after_sale.c.amount, _order.c.number
).join_from(_after_sale, _order, _after_sale.c.order_id == _order.c.id)


def _find(session: Session, typed: Typed) -> Iterable[Hit]:
    for row in those(session, _FACTS, _after_sale.c.code, typed.codes, _after_sale.c.id):
        path, below = f"/desk/orders/{row.number}#a-{row.code}", f"¥{row.amount.yuan}"
        yield Hit(
            row.code, N_("售后编号"), row.code, path, noun="after_sale", state=row.state, at=row.asked_at, below=below
        )


SEARCH = SearchKind("after_sale", 4, N_("售后"), frozenset({"service"}), _find)
