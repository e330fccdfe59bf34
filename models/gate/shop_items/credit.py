"""Credit: a score that is high enough, shown by a screenshot, or asked of a gateway."""

from models.gate.kind import ItemKind
from models.kernel.errors import N_

ITEM = ItemKind(
    "credit",
    5,
    N_("信用分"),
    N_("传一张信用分页面的截图，看得清分数和姓名。加密保存，只给核对的人看。"),
    "people",
    minutes=2,
)
