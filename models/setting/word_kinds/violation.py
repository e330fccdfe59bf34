"""What a shop did against the rules: the keeper reads it."""

from models.kernel.errors import N_
from models.setting.wording import WordKind

WORDING = WordKind(
    "violation",
    N_("记违规"),
    60,
    (
        N_("推荐的话不属实，误导买家"),
        N_("引导买家到平台外交易"),
        N_("冒用别人的图片或名义"),
        N_("刷单或虚构订单"),
        N_("对买家恶语相向"),
    ),
)
