"""Why goods were refused: the supplier reads it, and mends them."""

from models.kernel.errors import N_
from models.setting.wording import WordKind

WORDING = WordKind(
    "goods_refusal",
    N_("退回商品"),
    10,
    (
        N_("图片看不清，换一张清楚的"),
        N_("图片上有别家的水印或二维码"),
        N_("标题和图片说的不是同一件东西"),
        N_("类目选错了"),
        N_("描述太少，写清楚材质、尺寸和用法"),
        N_("价格高于站外价"),
        N_("缺少必要的资质或授权"),
    ),
)
