"""What people call the meanings of columns: those that every layout has, as msgids. A meaning that only one layout has
is called as its own export writes it."""

from collections.abc import Iterator

from models.catalogue.imports.formats import GoodsFormat
from models.catalogue.imports.sheets.layout import ATTRIBUTE_OF, OPTION_OF
from models.kernel.errors import N_
from models.kernel.said import Said

MEANING_WORDS = {
    "handle": N_("商品编号"), "title": N_("标题"), "price": N_("价格"), "sale": N_("促销价"), "was": N_("划线价"),
    "stock": N_("库存"), "category": N_("类目"), "description": N_("描述"), "pictures": N_("图片"),
    "more_pictures": N_("更多图片"), "sku": N_("规格编号"), "barcode": N_("条码"), "commission": N_("佣金率"),
    "declared_price": N_("站外价"), "declared_commission": N_("站外佣金率"), "submit": N_("上架"),
    "currency": N_("币种"), "weight_grams": N_("重量(克)"), "limit_per_buyer": N_("每人限购"),
    "option1_name": N_("规格1名"), "option1_value": N_("规格1值"), "option2_name": N_("规格2名"),
    "option2_value": N_("规格2值"), "option3_name": N_("规格3名"), "option3_value": N_("规格3值"),
}  # fmt: skip


def meaning_said(meaning: str, chosen: GoodsFormat) -> str:
    """A meaning as people read it."""
    if not meaning:
        return Said(N_("不读"))
    if meaning.startswith(OPTION_OF):
        return Said(N_("规格：%(name)s"), name=meaning.removeprefix(OPTION_OF))
    if meaning.startswith(ATTRIBUTE_OF):
        return Said(N_("属性：%(name)s"), name=meaning.removeprefix(ATTRIBUTE_OF))
    words = MEANING_WORDS.get(meaning)
    return Said(words) if words else chosen.columns.get(meaning, (meaning,))[0]


def meanings_offered(heading: str, current: str, chosen: GoodsFormat) -> Iterator[str]:
    """What a column may mean: nothing, what it means now, any of the layout's, an option or attribute named as it."""
    kinds = (OPTION_OF, ATTRIBUTE_OF) if chosen.attribute and heading else ()
    named = [f"{kind}{heading[:40]}" for kind in kinds]
    yield from dict.fromkeys(("", *([current] if current else ()), *chosen.columns, *named))
