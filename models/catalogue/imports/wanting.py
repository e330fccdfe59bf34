"""What a file wants of goods, as the door and the makers of goods take it: new ones whole, standing ones as far as the
file speaks of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.catalogue.goods.adding_many import NewGoods
from models.catalogue.goods.change import GoodsWanted
from models.catalogue.goods.editing import usual_rate
from models.catalogue.goods.goods import SKU, Goods
from models.catalogue.goods.look import GoodsLook, Shot
from models.catalogue.goods.shots import shots_named
from models.catalogue.goods.skus import SkuDraft
from models.catalogue.imports.checks import Checked
from models.catalogue.imports.sheets.entries import GoodsEntry, SkuEntry
from models.catalogue.supplier.supplier import Supplier
from models.kernel.money import Money
from models.kernel.rules import Rules
from models.kernel.text import loosely


@dataclass(frozen=True, slots=True)
class FileWishes:
    """`columns` are those the file has: what a file does not speak of stays as it is. `digests` and `whys` are the
    answers about its pictures (pictures.py), growing as the file is read."""

    columns: frozenset[str]
    digests: Mapping[str, str]
    whys: Mapping[str, str]
    rules: Rules

    def of_new(self, item: Checked, supplier: Supplier) -> NewGoods:
        """Goods that are not there yet."""
        entry = item.entry
        shots, awaited = shots_named([], entry.pictures, self.digests) if entry.pictures else ([], [])
        facts = self._facts(item, {}, follows=True)
        skus = [self._sku(sku, None) for sku in entry.skus]
        weighed = entry.skus if "weight_grams" in self.columns else ()
        return NewGoods(
            handle=entry.handle,
            wanted=GoodsWanted(facts, skus, shots, usual_rate(supplier, item.floor_bp, self.rules)),
            awaited=[
                (name, place, self.whys.get(name, "")) for place, name in enumerate(entry.pictures) if name in awaited
            ],
            submit=entry.submit,
            per_buyer=entry.limit_per_buyer if "limit_per_buyer" in self.columns else None,
            grams={sku.code: sku.weight_grams for sku in weighed},
        )

    def of_standing(self, goods: Goods, stands: GoodsLook | None, item: Checked) -> tuple[GoodsWanted, list[str]]:
        """Goods that are there, and the names of the pictures that are not. `stands` is what is wanted of them already,
        where something waits."""
        entry, existing = item.entry, {sku.code: sku for sku in goods.skus}
        facts = self._facts(item, stands.attributes if stands else goods.attributes, follows=_follows(goods))
        shots, awaited = self._shots(goods, stands, entry.pictures)
        skus = [self._sku(sku, existing.get(sku.code)) for sku in entry.skus]
        return GoodsWanted(facts, skus, shots, usual_rate(goods.supplier, item.floor_bp, self.rules)), awaited

    def _facts(self, item: Checked, standing: Mapping[str, str], *, follows: bool) -> dict[str, object]:
        entry = item.entry
        facts: dict[str, object] = {
            "title": entry.title,
            "option_names": list(entry.option_names),
            "attributes": {**standing, **_as_called(standing, item.attributes)},
        }
        # A blank category keeps the one that was chosen by form; Shopify's files often have none we know.
        if item.category_id is not None:
            facts["category_id"] = item.category_id
        facts |= {name: value for column, name, value in _said_of(entry) if column in self.columns}
        if "goods_barcode" in self.columns or ("barcode" in self.columns and follows):
            facts["barcode"] = entry.barcode
        return facts

    def _sku(self, entry: SkuEntry, existing: SKU | None) -> SkuDraft:
        return SkuDraft(
            code=entry.code,
            options=entry.options,
            price=entry.price,
            was=self._was(entry, existing),
            stock=entry.stock,
            commission_bp=entry.commission_bp,
            barcode=entry.barcode if "barcode" in self.columns else None,
        )

    def _was(self, entry: SkuEntry, existing: SKU | None) -> Money | None:
        if "was" in self.columns or existing is None:
            return entry.was
        return existing.was if existing.was is not None and existing.was >= entry.price else None

    def _shots(
        self, goods: Goods, stands: GoodsLook | None, names: Sequence[str]
    ) -> tuple[list[Shot] | None, list[str]]:
        """The pictures as the file wants them, as far as they are there, and the names of those that are not."""
        if not names:
            return None, []
        shots = list(stands.pictures) if stands else [Shot(one.digest, one.source) for one in goods.pictures]
        return shots_named(shots, names, self.digests)


def _said_of(entry: GoodsEntry) -> tuple[tuple[str, str, object], ...]:
    """What stays as it is where the file has no such column: column, fact, value."""
    return (
        ("description", "description", entry.description),
        ("brand", "brand", entry.brand),
        ("declared_price", "declared_price", entry.declared_price),
        ("declared_commission", "declared_commission_bp", entry.declared_commission_bp),
    )


def _as_called(standing: Mapping[str, str], said: Mapping[str, str]) -> Mapping[str, str]:
    """What a file says of attributes, under the names that the goods have for them already."""
    if not standing or not said:
        return said
    names = {loosely(name): name for name in standing}
    return {names.get(loosely(name), name): value for name, value in said.items()}


def _follows(goods: Goods) -> bool:
    """Whether the barcode of goods is that of all their SKUs, so that it changes with theirs."""
    barcodes = {sku.barcode for sku in goods.on_offer} or {""}
    return barcodes == {goods.barcode} or (not goods.barcode and len(barcodes) > 1)
