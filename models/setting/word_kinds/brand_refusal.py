"""Why a right to a brand was sent back: the supplier reads it, and gives it again."""

from models.kernel.errors import N_
from models.setting.wording import WordKind

WORDING = WordKind(
    "brand_refusal",
    N_("退回品牌授权"),
    27,
    (
        N_("授权书接不上：上一份授权给谁，下一份就要由谁来授权"),
        N_("授权书过期了，请换一份在有效期里的"),
        N_("授权书上的公司名和营业执照不一样"),
        N_("进货凭证看不出从哪里进的货"),
    ),
)
