"""Goods made ready for a page: option groups, what can be chosen, and how today's offer differs from a poster's."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext

from models.kernel.money import Money

FEW = 100


@dataclass(frozen=True, slots=True)
class Choices:
    """`groups` are (field name, label, values), each value with whether any SKU that has it is in stock; `skus` what
    sku.js reads; `chosen` the values ticked at first."""

    groups: list[tuple[str, str, list[tuple[str, bool]]]]
    skus: list[dict[str, Any]]
    chosen: list[str]
    price: Money
    was: Money | None
    stock: int
    stock_said: str


def choices(names: Sequence[str], skus: Sequence[Any]) -> Choices:
    """What a buyer chooses from; the first SKU in stock is ticked."""
    first = next((sku for sku in skus if sku.stock > 0), skus[0] if skus else None)
    stock = sum(sku.stock for sku in skus)
    return Choices(
        groups=[(f"o{i}", name, _values(i, skus)) for i, name in enumerate(names)],
        skus=[_told(sku) for sku in skus],
        chosen=list(first.options) if first else [],
        price=first.price if first else Money(0),
        was=first.was if first else None,
        stock=stock,
        stock_said=stock_in_words(stock),
    )


def _told(sku: Any) -> dict[str, Any]:
    """One SKU for the script: how much, and in words how many are left."""
    was = sku.was.short if sku.was else ""
    return {
        "options": sku.options,
        "price": sku.price.short,
        "was": was,
        "left": sku.stock,
        "said": stock_in_words(sku.stock),
    }


def stock_in_words(stock: int) -> str:
    """Sold out, the last few counted, or simply there."""
    if stock == 0:
        return gettext("卖完了")
    return gettext("剩 %(count)s 件", count=stock) if stock < FEW else gettext("现货")


def _values(position: int, skus: Sequence[Any]) -> list[tuple[str, bool]]:
    own = [sku for sku in skus if position < len(sku.options)]
    stocked = {sku.options[position] for sku in own if sku.stock > 0}
    return [(value, value in stocked) for value in dict.fromkeys(sku.options[position] for sku in own)]


def what_changed(then: Money, skus: Sequence[Any]) -> tuple[str, Money, Money] | None:
    """How today's offer differs from the poster's: ("sold out" | "down" | "up", then, now), or nothing."""
    now = min(sku.price for sku in skus)
    if not any(sku.stock for sku in skus):
        return ("sold_out", then, now)
    if now == then:
        return None
    return ("down" if now < then else "up", then, now)
