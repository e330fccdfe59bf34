"""The deposit: what the ledger holds, against what is required."""

from sqlmodel import Session

from models.catalogue.supplier.supplier import Supplier
from models.gate.checklist import Checklist
from models.gate.kind import FoundState, ItemKind
from models.kernel.errors import N_
from models.ledger.deposit import deposit_of


def _found(session: Session, checklist: Checklist) -> FoundState:
    supplier = session.get_one(Supplier, checklist.supplier_id)
    held = deposit_of(session, supplier)
    told = {"required": supplier.deposit_required.yuan, "held": held.yuan, "code": supplier.code}
    return FoundState("done" if held >= supplier.deposit_required else "yours", told)


ITEM = ItemKind(
    "deposit",
    5,
    N_("保证金"),
    N_("转账给平台，附言写你的编号；退出时退给你。"),
    minutes=5,
    reads=_found,
)
