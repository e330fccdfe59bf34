"""What sharings promise at this moment, as a supplier asks: of which goods, at which rate, until when, and what that
may come to at most."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, or_, select
from sqlmodel import Session

from models.catalogue.goods.goods import SKU, Goods
from models.catalogue.goods.price import FALLS_AT, LISTED_RATE, PRICE_NOW, RATE_NOW
from models.catalogue.supplier.supplier import Supplier
from models.kernel.money import Money
from models.kernel.record import table_of
from models.link.sharing import Sharing

_sharing, _goods, _sku = table_of(Sharing), table_of(Goods), table_of(SKU)


class OutstandingPromise(NamedTuple):
    """Of one SKU the highest rate that any living sharing promises, beside the rate of now and the one that its
    supplier wrote; the last moment, how many links, and what is in stock at which price."""

    goods: str
    title: str
    options: Sequence[str]
    promised_bp: int
    rate_bp: int
    later_bp: int
    falls_at: datetime | None
    until: datetime
    links: int
    price: Money
    stock: int

    @property
    def most(self) -> Money:
        """All the commission, where every piece in stock is bought through these links."""
        return Money(self.price * self.stock).share(self.promised_bp)

    @property
    def more(self) -> Money:
        """How much of it is more than at the rate that the supplier wrote."""
        return Money(max(0, self.most - Money(self.price * self.stock).share(self.later_bp)))


def outstanding_promises(session: Session, supplier: Supplier, *, at: datetime) -> list[OutstandingPromise]:
    """The supplier's, those first that may cost the most beyond what is written."""
    columns: Any = (
        _goods.c.code, _goods.c.title, _sku.c.options, func.max(_sharing.c.rate_bp), RATE_NOW, LISTED_RATE, FALLS_AT,
        func.max(_sharing.c.until), func.count(_sharing.c.link_id.distinct()), PRICE_NOW, _sku.c.stock,
    )  # fmt: skip
    of_sku = (_sku.c.goods_id == _goods.c.id) & or_(_sharing.c.sku_id.is_(None), _sharing.c.sku_id == _sku.c.id)
    query = select(*columns, _sku.c.id).join_from(_sharing, _goods, _sharing.c.goods_id == _goods.c.id)
    query = query.join(_sku, of_sku).where(_goods.c.supplier_id == supplier.id, _sku.c.withdrawn_at.is_(None))
    living = query.where(_sharing.c.at <= at, _sharing.c.until > at)
    # Options are JSON, by which PostgreSQL does not group; the ids decide.
    grouped = living.group_by(_goods.c.id, _sku.c.id)
    rows = [OutstandingPromise(*row[:-1]) for row in session.connection().execute(grouped)]
    return sorted(rows, key=lambda row: (-row.more, -row.most, row.goods, *row.options))
