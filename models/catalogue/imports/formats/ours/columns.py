"""The columns of our own layout, and what a supplier reads of each."""

import re

from models.catalogue.imports.formats import ColumnHelp
from models.kernel.errors import N_

# The name used in code, and the heading that people see. Both are accepted in a file.
HEADINGS = {
    "handle": "商品编号", "title": "标题", "category": "类目", "description": "描述", "brand": "品牌",
    "pictures": "图片",
    "option1_name": "规格1名", "option1_value": "规格1值", "option2_name": "规格2名", "option2_value": "规格2值",
    "option3_name": "规格3名", "option3_value": "规格3值", "sku": "规格编号", "price": "价格", "was": "划线价",
    "stock": "库存", "commission": "佣金率", "barcode": "条码", "goods_barcode": "整件条码", "declared_price": "站外价",
    "declared_commission": "站外佣金率", "weight_grams": "重量(克)", "limit_per_buyer": "每人限购", "submit": "上架",
}  # fmt: skip
COLUMNS = {name: (heading, name.replace("_", " ")) for name, heading in HEADINGS.items()}
ATTRIBUTE_HEADING = re.compile(r"(?:属性|屬性|attribute)\s*:\s*(.{1,40})", re.IGNORECASE)

_MUST, _MAY = N_("要"), N_("选填")
HELP = tuple(
    ColumnHelp(*row)
    for row in (
        ("商品编号", _MUST, N_("你自己的编号，最多 255 个字。以后靠它认出是同一件")),
        ("标题", _MUST, N_("最多 255 个字，写在这件商品的第一行")),
        ("价格", _MUST, N_("元，例如 39.90")),
        ("类目", N_("上架前要"), N_("下面类目表里的名字，例如“茶叶”")),
        ("描述", _MAY, N_("普通文字，空一行就是分段；带格式的 HTML 也行")),
        ("品牌", _MAY, N_("最多 40 个字，买家看得到")),
        ("图片", N_("上架前要"), N_("网址或压缩包里的文件名，几张之间用 | 隔开，收前 9 张，第一张是封面")),
        ("规格1名、规格1值 …", N_("有规格时要"), N_("最多三组，例如规格1名“颜色”、规格1值“米白”")),
        ("规格编号", _MAY, N_("不填就自动编一个")),
        ("划线价", _MAY, N_("原价，不能低于价格")),
        ("库存", _MAY, N_("整数；空着就保持现在的库存")),
        ("佣金率", _MAY, N_("百分数，例如 12%%；空着就按类目的比例")),
        ("条码", _MAY, N_("包装上的 8、12、13 或 14 位数字，会核对校验位")),
        ("整件条码", _MAY, N_("整件商品的条码；没有这一列时，各规格条码一样就用它")),
        ("站外价、站外佣金率", _MAY, N_("别处卖多少、给多少佣金。这里的价格更高或佣金更低，就不能上架")),
        ("重量(克)", _MAY, N_("一件连包装多重，整数；按重量算运费时要")),
        ("每人限购", _MAY, N_("一个买家最多买几件，1 到 99；空着就不限")),
        ("上架", _MAY, N_("是：装好就提交审核；否：先存成草稿")),
        ("属性:名字", N_("看类目"), N_("类目要问的，例如“属性:产地”。一个属性一列")),
    )
)
