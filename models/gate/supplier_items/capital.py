"""Registered capital, and that it is a general VAT taxpayer, with the paper that says so (docs/product.md,
Suppliers)."""

from models.gate.kind import ItemKind
from models.kernel.errors import N_

ITEM = ItemKind(
    "capital",
    2,
    N_("注册资本和一般纳税人"),
    N_("填注册资本，拍一张一般纳税人的证明。"),
    "people",
    minutes=2,
)
