"""Pieces off the shelf and back: conditional updates, so that none is sold twice."""

from collections.abc import Sequence

from sqlalchemy import bindparam, exists, update
from sqlmodel import Session, col

from models.catalogue.goods.goods import SKU, Goods
from models.catalogue.goods.price import PRICE_NOW, RATE_NOW
from models.kernel.record import table_of
from models.pick.pick import Pick
from models.shop.shop import Shop
from models.trade.cart.lines import QuotedLine

_sku, _goods, _shop, _pick = table_of(SKU), table_of(Goods), table_of(Shop), table_of(Pick)
_sold_there = exists().where(
    _goods.c.id == _sku.c.goods_id,
    _goods.c.state == "on_sale",
    _shop.c.id == bindparam("in_shop"),
    _shop.c.closed_at.is_(None),
    _pick.c.shop_id == _shop.c.id,
    _pick.c.goods_id == _goods.c.id,
)
_TAKE = (
    update(_sku)
    .where(
        _sku.c.id == bindparam("of_sku"),
        _sku.c.stock >= bindparam("pieces"),
        _sku.c.withdrawn_at.is_(None),
        bindparam("as_quoted") == PRICE_NOW,
        bindparam("rate_quoted") == RATE_NOW,
        _sold_there,
    )
    .values(stock=_sku.c.stock - bindparam("pieces"))
)


def take_quoted(session: Session, lines: Sequence[QuotedLine]) -> bool:
    """Takes the pieces of all these lines, each where it is sold still, at the price and rate of its quote, and where
    so many are there. False where one is not: then the caller rolls back."""
    # In the order of ids, so that two orders for the same goods never wait for each other.
    rows = [
        {
            "of_sku": line.sku_id,
            "in_shop": line.shop_id,
            "pieces": line.quantity,
            "as_quoted": line.price,
            "rate_quoted": line.rate_bp,
        }
        for line in sorted(lines, key=lambda line: line.sku_id)
    ]
    return session.connection().execute(_TAKE, rows).rowcount == len(rows)


def return_stock(session: Session, sku_id: int, quantity: int) -> None:
    """Puts pieces back."""
    session.exec(update(SKU).where(col(SKU.id) == sku_id).values(stock=SKU.stock + quantity))
