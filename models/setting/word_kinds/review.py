"""Why a review is hidden: it stands in the trail beside the rule."""

from models.kernel.errors import N_
from models.setting.wording import WordKind

WORDING = WordKind(
    "review",
    N_("收起评价"),
    64,
    (
        N_("文字里有联系方式"),
        N_("文字里有别人的姓名、电话或住址"),
        N_("图片里看得到别人的面单"),
        N_("辱骂掌柜或供货商"),
    ),
)
