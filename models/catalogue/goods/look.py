"""How goods look: all that a supplier writes of them, as plain values. The row, a proposal and a version are compared
as looks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from models.catalogue.goods.goods import SKU, Goods
from models.catalogue.goods.price import listed_price, listed_rate
from models.catalogue.goods.skus import SkuDraft
from models.kernel.money import Money

# What buyers see of goods, and an operator has looked at, by the names of the columns.
GATED = ("title", "description", "category_id", "attributes", "brand", "option_names")
# What only suppliers and rules read.
UNGATED = ("barcode", "declared_price", "declared_commission_bp")
# The same of a SKU. Its price is gated too, but small moves are let through (dividing.py).
_OF_SKU = ("code", "options", "price", "was", "commission_bp", "barcode", "picture")


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture of goods. `source` is what a file called it, empty for an upload."""

    digest: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class LongShot:
    """A long picture of goods, with its size in pixels."""

    digest: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class GoodsLook:
    """`skus` are those on offer, in order, with their rates and barcodes; `pictures` and `details`, the long ones, in
    order."""

    title: str
    description: str
    category_id: int | None
    attributes: Mapping[str, str]
    brand: str
    option_names: tuple[str, ...]
    barcode: str
    declared_price: Money | None
    declared_commission_bp: int | None
    skus: tuple[SkuDraft, ...]
    pictures: tuple[Shot, ...]
    details: tuple[LongShot, ...] = ()

    @property
    def digests(self) -> tuple[str, ...]:
        """The pictures in order, by their digests."""
        return tuple(shot.digest for shot in self.pictures)

    def facts(self, *names: str) -> dict[str, Any]:
        """These facts, as columns keep them."""
        facts = {name: getattr(self, name) for name in names}
        return facts | {name: list(facts[name]) for name in names if name == "option_names"}

    def sku(self, code: str) -> SkuDraft | None:
        """The SKU of that code."""
        return next((sku for sku in self.skus if sku.code == code), None)


def look_of(goods: Goods) -> GoodsLook:
    """The row as it stands."""
    return GoodsLook(
        title=goods.title,
        description=goods.description,
        category_id=goods.category_id,
        attributes=goods.attributes,
        brand=goods.brand,
        option_names=tuple(goods.option_names),
        barcode=goods.barcode,
        declared_price=goods.declared_price,
        declared_commission_bp=goods.declared_commission_bp,
        skus=tuple(sku_as_draft(sku) for sku in goods.on_offer),
        pictures=tuple(Shot(picture.digest, picture.source) for picture in goods.pictures),
        details=tuple(LongShot(detail.digest, detail.width, detail.height) for detail in goods.details),
    )


def texts_in(look: GoodsLook) -> frozenset[str]:
    """All that people read of it, text by text."""
    said = {look.title, look.brand, look.description, *look.attributes.values(), *look.option_names}
    return frozenset(said.union(*(sku.options for sku in look.skus)))


def sku_as_draft(sku: SKU) -> SkuDraft:
    """A SKU as it stands."""
    price, rate = listed_price(sku), listed_rate(sku)
    return SkuDraft(sku.code, tuple(sku.options), price, sku.was, sku.stock, rate, sku.barcode, sku.picture or "")


def same_sku(one: SkuDraft | None, other: SkuDraft | None) -> bool:
    """Whether two SKUs say the same; pieces on hand are no saying."""
    if one is None or other is None:
        return one is other
    return all(getattr(one, name) == getattr(other, name) for name in _OF_SKU)


def differences(base: GoodsLook, other: GoodsLook) -> dict[str, Any]:
    """What makes the other look of this one, as JSON keeps it; empty where they say the same. A SKU that `base` has
    too leaves its stock alone."""
    found: dict[str, Any] = {}
    names = [name for name in (*GATED, *UNGATED) if getattr(base, name) != getattr(other, name)]
    if names:
        found["facts"] = {name: _kept(value) for name, value in other.facts(*names).items()}
    skus = [
        sku_kept(replace(sku, stock=None) if base.sku(sku.code) else sku, place)
        for place, sku in enumerate(other.skus)
        if not same_sku(sku, base.sku(sku.code))
    ]
    if skus:
        found["skus"] = skus
    gone = [sku.code for sku in base.skus if other.sku(sku.code) is None]
    if gone:
        found["gone"] = gone
    if base.digests != other.digests:
        found["pictures"] = [[shot.digest, shot.source] for shot in other.pictures]
    if base.details != other.details:
        found["details"] = [[one.digest, one.width, one.height] for one in other.details]
    return found


def with_differences(base: GoodsLook, found: Mapping[str, Any]) -> GoodsLook:
    """The look that `differences` were taken of, on what stands by now."""
    facts = dict(found.get("facts", {}))
    if "option_names" in facts:
        facts["option_names"] = tuple(facts["option_names"])
    if facts.get("declared_price") is not None:
        facts["declared_price"] = Money(facts["declared_price"])
    if "pictures" in found:
        facts["pictures"] = tuple(Shot(digest, source) for digest, source in found["pictures"])
    if "details" in found:
        facts["details"] = tuple(LongShot(*one) for one in found["details"])
    return replace(base, **facts, skus=_with_skus(base.skus, found.get("skus", ()), found.get("gone", ())))


def _with_skus(
    base: Sequence[SkuDraft], said: Sequence[Mapping[str, Any]], gone: Sequence[str]
) -> tuple[SkuDraft, ...]:
    found = [sku for sku in base if sku.code not in gone]
    for one in said:
        draft = sku_read(one)
        at = next((place for place, sku in enumerate(found) if sku.code == draft.code), None)
        if at is None:
            found.insert(one["place"], draft)
        else:
            found[at] = replace(draft, stock=found[at].stock if draft.stock is None else draft.stock)
    return tuple(found)


def sku_kept(sku: SkuDraft, place: int) -> dict[str, Any]:
    """A SKU as JSON keeps it."""
    plain = {name: _kept(getattr(sku, name)) for name in _OF_SKU}
    return plain | {"stock": sku.stock, "place": place}


def sku_read(kept: Mapping[str, Any]) -> SkuDraft:
    """A SKU from JSON."""
    was = kept["was"]
    return SkuDraft(
        kept["code"],
        tuple(kept["options"]),
        Money(kept["price"]),
        None if was is None else Money(was),
        kept["stock"],
        kept["commission_bp"],
        kept["barcode"],
        kept.get("picture", ""),
    )


def _kept(value: Any) -> Any:
    """A value as JSON gives it back, so that what is kept and what is taken anew can be compared."""
    if isinstance(value, tuple):
        return list(value)
    return int(value) if isinstance(value, Money) else value
