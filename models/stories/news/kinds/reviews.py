"""New reviews: to the keeper of the shop, and to the supplier's people of service."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from models.catalogue.goods.goods import Goods
from models.catalogue.supplier.staff import who_may
from models.catalogue.supplier.supplier import SupplierStaff
from models.kernel.errors import N_
from models.kernel.rules import Rules
from models.kernel.said import Said
from models.notify.noting import Span, Wanted
from models.review.review import Review
from models.shop.shop import Shop
from models.stories.news import NewsKind
from models.stories.news.cutting import cut

_WRITTEN = N_("新评价，%(stars)s 星：%(title)s")


def _find(session: Session, span: Span, rules: Rules) -> Iterable[Wanted]:
    new = (col(Review.at) >= span.since, col(Review.hidden_at).is_(None))
    columns: Any = (col(Review.code), col(Review.stars), col(Review.at), col(Goods.title), col(Shop.keeper_id))
    facts: Any = select(*columns, col(Shop.number), col(Shop.id).label("shop_id"), col(Review.supplier_id))
    joined = facts.select_from(Review).join(Goods, col(Goods.id) == Review.goods_id)
    joined = joined.join(Shop, col(Shop.id) == Review.shop_id).where(*new)
    for row in session.connection().execute(joined).all():
        words = Said(_WRITTEN, stars=row.stars, title=cut(row.title))
        path = f"/console/reviews/{row.code}?door={row.number}"
        yield Wanted(row.keeper_id, "keeper", "review", row.code, words, path, row.at)
    staffed = joined.join(SupplierStaff, col(SupplierStaff.supplier_id) == Review.supplier_id)
    for row in (
        session.connection().execute(staffed.where(who_may("service")).add_columns(col(SupplierStaff.member_id))).all()
    ):
        words = Said(_WRITTEN, stars=row.stars, title=cut(row.title))
        yield Wanted(row.member_id, "supplier", "review", row.code, words, f"/supply/reviews/{row.code}", row.at)


NEWS = NewsKind("review", 15, N_("评价"), _find)
