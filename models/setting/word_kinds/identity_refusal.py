"""Why name and ID number were sent back: the applicant reads it, and gives them again."""

from models.kernel.errors import N_
from models.setting.wording import WordKind

WORDING = WordKind(
    "identity_refusal",
    N_("退回实名"),
    23,
    (
        N_("姓名和证件号对不上，请照证件再填一次"),
        N_("这个证件号在另一个账号里，一个证件只能有一个账号；那是你的就用那个账号"),
    ),
)
