"""The house's own layout: loaded again as it is, it changes nothing."""

from collections.abc import Iterator, Sequence

from models.catalogue.exports import ExportLayout, ExportTerms
from models.catalogue.goods.goods import SKU, Goods
from models.catalogue.goods.price import listed_price, listed_rate
from models.catalogue.imports.formats.ours.columns import HEADINGS
from models.kernel.errors import N_
from models.kernel.money import Money

_ATTRIBUTE = "属性:"
_ASKS = ("submitted", "on_sale")


def _headings(terms: ExportTerms) -> Sequence[str]:
    return (*HEADINGS.values(), *(f"{_ATTRIBUTE}{name}" for name in terms.attributes))


def _rows(goods: Goods, terms: ExportTerms) -> Iterator[Sequence[str]]:
    answers = tuple(goods.attributes.get(name, "") for name in terms.attributes)
    blank = ("",) * len(answers)
    for number, sku in enumerate(goods.on_offer):
        cells = _of_sku(goods, sku, terms)
        if number == 0:
            cells |= _of_goods(goods, terms)
        yield (*(cells.get(name, "") for name in HEADINGS), *(blank if number else answers))


def _of_goods(goods: Goods, terms: ExportTerms) -> dict[str, str]:
    names = {f"option{place}_name": name for place, name in enumerate(goods.option_names, 1)}
    return names | {
        "title": goods.title,
        "brand": goods.brand,
        "category": terms.categories.get(goods.category_id or 0, ""),
        "description": goods.description,
        "pictures": "|".join(picture.source or terms.address_of(picture.digest) for picture in goods.pictures),
        "goods_barcode": goods.barcode,
        "declared_price": _yuan(goods.declared_price),
        "declared_commission": _percent(goods.declared_commission_bp),
        "limit_per_buyer": "" if goods.per_buyer is None else str(goods.per_buyer),
        "submit": "是" if goods.submit_wanted or goods.state in _ASKS else "否",
    }


def _of_sku(goods: Goods, sku: SKU, terms: ExportTerms) -> dict[str, str]:
    values = {f"option{place}_value": value for place, value in enumerate(sku.options, 1)}
    return values | {
        "handle": goods.handle,
        "sku": sku.code,
        "price": listed_price(sku).yuan,
        "was": _yuan(sku.was),
        "stock": str(sku.stock) if terms.stock else "",
        "commission": _percent(listed_rate(sku)),
        "barcode": sku.barcode,
        "weight_grams": "" if sku.grams is None else str(sku.grams),
    }


def _yuan(amount: Money | None) -> str:
    return "" if amount is None else amount.yuan


def _percent(bp: int | None) -> str:
    return "" if bp is None else f"{bp / 100:g}%"


LAYOUT = ExportLayout("ours", 1, N_("样表"), _headings, _rows)
