"""Goods made ready for a page: option groups, what can be chosen, the coupons that go with it, and how today's offer
differs from a poster's."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext

from models.catalogue.supplier.freight_rate import FreightRate, Load
from models.coupon.reduction import face
from models.kernel.money import Money

FEW = 100


@dataclass(frozen=True, slots=True)
class Freight:
    """What a supplier takes for sending, as far as it can be said before the province is known."""

    rate: FreightRate
    usual_grams: int
    by_province: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """`groups` are (field name, label, values), each value with whether any SKU that has it is in
    stock, and the picture that all of them share; `skus` what
    sku.js reads; `first` the one of them that is ticked and priced at first. `several`: its price is the lowest of
    several, and is shown as a "from" price until somebody chose."""

    groups: list[tuple[str, str, list[tuple[str, bool, str | None]]]]
    skus: list[dict[str, Any]]
    first: dict[str, Any]
    price: Money
    several: bool
    stock: int
    stock_said: str


def choices(names: Sequence[str], skus: Sequence[Any], freight: Freight) -> Choices:
    """What a buyer chooses from. The cheapest that can be had is ticked: it is what a "from" price promises."""
    there = [sku for sku in skus if sku.stock > 0] or list(skus)
    first = min(there, key=lambda sku: sku.price, default=None)
    stock = sum(sku.stock for sku in skus)
    return Choices(
        groups=[(f"o{i}", name, _values(i, skus)) for i, name in enumerate(names)],
        skus=[_told(sku, freight) for sku in skus],
        first=_told(first, freight) if first else {"options": [], "price": "0", "was": ""},
        price=first.price if first else Money(0),
        several=len({sku.price for sku in there}) > 1,
        stock=stock,
        stock_said=stock_in_words(stock),
    )


def _told(sku: Any, freight: Freight) -> dict[str, Any]:
    """One SKU for the script: how much, and in words what it costs to send and how many are left."""
    return {
        "options": sku.options,
        "label": " · ".join(sku.options),
        "price": sku.price.short,
        "was": sku.was.short if sku.was else "",
        "freight": _freight_in_words(sku, freight),
        "picture": sku.picture or "",
        "left": sku.stock,
        "said": stock_in_words(sku.stock),
    }


def _freight_in_words(sku: Any, freight: Freight) -> str:
    """For one piece; "" where the province decides."""
    if freight.by_province:
        return ""
    amount = freight.rate.bill(Load(sku.price, sku.grams or freight.usual_grams)).amount
    return gettext("运费 %(fee)s 元", fee=amount.short) if amount else gettext("包邮")


def stock_in_words(stock: int) -> str:
    """Sold out, the last few counted, or simply there."""
    if stock == 0:
        return gettext("卖完了")
    return gettext("剩 %(count)s 件", count=stock) if stock < FEW else gettext("现货")


def _values(position: int, skus: Sequence[Any]) -> list[tuple[str, bool, str | None]]:
    own = [sku for sku in skus if position < len(sku.options)]
    found = []
    for value in dict.fromkeys(sku.options[position] for sku in own):
        having = [sku for sku in own if sku.options[position] == value]
        pictures = {sku.picture for sku in having}
        shared = pictures.pop() if len(pictures) == 1 else None
        found.append((value, any(sku.stock > 0 for sku in having), shared))
    return found


def best_first(coupons: Sequence[Any], price: Money) -> list[tuple[Any, bool]]:
    """What a page offers by a button, the one first that takes the most off one piece; each with whether one piece is
    enough for it."""
    ordered = sorted(coupons, key=lambda coupon: (-face(coupon, price), coupon.minimum))
    return [(coupon, price >= coupon.minimum) for coupon in ordered]


def what_changed(then: Money, skus: Sequence[Any]) -> tuple[str, Money] | None:
    """How today's offer differs from the poster's: "down" or "up" by so much, or "gone": what cost that little is sold
    out, the rest costs so much more. Nothing where it is the same, or where all is sold out."""
    there = [sku.price for sku in skus if sku.stock > 0]
    now = min(there, default=then)
    if now == then:
        return None
    if now < then:
        return ("down", then - now)
    return ("gone" if min(sku.price for sku in skus) <= then else "up", now - then)
