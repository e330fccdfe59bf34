"""The door opens with the last item that it waits for, in that item's own transaction."""

from sqlmodel import Session

from models.account.audit import note_audit
from models.catalogue.supplier.facts import supplier_subject
from models.gate.checklist import Checklist
from models.gate.states import CHECKLIST
from models.kernel.act import Act
from models.kernel.steps import take
from models.shop.facts import shop_subject


def open_door(session: Session, checklist: Checklist, act: Act) -> bool:
    """Opens it where nothing it waits for is missing; says whether it was this one. The caller holds the checklist."""
    if any(item.asked == "door" and item.state != "done" for item in checklist.items):
        return False
    if not take(session, checklist, CHECKLIST, "open", {"opened_at": act.at}):
        return False
    if checklist.shop is not None:
        checklist.shop.first_open(at=act.at)
        session.flush()
        note_audit(session, "shop.open", shop_subject(checklist.shop), act)
    if checklist.supplier is not None:
        checklist.supplier.applying = False
        session.flush()
        note_audit(session, "supplier.open", supplier_subject(checklist.supplier), act)
    return True
