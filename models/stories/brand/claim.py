"""A supplier asks for the right to a brand, or says that it sells nothing branded; its checklist follows."""

from sqlmodel import Session

from models.account.audit import note_audit
from models.catalogue.supplier.brand_right import BrandRight
from models.catalogue.supplier.brands import BrandClaim, claim_brand
from models.catalogue.supplier.facts import supplier_subject
from models.catalogue.supplier.supplier import Supplier
from models.gate.finding import checklist_of_supplier
from models.gate.rereading import reread
from models.kernel.act import Act
from models.kernel.rules import Rules


def ask_for_brand(session: Session, supplier: Supplier, claim: BrandClaim, act: Act, rules: Rules) -> BrandRight:
    """Raises Refused by field (brands.py)."""
    made = claim_brand(session, supplier, claim, act, rules)
    supplier.unbranded = False
    session.flush()
    reread_supplier(session, supplier, act, rules=rules)
    return made


def say_unbranded(session: Session, supplier: Supplier, act: Act, *, rules: Rules) -> None:
    """Nothing of its has a brand. Said again it changes nothing."""
    if not supplier.unbranded:
        supplier.unbranded = True
        session.flush()
        note_audit(session, "brand.none", supplier_subject(supplier), act)
    reread_supplier(session, supplier, act, rules=rules)


def reread_supplier(session: Session, supplier: Supplier, act: Act, *, rules: Rules) -> None:
    """Brings the supplier's checklist up to what other nouns know, where it has one."""
    checklist = checklist_of_supplier(session, supplier.id)
    if checklist is not None:
        reread(session, checklist, act, rules=rules)
