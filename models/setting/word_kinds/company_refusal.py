"""Why a licence was sent back: the supplier reads it, and gives it again."""

from models.kernel.errors import N_
from models.setting.wording import WordKind

WORDING = WordKind(
    "company_refusal",
    N_("退回营业执照"),
    25,
    (
        N_("营业执照看不清，请换一张清楚的"),
        N_("证明上的公司名和营业执照不一样"),
        N_("执照过期了，或者已经注销"),
    ),
)
