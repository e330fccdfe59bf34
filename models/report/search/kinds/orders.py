"""Orders: by number, by the buyer's phone and name."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from models.kernel.errors import N_
from models.kernel.prefixes import begins_with
from models.kernel.record import table_of
from models.kernel.text import mask_name, mask_phone
from models.report.search import Hit, SearchKind
from models.report.search.rows import in_order, newest, those
from models.report.search.typed import Typed
from models.trade.order.order import Order

# The day and a digit: of fewer there are too many.
_BEGINNING = 7
_order = table_of(Order)
_FACTS = select(
    _order.c.number, _order.c.name, _order.c.phone, _order.c.state, _order.c.placed_at, _order.c.total, _order.c.id
)


def _find(session: Session, typed: Typed) -> Iterable[Hit]:
    for row in those(session, _FACTS, _order.c.number, typed.digits, _order.c.id):
        yield _hit(row, N_("订单号"), row.number)
    for row in those(session, _FACTS, _order.c.phone, typed.phones, _order.c.id):
        yield _hit(row, N_("买家手机号"), mask_phone(row.phone))
    for name in typed.names:
        for row in newest(session, _FACTS.where(_order.c.name == name), _order.c.id):
            yield _hit(row, N_("买家姓名"), mask_name(row.name))
    for digits in typed.digits:
        if _BEGINNING <= len(digits) < 12:
            for row in in_order(session, _FACTS.where(begins_with(session, _order.c.number, digits)), _order.c.number):
                yield _hit(row, N_("订单号开头"), row.number, exact=False)
    for name in typed.names[:1]:
        for row in in_order(session, _FACTS.where(begins_with(session, _order.c.name, name)), _order.c.name):
            yield _hit(row, N_("买家姓名开头"), mask_name(row.name), exact=False)


def _hit(row: Any, matched: str, value: str, *, exact: bool = True) -> Hit:
    return Hit(
        row.number,
        matched,
        value,
        f"/desk/orders/{row.number}",
        exact,
        noun="order",
        state=row.state,
        at=row.placed_at,
        below=f"¥{row.total.yuan}",
    )


SEARCH = SearchKind("order", 1, N_("订单"), frozenset({"service", "finance"}), _find)
