"""What a SKU costs, and what of it its shopkeeper has: the one door. No other code reads a SKU's columns of them.

`listed_…` is what the supplier wrote; rules of the catalogue are about it. `price_of` and `rate_of` are what a buyer
pays and a keeper has now: a fall of the rate that is announced is listed already and holds later (rates.py). Whatever
makes a price another one for a while comes in here, in each function and in the column beside it.
"""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, func, type_coerce

from models.catalogue.goods.goods import SKU, Goods
from models.kernel.money import WHOLE, Money, MoneyColumn
from models.kernel.record import table_of

_sku = table_of(SKU)

# The same as columns, for statements over the SKU table.
LISTED_PRICE: Any = _sku.c.price
LISTED_RATE: Any = func.coalesce(_sku.c.announced_bp, _sku.c.commission_bp)
PRICE_NOW: Any = LISTED_PRICE
RATE_NOW: Any = _sku.c.commission_bp
# What a rate falls to and when; NULL where no fall is announced.
ANNOUNCED_RATE: Any = _sku.c.announced_bp
FALLS_AT: Any = _sku.c.falls_at
# Rounded down to the fen, as a share of Money is.
COMMISSION_NOW: Any = type_coerce(type_coerce(PRICE_NOW, BigInteger) * RATE_NOW // WHOLE, MoneyColumn)


class Announced(NamedTuple):
    """A fall of the commission rate that is announced: to what, in basis points, and from when on."""

    rate_bp: int
    falls_at: datetime


def listed_price(sku: SKU) -> Money:
    """What the supplier asks for a piece."""
    return sku.listed_price


def listed_rate(sku: SKU) -> int:
    """The commission that the supplier gives, in basis points: the announced one, where a fall is announced."""
    return sku.listed_rate if sku.announced_rate is None else sku.announced_rate


def announced_of(sku: SKU) -> Announced | None:
    """The fall that is announced."""
    if sku.announced_rate is None or sku.falls_at is None:
        return None
    return Announced(sku.announced_rate, sku.falls_at)


def price_of(sku: SKU) -> Money:
    """What a buyer pays for a piece."""
    return sku.listed_price


def rate_of(sku: SKU) -> int:
    """The commission rate that a keeper has of that price, in basis points."""
    return sku.listed_rate


def commission_of(sku: SKU) -> Money:
    """What one piece earns its shopkeeper, before level bonus."""
    return price_of(sku).share(rate_of(sku))


def cheapest_of(goods: Goods) -> SKU | None:
    """The SKU on offer that costs the least, the first of equals; None where none is on offer."""
    return min(goods.on_offer, key=price_of, default=None)


def least_price(goods: Goods) -> Money:
    """The lowest price on offer: what a card or a poster says. Nothing where none is on offer."""
    return min(prices_of(goods), default=Money(0))


def prices_of(goods: Goods) -> set[Money]:
    """The prices on offer."""
    return {price_of(sku) for sku in goods.on_offer}
