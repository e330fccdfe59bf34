"""What a supplier's checklist is given: the thing itself and its item, in one transaction."""

from dataclasses import dataclass

from sqlmodel import Session

from models.account.audit import note_audit
from models.catalogue.supplier.company import company_named, credit_code, declare_company, forget_company
from models.catalogue.supplier.facts import supplier_subject
from models.catalogue.supplier.supplier import Supplier
from models.gate.checklist import ChecklistItem
from models.gate.documents.keeping import SealedUpload
from models.gate.finding import checklist_of_supplier, item_of
from models.kernel.act import Act
from models.kernel.errors import N_, Refused
from models.kernel.money import Money
from models.kernel.rules import Rules
from models.kernel.text import paragraphs
from models.stories.brand.claim import reread_supplier
from models.stories.gate.giving import give_item_document

RETURNS_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Company:
    """What the business licence says."""

    name: str
    code: str


def give_company(
    session: Session, item: ChecklistItem, company: Company, upload: SealedUpload, act: Act, *, rules: Rules
) -> None:
    """Raises Refused by field, and where the company is another supplier's."""
    supplier = session.get_one(Supplier, item.checklist.supplier_id)
    _take_from_refused(session, supplier, company.code)
    declare_company(session, supplier, company=company.name, code=company.code)
    give_item_document(session, item, upload, act, rules=rules)
    item.given = item.given | {"company": supplier.company, "code": supplier.credit_code or ""}
    session.flush()


def _take_from_refused(session: Session, supplier: Supplier, typed: str) -> None:
    """Whoever named another's company and was refused does not keep it from whom it belongs to."""
    other = company_named(session, credit_code(typed))
    if other is None or other.id == supplier.id:
        return
    checklist = checklist_of_supplier(session, other.id)
    item = item_of(checklist, "company") if checklist else None
    if item is not None and item.state == "refused":
        forget_company(other)
        session.flush()


def give_capital(
    session: Session, item: ChecklistItem, capital: Money, upload: SealedUpload, act: Act, *, rules: Rules
) -> None:
    """Raises Refused below what is asked for (docs/product.md, Suppliers)."""
    if capital < rules.supplier_capital:
        least = Money(rules.supplier_capital).short
        raise Refused("capital", N_("注册资本至少 %(least)s 元，现在填的是 %(now)s 元"), least=least, now=capital.short)
    supplier = session.get_one(Supplier, item.checklist.supplier_id)
    supplier.capital = capital
    give_item_document(session, item, upload, act, rules=rules)
    item.given = item.given | {"capital": capital.yuan}
    session.flush()


def give_returns(session: Session, supplier: Supplier, returns_to: str, act: Act, *, rules: Rules) -> None:
    """The program itself looks: an address is an address."""
    plain = paragraphs(returns_to)
    if not plain:
        raise Refused("returns_to", N_("写上收件人、电话和地址"))
    if len(plain) > RETURNS_LIMIT:
        raise Refused("returns_to", N_("最多 %(most)d 个字"), most=RETURNS_LIMIT)
    supplier.returns_to = plain
    session.flush()
    note_audit(session, "supplier.returns", supplier_subject(supplier), act)
    reread_supplier(session, supplier, act, rules=rules)
