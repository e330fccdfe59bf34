"""Pieces off the shelf and back: conditional updates, so that none is sold twice."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, exists, or_, update
from sqlmodel import Session, col

from models.catalogue.goods.goods import SKU, Goods
from models.catalogue.goods.price import PRICE_NOW, RATE_NOW
from models.kernel.prebuilt import Prebuilt
from models.kernel.record import table_of
from models.link.promising import living_for
from models.link.sharing import Sharing
from models.pick.pick import Pick
from models.shop.shop import Shop
from models.trade.cart.lines import QuotedLine

_sku, _goods, _shop, _pick = table_of(SKU), table_of(Goods), table_of(Shop), table_of(Pick)
_sharing = table_of(Sharing)
_sold_there = exists().where(
    _goods.c.id == _sku.c.goods_id,
    _goods.c.state == "on_sale",
    _goods.c.per_buyer.is_not_distinct_from(bindparam("limit_quoted")),
    _shop.c.id == bindparam("in_shop"),
    _shop.c.closed_at.is_(None),
    _pick.c.shop_id == _shop.c.id,
    _pick.c.goods_id == _goods.c.id,
)
# A sharing that was kept a moment ago, with more than the quote knows.
_promised_more = exists().where(
    living_for(
        _sharing,
        link=bindparam("by_link"),
        goods=_sku.c.goods_id,
        sku=_sku.c.id,
        at=bindparam("at"),
    ),
    _sharing.c.rate_bp > bindparam("rate_quoted"),
)
_TAKE = Prebuilt(
    update(_sku)
    .where(
        _sku.c.id == bindparam("of_sku"),
        _sku.c.stock >= bindparam("pieces"),
        _sku.c.withdrawn_at.is_(None),
        bindparam("as_quoted") == PRICE_NOW,
        or_(bindparam("rate_quoted") == RATE_NOW, bindparam("promised") > RATE_NOW),
        ~_promised_more,
        _sold_there,
    )
    .values(stock=_sku.c.stock - bindparam("pieces"))
)


def take_quoted(session: Session, lines: Sequence[QuotedLine], *, at: datetime) -> bool:
    """Takes the pieces of all these lines, each where it is sold still, at the price and limit of its quote, at its
    rate or the more that was promised, and where so many are there. False where one is not: then the caller rolls
    back."""
    # In the order of ids, so that two orders for the same goods never wait for each other.
    rows = [
        {
            "of_sku": line.sku_id,
            "in_shop": line.shop_id,
            "pieces": line.quantity,
            "as_quoted": line.price,
            "rate_quoted": line.rate_bp,
            "limit_quoted": line.per_buyer,
            "promised": line.rate_bp if line.sharing_id else -1,
            "by_link": line.link_id,
            "at": at,
        }
        for line in sorted(lines, key=lambda line: line.sku_id)
    ]
    return _TAKE.run_each(session, rows) == len(rows)


def return_stock(session: Session, sku_id: int, quantity: int) -> None:
    """Puts pieces back."""
    session.exec(update(SKU).where(col(SKU.id) == sku_id).values(stock=SKU.stock + quantity))
