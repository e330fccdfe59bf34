"""Goods made ready for a page: option groups, what can be chosen, and how today's offer differs from a poster's."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from models.kernel.money import Money


@dataclass(frozen=True, slots=True)
class Choices:
    """`groups` are (field name, label, values); `skus` what sku.js reads; `chosen` the values ticked at first."""

    groups: list[tuple[str, str, list[str]]]
    skus: list[dict[str, Any]]
    chosen: list[str]
    price: Money
    was: Money | None
    stock: int


def choices(names: Sequence[str], skus: Sequence[Any]) -> Choices:
    """What a buyer chooses from; the first SKU in stock is ticked."""
    first = next((sku for sku in skus if sku.stock > 0), skus[0] if skus else None)
    return Choices(
        groups=[(f"o{i}", name, _values(i, skus)) for i, name in enumerate(names)],
        skus=[{"options": sku.options, "price": sku.price.short, "left": sku.stock} for sku in skus],
        chosen=list(first.options) if first else [],
        price=first.price if first else Money(0),
        was=first.was if first else None,
        stock=sum(sku.stock for sku in skus),
    )


def _values(position: int, skus: Sequence[Any]) -> list[str]:
    return list(dict.fromkeys(sku.options[position] for sku in skus if position < len(sku.options)))


def what_changed(then: Money, skus: Sequence[Any]) -> tuple[str, Money, Money] | None:
    """How today's offer differs from the poster's: ("sold out" | "down" | "up", then, now), or nothing."""
    now = min(sku.price for sku in skus)
    if not any(sku.stock for sku in skus):
        return ("sold_out", then, now)
    if now == then:
        return None
    return ("down" if now < then else "up", then, now)
