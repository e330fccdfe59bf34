"""Where goods that come back are sent to."""

from sqlmodel import Session

from models.catalogue.supplier.supplier import Supplier
from models.gate.checklist import Checklist
from models.gate.kind import FoundState, ItemKind
from models.kernel.errors import N_


def _found(session: Session, checklist: Checklist) -> FoundState:
    supplier = session.get_one(Supplier, checklist.supplier_id)
    return FoundState("done" if supplier.returns_to else "yours", {"returns_to": supplier.returns_to})


ITEM = ItemKind(
    "returns",
    3,
    N_("退货地址"),
    N_("买家退货寄到哪里、谁收。"),
    reads=_found,
)
