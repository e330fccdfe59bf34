"""Why somebody does not become a star keeper: the keeper reads it."""

from models.kernel.errors import N_
from models.setting.wording import WordKind

WORDING = WordKind(
    "star_refusal",
    N_("退回红人掌柜的申请"),
    63,
    (N_("截图看不清粉丝数"), N_("截图不是本人的账号"), N_("粉丝数不够"), N_("账号内容和小铺不相干")),
)
