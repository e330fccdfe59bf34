"""What a picture of an order shows, as plain values. Nothing of it says who the buyer is or where they live."""

from dataclasses import dataclass

from models.trade.order.order import Order


@dataclass(frozen=True, slots=True)
class Keepsake:
    """`lines` are titles with how many pieces; `shops` the numbers of the shops; `total` is in yuan."""

    number: str
    lines: tuple[tuple[str, int], ...]
    shops: tuple[str, ...]
    total: str


def keepsake_of(order: Order) -> Keepsake:
    """Of an order as it was placed."""
    lines = [line for parcel in order.parcels for line in parcel.lines]
    shops = dict.fromkeys(str(line.shop.number) for line in lines)
    return Keepsake(
        number=order.number,
        lines=tuple((line.title, line.quantity) for line in lines),
        shops=tuple(shops),
        total=order.total.short,
    )
