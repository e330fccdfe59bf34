"""The company: its name, its unified social credit code, what kind of supplier it is, and its business licence."""

from models.gate.kind import ItemKind
from models.kernel.errors import N_

ITEM = ItemKind(
    "company",
    1,
    N_("公司"),
    N_("营业执照上的公司名和统一社会信用代码，再拍一张执照。"),
    "people",
    minutes=3,
)
