"""Real name and ID number: who answers for a shop."""

from models.gate.kind import ItemKind
from models.kernel.errors import N_

ITEM = ItemKind(
    "identity",
    3,
    N_("姓名和身份证号"),
    N_("要满 18 周岁。加密保存，只有核对的人看得到；页面上只显示后四位。"),
    "people",
    minutes=2,
)
