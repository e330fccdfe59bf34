"""The sample of our own layout: every column, two goods, one of them with options."""

from models.catalogue.imports.formats.ours.columns import HEADINGS

_STUFF = "属性:材质"
_TEA = {"handle": "green-tea", "title": "明前龙井 250 克", "category": "茶叶",
        "description": "今年春天头采，豆香清爽。",
        "pictures": "green-tea-1.jpg|green-tea-2.jpg", "sku": "TEA-250", "price": "168", "was": "198", "stock": "60",
        "commission": "12%", "barcode": "6901234567892", "weight_grams": "320", "limit_per_buyer": "5",
        "submit": "是"}  # fmt: skip
_CUP = {"handle": "clay-cup", "title": "手作粗陶杯", "category": "水具咖啡具", "description": "一窑一色，可进微波炉。",
        "pictures": "clay-cup.jpg", "option1_name": "颜色", "option1_value": "米白", "option2_name": "容量",
        "option2_value": "250 毫升", "sku": "CUP-W-250", "price": "39.90", "stock": "25", "commission": "15",
        "declared_price": "45", "declared_commission": "10", "submit": "否", _STUFF: "粗陶"}  # fmt: skip
_CUP_TOO = {"handle": "clay-cup", "option1_value": "墨绿", "option2_value": "350 毫升", "sku": "CUP-G-350",
            "price": "45.90", "stock": "18", "commission": "15"}  # fmt: skip
SAMPLE = (
    (*HEADINGS.values(), _STUFF),
    *(tuple(row.get(name, "") for name in (*HEADINGS, _STUFF)) for row in (_TEA, _CUP, _CUP_TOO)),
)
