"""What of goods an edit of many touches, as plain values: before, after, and how the difference reads."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from models.catalogue.bulk.moves import BulkWish
from models.catalogue.goods.look import GoodsLook
from models.catalogue.goods.skus import SkuDraft
from models.kernel.errors import N_, Refused
from models.kernel.money import Money

Touched = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Aim:
    """What goods should look like, and by how much each SKU's stock should move, by code."""

    look: GoodsLook
    stock: Mapping[str, int]


def aim_of(look: GoodsLook, wish: BulkWish, answer: Callable[[int | None, str, str], str]) -> Aim:
    """The look with what is wished. `answer` reads an attribute's answer for a category, and raises Refused where that
    asks no such thing."""
    wanted = look if wish.category_id is None else replace(look, category_id=wish.category_id)
    if wish.attribute is not None:
        name, typed = wish.attribute
        said = {name: answer(wanted.category_id, name, typed)} if typed else {}
        kept = {other: value for other, value in look.attributes.items() if other != name}
        wanted = replace(wanted, attributes=kept | said)
    skus = tuple(_sku(sku, wish) for sku in look.skus)
    stock = {sku.code: wish.stock.of(sku.stock or 0) - (sku.stock or 0) for sku in look.skus} if wish.stock else {}
    return Aim(replace(wanted, skus=skus), {code: by for code, by in stock.items() if by})


def aim_back(look: GoodsLook, was: Touched, became: Touched) -> Aim:
    """The look as it was before an edit. Raises Refused where something that it touched is not as it left it."""
    wanted, changed = look, N_("之后又改过，没有动它")
    if "category_id" in was:
        if look.category_id != became["category_id"]:
            raise Refused("", changed)
        wanted = replace(wanted, category_id=was["category_id"])
    if "attributes" in was:
        if dict(look.attributes) != became["attributes"]:
            raise Refused("", changed)
        wanted = replace(wanted, attributes=was["attributes"])
    skus, stock = [], {}
    for sku in look.skus:
        before, after = was.get("skus", {}).get(sku.code), became.get("skus", {}).get(sku.code)
        if before is not None and after is not None:
            if [int(sku.price), None if sku.was is None else int(sku.was), sku.commission_bp] != after[:3]:
                raise Refused("", changed)
            sku = replace(sku, price=Money(before[0]), was=_money(before[1]), commission_bp=before[2])
            stock[sku.code] = before[3] - after[3]
        skus.append(sku)
    return Aim(replace(wanted, skus=tuple(skus)), {code: by for code, by in stock.items() if by})


def touched_by(before: GoodsLook, aim: Aim) -> tuple[dict[str, Any], dict[str, Any]]:
    """What was, and what is aimed at; empty where that is the same."""
    was: dict[str, Any] = {}
    became: dict[str, Any] = {}
    if before.category_id != aim.look.category_id:
        was["category_id"], became["category_id"] = before.category_id, aim.look.category_id
    if dict(before.attributes) != dict(aim.look.attributes):
        was["attributes"], became["attributes"] = dict(before.attributes), dict(aim.look.attributes)
    for sku in before.skus:
        wanted = aim.look.sku(sku.code)
        one, other = _figures(sku, 0), _figures(wanted or sku, aim.stock.get(sku.code, 0))
        if one != other:
            was.setdefault("skus", {})[sku.code] = one
            became.setdefault("skus", {})[sku.code] = other
    return was, became


def _figures(sku: SkuDraft, more: int) -> list[int | None]:
    """Price, crossed-out price, rate, stock."""
    stock = (sku.stock or 0) + more
    return [int(sku.price), None if sku.was is None else int(sku.was), sku.commission_bp, stock]


def _sku(sku: SkuDraft, wish: BulkWish) -> SkuDraft:
    price = wish.price.of(sku.price) if wish.price else sku.price
    # An old price that is none any more says nothing.
    was = sku.was if sku.was is not None and sku.was >= price else None
    rate = sku.commission_bp if wish.rate_bp is None else wish.rate_bp
    return replace(sku, price=price, was=was, commission_bp=rate)


def _money(fen: int | None) -> Money | None:
    return None if fen is None else Money(fen)
