"""Why an item of a checklist that has no words of its own was sent back: the applicant reads it, and gives it again."""

from models.kernel.errors import N_
from models.setting.wording import WordKind

WORDING = WordKind(
    "item_refusal",
    N_("退回开店、入驻的其他项"),
    28,
    (
        N_("看不清，请换一份清楚的"),
        N_("和别的资料对不上，请核对后再交"),
    ),
)
