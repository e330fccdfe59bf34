"""The brands: a chain of authorizations or evidence of purchase for each, or the word that nothing is branded."""

from sqlmodel import Session

from models.catalogue.supplier.brands import brand_rights
from models.catalogue.supplier.supplier import Supplier
from models.gate.checklist import Checklist
from models.gate.kind import FoundState, ItemKind
from models.kernel.errors import N_


def _found(session: Session, checklist: Checklist) -> FoundState:
    """Waiting while any waits; refused where nothing is left but refusals; else done once one stands."""
    supplier = session.get_one(Supplier, checklist.supplier_id)
    rights = brand_rights(session, supplier)
    named = {"brands": "、".join(dict.fromkeys(right.brand for right in rights))}
    waiting = [right.given_at for right in rights if right.state == "waiting"]
    if waiting:
        return FoundState("waiting", named, at=max(waiting))
    if supplier.unbranded or any(right.state == "standing" for right in rights):
        return FoundState("done", named)
    refused = [right for right in rights if right.state == "refused"]
    return FoundState("refused", named, refused[-1].why) if refused else FoundState("yours")


ITEM = ItemKind(
    "brands",
    4,
    N_("品牌授权"),
    N_("卖有牌子的货，要给授权书或进货凭证；都是没有牌子的，说一声就行。"),
    "people",
    minutes=5,
    reads=_found,
)
