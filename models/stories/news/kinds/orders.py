"""A new order: to the keeper of each shop in it, and to the suppliers who are to send it. Prepaid, it counts once it is
paid."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from sqlalchemy import and_, case, func, or_, select
from sqlmodel import Session, col

from models.catalogue.supplier.staff import who_may
from models.catalogue.supplier.supplier import SupplierStaff
from models.kernel.errors import N_
from models.kernel.rules import Rules
from models.kernel.said import Said
from models.notify.noting import Span, Wanted
from models.payment.payment import Payment
from models.shop.shop import Shop
from models.stories.news import NewsKind
from models.stories.news.cutting import cut
from models.trade.order.order import Line, Order, Parcel

_ON_DELIVERY = col(Order.payment_method) == "cod"
# From when on an order is to be sent.
TO_SEND_SINCE = case((_ON_DELIVERY, col(Order.placed_at)), else_=col(Payment.paid_at))
_TITLE, _PIECES = func.min(Line.title), func.sum(Line.quantity)


def _find(session: Session, span: Span, rules: Rules) -> Iterable[Wanted]:
    # An index finds orders by when they were placed; one that is paid was placed not long before. Not only by today's
    # time to pay: an order keeps the time that it was given, which may have been longer.
    longest = max(timedelta(minutes=rules.unpaid_minutes), timedelta(days=1))
    placed = col(Order.placed_at) >= span.since - longest - timedelta(hours=1)
    to_send = or_(
        and_(_ON_DELIVERY, col(Order.placed_at) >= span.since),
        and_(~_ON_DELIVERY, col(Payment.state) == "paid", col(Payment.paid_at) >= span.since),
    )
    conditions = (placed, to_send, col(Order.state) != "cancelled")
    yield from (_to_keeper(row) for row in session.connection().execute(_by_shop().where(*conditions)))
    yield from (_to_supplier(row) for row in session.connection().execute(_by_parcel().where(*conditions)))


def _joined(*columns: Any) -> Any:
    facts = select(*columns, func.min(TO_SEND_SINCE).label("since"), _TITLE.label("title"), _PIECES.label("pieces"))
    joined = facts.select_from(Order).join(Payment, col(Payment.order_id) == Order.id)
    return joined.join(Parcel, col(Parcel.order_id) == Order.id).join(Line, col(Line.parcel_id) == Parcel.id)


def _by_shop() -> Any:
    parcel = func.min(Parcel.code).label("parcel")
    columns: Any = (col(Order.number), col(Shop.number).label("door"), col(Shop.keeper_id), parcel)
    grouped = (Order.id, Order.number, Shop.number, Shop.keeper_id)
    return _joined(*columns).join(Shop, col(Line.shop_id) == Shop.id).group_by(*grouped)


def _by_parcel() -> Any:
    staff = col(SupplierStaff.supplier_id) == Parcel.supplier_id
    pickup = col(Parcel.is_pickup)
    columns: Any = (col(Order.number), col(Parcel.code).label("parcel"), pickup, col(SupplierStaff.member_id))
    grouped = (Order.id, Order.number, Parcel.code, pickup, SupplierStaff.member_id)
    return _joined(*columns).join(SupplierStaff, staff).where(who_may("shipping")).group_by(*grouped)


def _to_keeper(row: Any) -> Wanted:
    return Wanted(
        row.keeper_id,
        "keeper",
        "order",
        f"{row.number}@{row.door}",
        Said(
            N_("新订单 %(number)s：%(title)s，共 %(pieces)d 件"),
            number=row.number,
            title=cut(row.title),
            pieces=row.pieces,
        ),
        f"/console/orders/{row.parcel}?door={row.door}",
        row.since,
    )


def _to_supplier(row: Any) -> Wanted:
    fetched, sent = (
        N_("新包裹要备 %(code)s：%(title)s，共 %(pieces)d 件，买家来取"),
        N_("新包裹要发 %(code)s：%(title)s，共 %(pieces)d 件"),
    )
    return Wanted(
        row.member_id,
        "supplier",
        "order",
        row.parcel,
        Said(
            fetched if row.is_pickup else sent,
            code=row.parcel,
            title=cut(row.title),
            pieces=row.pieces,
        ),
        f"/supply/parcels/{row.parcel}",
        row.since,
    )


NEWS = NewsKind("order", 1, N_("新订单"), _find)
