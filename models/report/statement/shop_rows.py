"""What moved a shop's money in a period, line by line: the rows of its statements."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, func, select, type_coerce
from sqlmodel import Session

from models.kernel.money import Money, MoneyColumn
from models.kernel.record import table_of
from models.ledger.transaction import Entry, Transaction
from models.report.statement.purses import BETWEEN_PURSES, SINCE, UNTIL, accounts_of
from models.shop.shop import Shop
from models.trade.order.order import Line, Parcel

MOVED_PAGE = 30
_entry, _transaction = table_of(Entry), table_of(Transaction)
_line, _parcel = table_of(Line), table_of(Parcel)
_before = _line.alias("before")
# A line's place among the shop's own lines of its parcel. Lines are neither added nor taken away, so it never changes;
# the parcel's other shops are not counted, so it tells nothing of them.
PLACE_IN_PARCEL: Any = (
    select(func.count())
    .where(_before.c.parcel_id == _line.c.parcel_id, _before.c.shop_id == _line.c.shop_id, _before.c.id <= _line.c.id)
    .correlate(_line)
    .scalar_subquery()
)


@dataclass(frozen=True, slots=True)
class Moved:
    """One line in one transaction, or a transaction without lines. `line` names it as in addresses ("R8K2Q7XW-1"),
    empty where there is none; `reference` is what else it is about, say a withdrawal's code. `coupon` is what the
    shop's own coupon cost, below zero, or what of it a refund brought back. The ids say of which entries it is made."""

    at: datetime
    kind: str
    reference: str
    line: str
    title: str
    commission: Money
    bonus: Money
    coupon: Money
    amount: Money
    transaction_id: int
    line_id: int | None


def _sum(note: str = "") -> Any:
    amount = case((_entry.c.note == note, _entry.c.amount), else_=0) if note else _entry.c.amount
    return type_coerce(func.sum(amount), MoneyColumn)


def rows_in(
    session: Session, shop: Shop, since: datetime, until: datetime, *, limit: int | None = None, offset: int = 0
) -> list[Moved]:
    """What came in and went out, newest first. Movements between the owner's own purses are left out."""
    query = (
        _moved(shop)
        .add_columns(*(_sum(note).label(note) for note in ("commission", "bonus", "coupon")), _sum().label("amount"))
        .order_by(_transaction.c.at.desc(), _transaction.c.id.desc(), _line.c.id)
        .limit(limit)
        .offset(offset)
    )
    rows = session.connection().execute(query, {"since": since, "until": until})
    return [_row(row) for row in rows]


def rows_count(session: Session, shop: Shop, since: datetime, until: datetime) -> int:
    """How many rows came in and went out."""
    query = select(func.count()).select_from(_moved(shop).subquery())
    return int(session.connection().execute(query, {"since": since, "until": until}).scalar_one())


def _moved(shop: Shop) -> Select[Any]:
    return (
        select(
            _transaction.c.id,
            _transaction.c.at,
            _transaction.c.kind,
            _transaction.c.reference,
            _line.c.title,
            _parcel.c.code.label("parcel"),
            PLACE_IN_PARCEL.label("place"),
            _line.c.id.label("line_id"),
        )
        .join_from(_entry, _transaction, _entry.c.transaction_id == _transaction.c.id)
        .outerjoin(_line, _line.c.id == _entry.c.line_id)
        .outerjoin(_parcel, _parcel.c.id == _line.c.parcel_id)
        .where(
            _entry.c.account_id.in_(accounts_of(shop)),
            _entry.c.at >= SINCE,
            _entry.c.at < UNTIL,
            _transaction.c.kind.not_in(BETWEEN_PURSES),
        )
        .group_by(_transaction.c.id, _line.c.id, _parcel.c.id)
    )


def _row(row: Any) -> Moved:
    return Moved(
        at=row.at,
        kind=row.kind,
        reference=row.reference if row.parcel is None else "",
        line=f"{row.parcel}-{row.place}" if row.parcel else "",
        title=row.title or "",
        commission=row.commission,
        bonus=row.bonus,
        coupon=row.coupon,
        amount=row.amount,
        transaction_id=row.id,
        line_id=row.line_id,
    )
