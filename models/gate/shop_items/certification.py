"""Certification: a photo on which the applicant holds the card."""

from models.gate.kind import ItemKind
from models.kernel.errors import N_

ITEM = ItemKind(
    "certification",
    4,
    N_("手持身份证的照片"),
    N_("正面朝外，脸和证件上的字都看得清。加密保存，只给核对的人看，每看一次留一条记录。"),
    "people",
    minutes=3,
    renewed="certification_months",
)
