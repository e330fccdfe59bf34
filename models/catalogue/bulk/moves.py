"""What may be done to many goods at once, as plain values: to prices, stock, the rate, the category, an attribute."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from models.kernel.errors import N_, Refused
from models.kernel.money import CEILING, WHOLE, Money

PriceHow = Literal["percent", "amount"]
StockHow = Literal["set", "add"]
MOST_PIECES = 9_999_999
# Prices up to tenfold, and down to nothing but not quite.
LOWEST_PERCENT, HIGHEST_PERCENT = -9_900, 90_000
_TEN_YUAN, _YUAN = 1_000, 100
# What ends in 9: ¥0.9, 1.9 … 7.9, then 9, 19, 29 …
_FIRST_TENTH, _LAST_TENTH, _FIRST_WHOLE = 90, 790, 900


@dataclass(frozen=True, slots=True)
class PriceMove:
    """By so many basis points or fen, up or down; then, where wanted, to the nearest price that ends in 9: whole yuan
    from ¥9 on (9, 39, 129), nine tenths below it (5.9)."""

    how: PriceHow
    by: int
    ends_in_9: bool = False

    def of(self, price: Money) -> Money:
        """What a price becomes. Raises Refused where nothing would be left of it, or it passes all bounds."""
        moved = int(price) + int(self.by) if self.how == "amount" else _half_up(int(price) * (WHOLE + self.by), WHOLE)
        if self.ends_in_9 and moved > 0:
            moved = _nearest_nine(moved)
        if moved <= 0:
            raise Refused("price", N_("%(price)s 元这样改就不到一分钱了"), price=price.short)
        if moved > CEILING:
            raise Refused("price", N_("%(price)s 元这样改就太高了"), price=price.short)
        return Money(moved)


@dataclass(frozen=True, slots=True)
class StockMove:
    """To so many pieces, or by so many more or fewer."""

    how: StockHow
    by: int

    def of(self, stock: int) -> int:
        """What a stock becomes: nothing at the least."""
        return min(MOST_PIECES, max(0, self.by if self.how == "set" else stock + self.by))


@dataclass(frozen=True, slots=True)
class BulkWish:
    """What every chosen goods should become; what is None stays as it is. `attribute` is a name and its answer, empty
    to take it away."""

    category_id: int | None = None
    attribute: tuple[str, str] | None = None
    price: PriceMove | None = None
    stock: StockMove | None = None
    rate_bp: int | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is wanted."""
        return self == BulkWish()

    @property
    def as_kept(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return {
            "category_id": self.category_id,
            "attribute": list(self.attribute) if self.attribute else None,
            "price": [self.price.how, self.price.by, self.price.ends_in_9] if self.price else None,
            "stock": [self.stock.how, self.stock.by] if self.stock else None,
            "rate_bp": self.rate_bp,
        }


def wish_read(kept: Mapping[str, Any]) -> BulkWish:
    """A wish from JSON."""
    attribute, price, stock = kept["attribute"], kept["price"], kept["stock"]
    return BulkWish(
        kept["category_id"],
        (attribute[0], attribute[1]) if attribute else None,
        PriceMove(*price) if price else None,
        StockMove(*stock) if stock else None,
        kept["rate_bp"],
    )


def _half_up(part: int, whole: int) -> int:
    return (2 * part + whole) // (2 * whole)


def _nearest_nine(fen: int) -> int:
    """The nearest price that ends in 9; of two as near the higher one."""
    if _LAST_TENTH < fen < _FIRST_WHOLE:
        below, above = _LAST_TENTH, _FIRST_WHOLE
    else:
        step, last = (_TEN_YUAN, _FIRST_WHOLE) if fen >= _FIRST_WHOLE else (_YUAN, _FIRST_TENTH)
        below = (fen - last) // step * step + last
        above = below + step
    return below if below > 0 and fen - below < above - fen else above
