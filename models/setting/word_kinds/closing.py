"""Why a shop is closed for its points, or not: the keeper reads it."""

from models.kernel.errors import N_
from models.setting.wording import WordKind

WORDING = WordKind(
    "closing",
    N_("扣分关店"),
    62,
    (N_("多次违规，提醒以后还在发生"), N_("卖假货，伤了买家"), N_("正在整改，先看一个月"), N_("申诉还没答复，先不关")),
)
