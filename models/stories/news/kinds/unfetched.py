"""A parcel that lies at the counter and goes back on the shelf tomorrow: to the staff who can ring its buyer. The buyer
sees it in the head of every page (views/buyer/mine/marks.py)."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from models.catalogue.supplier.staff import who_may
from models.catalogue.supplier.supplier import SupplierStaff
from models.kernel.clock import local
from models.kernel.errors import N_
from models.kernel.rules import Rules
from models.kernel.said import Said
from models.notify.noting import Span, Wanted
from models.stories.news import NewsKind
from models.trade.order.order import Parcel
from models.trade.pickup.pickup import LAST_DAY, Pickup


def _find(session: Session, span: Span, rules: Rules) -> Iterable[Wanted]:
    columns: Any = (col(Parcel.code), col(Pickup.fetch_by), col(SupplierStaff.member_id))
    lying = select(*columns).select_from(Pickup).join(Parcel, col(Pickup.parcel_id) == Parcel.id)
    staffed = lying.join(SupplierStaff, col(SupplierStaff.supplier_id) == Pickup.supplier_id)
    soon = (col(Pickup.fetch_by) > span.since + LAST_DAY, col(Pickup.fetch_by) <= span.at + LAST_DAY)
    for row in session.connection().execute(staffed.where(col(Parcel.state) == "to_ship", *soon, who_may("shipping"))):
        words = Said(
            N_("包裹 %(code)s 只留到 %(until)s，买家还没来取，打个电话问问"),
            code=row.code,
            until=f"{local(row.fetch_by):%m-%d %H:%M}",
        )
        path = f"/supply/parcels/{row.code}"
        yield Wanted(row.member_id, "supplier", "unfetched", row.code, words, path, row.fetch_by - LAST_DAY)


NEWS = NewsKind("unfetched", 14, N_("快到期没人取的包裹"), _find)
