"""Why goods were refused: the supplier reads it."""

from models.kernel.errors import N_
from models.setting.wording import WordKind

WORDING = WordKind(
    "goods_refusal",
    N_("退回商品"),
    10,
    (
        N_("图片不清楚，请换成实物照片"),
        N_("图片上有别家的水印或联系方式，请换掉"),
        N_("标题和图片不是同一件东西，请改成一致"),
        N_("类目放错了，请换到合适的类目"),
        N_("缺生产许可或检验报告，请补上再提交"),
        N_("描述里有夸大的话，请改成能证明的"),
    ),
)
