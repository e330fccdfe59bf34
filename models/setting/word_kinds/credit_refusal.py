"""Why a screenshot of a credit score was sent back: the keeper reads it, and takes another."""

from models.kernel.errors import N_
from models.setting.wording import WordKind

WORDING = WordKind(
    "credit_refusal",
    N_("退回信用分截图"),
    24,
    (
        N_("截图上看不到姓名或分数，请重新截一张"),
        N_("截图上看不到查询的日期，请重新截一张"),
        N_("这不是信用分的截图"),
    ),
)
