"""Why goods were taken off sale: the supplier reads it."""

from models.kernel.errors import N_
from models.setting.wording import WordKind

WORDING = WordKind(
    "goods_taking_off",
    N_("下架商品"),
    20,
    (
        N_("买家反映和描述不符，请核对后再提交"),
        N_("资质过期了，请补上新的"),
        N_("同一件商品重复上架"),
        N_("有质量投诉，先停售查清"),
    ),
)
