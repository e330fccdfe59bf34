"""A parcel that should have left: to the supplier who sends it, and to the keepers whose lines are in it."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from sqlalchemy import select
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
from models.stories.news.kinds.orders import TO_SEND_SINCE
from models.trade.order.order import Line, Order, Parcel


def _find(session: Session, span: Span, rules: Rules) -> Iterable[Wanted]:
    late = timedelta(hours=rules.ship_hours)
    # What is ready to be fetched waits for its buyer.
    waiting = (
        col(Parcel.state).in_(("to_ship", "part_shipped")),
        col(Parcel.ready_at).is_(None),
        span.at - late >= TO_SEND_SINCE,
    )
    conditions = (*waiting, span.since - late < TO_SEND_SINCE)
    staff = col(SupplierStaff.supplier_id) == Parcel.supplier_id
    to_staff = _parcels(col(SupplierStaff.member_id)).join(SupplierStaff, staff).where(*conditions, who_may("shipping"))
    for row in session.connection().execute(to_staff):
        fetched, sent = N_("包裹 %(code)s 过了 %(hours)d 小时还没备好"), N_("包裹 %(code)s 过了 %(hours)d 小时还没发出")
        words = Said(fetched if row.is_pickup else sent, code=row.code, hours=rules.ship_hours)
        path = f"/supply/parcels/{row.code}"
        yield Wanted(row.member_id, "supplier", "overdue", row.code, words, path, row.since + late)
    lines = _parcels(col(Shop.keeper_id), col(Shop.number)).join(Line, col(Line.parcel_id) == Parcel.id)
    to_keepers = lines.join(Shop, col(Line.shop_id) == Shop.id).where(*conditions).distinct()
    for row in session.connection().execute(to_keepers):
        fetched = N_("包裹 %(code)s 过了 %(hours)d 小时供货商还没备好")
        sent = N_("包裹 %(code)s 过了 %(hours)d 小时供货商还没发出")
        words = Said(fetched if row.is_pickup else sent, code=row.code, hours=rules.ship_hours)
        path = f"/console/orders/{row.code}?door={row.number}"
        yield Wanted(row.keeper_id, "keeper", "overdue", f"{row.code}@{row.number}", words, path, row.since + late)


def _parcels(*columns: Any) -> Any:
    facts = select(col(Parcel.code), col(Parcel.is_pickup), *columns, TO_SEND_SINCE.label("since")).select_from(Parcel)
    joined = facts.join(Order, col(Parcel.order_id) == Order.id)
    return joined.join(Payment, col(Payment.order_id) == Order.id)


NEWS = NewsKind("overdue", 2, N_("该发没发的包裹"), _find)
