"""What a supplier's parcels brought in a period: sold, refunded, what shops, the network and the courier had of it, and
what the supplier's coupons cost.

The figures are the ledger's own entries, those of the shop and of the network included: what a line was sold for,
before any coupon, is what its supplier, its shop and the network were given of it together. A shop's coupon is the
shop's matter and stands in its own statements."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, type_coerce, union
from sqlmodel import Session

from models.catalogue.supplier.supplier import Supplier
from models.kernel.money import Money, MoneyColumn
from models.kernel.record import table_of
from models.ledger.transaction import Entry, Transaction
from models.payment.payment import Payment
from models.payment.refund import Refund, RefundLine
from models.report.statement.purses import SINCE, UNTIL, accounts_of
from models.trade.order.order import Line, Order, Parcel

PARCELS_PAGE = 50
_NOTHING = Money(0)
_entry, _transaction = table_of(Entry), table_of(Transaction)
_payment, _refund, _refund_line = table_of(Payment), table_of(Refund), table_of(RefundLine)
_order, _parcel, _line = table_of(Order), table_of(Parcel), table_of(Line)
_captured = _payment.alias("captured")


@dataclass(frozen=True, slots=True)
class Due:
    """Each with its sign: `refunded`, `commission`, `fee` and `coupon` are taken off, so below zero."""

    sold: Money = _NOTHING
    refunded: Money = _NOTHING
    commission: Money = _NOTHING
    fee: Money = _NOTHING
    coupon: Money = _NOTHING
    freight: Money = _NOTHING

    @property
    def due(self) -> Money:
        """What is the supplier's."""
        return self.sold + self.refunded + self.commission + self.fee + self.coupon + self.freight


@dataclass(frozen=True, slots=True)
class ParcelDue(Due):
    """The figures of one parcel; `at` is when it last moved in the period."""

    code: str = ""
    order: str = ""
    at: datetime | None = None


def _sum(taken: ColumnElement[bool], sign: int = 1) -> Any:
    return type_coerce(func.coalesce(func.sum(case((taken, _entry.c.amount * sign), else_=0)), 0), MoneyColumn)


_goods = _entry.c.note.in_(("share", "commission", "fee"))
_FIGURES = (
    _sum(and_(_goods, _transaction.c.kind == "capture")).label("sold"),
    _sum(and_(_goods, _transaction.c.kind == "refund")).label("refunded"),
    _sum(_entry.c.note == "commission", -1).label("commission"),
    _sum(_entry.c.note == "fee", -1).label("fee"),
    _sum(and_(_entry.c.note == "coupon", _line.c.discount_payer == "supplier")).label("coupon"),
    _sum(_entry.c.note == "freight").label("freight"),
)


def due_in(session: Session, supplier: Supplier, since: datetime, until: datetime) -> Due:
    """A period's parcels together."""
    query = _entries(select(*_FIGURES), supplier)
    return Due(**session.connection().execute(query, {"since": since, "until": until}).one()._mapping)


def parcels_in(
    session: Session, supplier: Supplier, since: datetime, until: datetime, *, limit: int | None = None, offset: int = 0
) -> list[ParcelDue]:
    """The parcels that moved in the period, one by one, the newest first."""
    facts = (_parcel.c.code, _order.c.number.label("order"), func.max(_transaction.c.at).label("at"))
    query = _entries(select(*facts, *_FIGURES), supplier).join(_order, _order.c.id == _parcel.c.order_id)
    query = query.group_by(_parcel.c.id, _parcel.c.code, _order.c.number).order_by(_parcel.c.id.desc())
    rows = session.connection().execute(query.limit(limit).offset(offset), {"since": since, "until": until})
    return [ParcelDue(**row._mapping) for row in rows]


def parcel_entries(
    session: Session, supplier: Supplier, since: datetime, until: datetime
) -> dict[tuple[int, int | None], str]:
    """The supplier's own entries about parcels in the period, by transaction and order line: the parcel's code."""
    facts = (_entry.c.transaction_id, _entry.c.line_id, _parcel.c.code)
    query = _entries(select(*facts), supplier).where(_entry.c.account_id.in_(accounts_of(supplier))).distinct()
    rows = session.connection().execute(query, {"since": since, "until": until})
    return {(row.transaction_id, row.line_id): row.code for row in rows}


def moved_parcels_count(session: Session, supplier: Supplier, since: datetime, until: datetime) -> int:
    """How many parcels moved in the period."""
    query = _entries(select(func.count(_parcel.c.id.distinct())), supplier)
    return int(session.connection().execute(query, {"since": since, "until": until}).scalar_one())


def _entries(columns: Select[Any], supplier: Supplier) -> Select[Any]:
    """The entries about the supplier's parcels in the period's captures and refunds. A parcel is the supplier's part of
    the order that was paid; its freight has no line, so it is known by the purse it went to."""
    told = _told(supplier)
    paid = func.coalesce(_captured.c.id, _refund.c.payment_id)
    about = or_(
        _line.c.parcel_id == _parcel.c.id,
        and_(_entry.c.line_id.is_(None), _entry.c.account_id.in_(accounts_of(supplier))),
    )
    return (
        columns.select_from(told)
        .join(_transaction, _transaction.c.id == told.c.id)
        .outerjoin(_captured, and_(_transaction.c.kind == "capture", _captured.c.code == _transaction.c.reference))
        .outerjoin(_refund, and_(_transaction.c.kind == "refund", _refund.c.code == _transaction.c.reference))
        .join(_payment, _payment.c.id == paid)
        .join(_parcel, and_(_parcel.c.order_id == _payment.c.order_id, _parcel.c.supplier_id == supplier.id))
        .join(_entry, _entry.c.transaction_id == _transaction.c.id)
        .outerjoin(_line, _line.c.id == _entry.c.line_id)
        .where(_transaction.c.kind.in_(("capture", "refund")), about)
    )


def _told(supplier: Supplier) -> Any:
    """The period's transactions about the supplier. A refund of a few fen may leave its own part as it was and take
    from the shop alone, so refunds are found by their lines too."""
    touched = select(_entry.c.transaction_id.label("id")).where(
        _entry.c.account_id.in_(accounts_of(supplier)), _entry.c.at >= SINCE, _entry.c.at < UNTIL
    )
    refunds = (
        select(_transaction.c.id)
        .join_from(_transaction, _refund, _refund.c.code == _transaction.c.reference)
        .join(_refund_line, _refund_line.c.refund_id == _refund.c.id)
        .join(_line, _line.c.id == _refund_line.c.line_id)
        .join(_parcel, _parcel.c.id == _line.c.parcel_id)
        .where(
            _transaction.c.kind == "refund",
            _transaction.c.at >= SINCE,
            _transaction.c.at < UNTIL,
            _parcel.c.supplier_id == supplier.id,
        )
    )
    return union(touched, refunds).subquery("told")
