"""What a goods file says of how goods are bought: how many by one buyer, and what a piece weighs. It holds at once."""

from models.catalogue.goods.goods import Goods
from models.catalogue.goods.writing import set_facts
from models.catalogue.imports.sheets.entries import GoodsEntry


def set_said_selling(goods: Goods, entry: GoodsEntry, columns: frozenset[str]) -> bool:
    """Sets what the file has columns for; says whether anything changed. An empty cell takes a limit or a weight
    away; the days over which a limit counts stay as long as there is one."""
    changed = False
    if "limit_per_buyer" in columns:
        days = goods.per_buyer_days if entry.limit_per_buyer is not None else None
        changed = set_facts(goods, per_buyer=entry.limit_per_buyer, per_buyer_days=days)
    if "weight_grams" in columns:
        said = {sku.code: sku.weight_grams for sku in entry.skus}
        # SKUs that wait for approval do not stand yet; whoever loads the file again then weighs them.
        for sku in goods.on_offer:
            if sku.code in said:
                changed |= set_facts(sku, grams=said[sku.code])
    return changed
