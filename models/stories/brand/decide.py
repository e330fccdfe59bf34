"""A right to a brand is granted or refused: goods that waited for it come back, goods that it carried go off, and the
supplier's checklist follows."""

from sqlmodel import Session, col, select

from models.catalogue.goods.withholding import bring_brand_back, hold_back_brand
from models.catalogue.supplier.brand_right import BrandRight
from models.catalogue.supplier.brands import grant_brand, lapse_brand, refuse_brand
from models.gate.documents.document import Document
from models.gate.documents.keeping import end_use
from models.kernel.act import Act
from models.kernel.rules import Rules
from models.payout.four_eyes import require_other
from models.stories.brand.claim import reread_supplier


def grant_right(session: Session, right: BrandRight, act: Act, *, rules: Rules) -> None:
    """Raises Refused to whoever works for the supplier."""
    require_other(session, right.supplier, by=act.member)
    before = grant_brand(session, right, act)
    if before is not None:
        _end_papers(session, before, act, rules)
    bring_brand_back(session, right.supplier, at=act.at)
    reread_supplier(session, right.supplier, act, rules=rules)


def refuse_right(session: Session, right: BrandRight, act: Act, *, rules: Rules) -> None:
    """One that stood may be refused later: then its goods go off sale at once."""
    require_other(session, right.supplier, by=act.member)
    stood = right.state == "standing"
    refuse_brand(session, right, act)
    _end_papers(session, right, act, rules)
    if stood:
        hold_back_brand(session, right.supplier, right.brand_key, at=act.at)
    reread_supplier(session, right.supplier, act, rules=rules)


def run_out(session: Session, right: BrandRight, act: Act, *, rules: Rules) -> bool:
    """Its last day is over: its goods are off sale until it is renewed. Says whether it was this one."""
    if not lapse_brand(session, right, act):
        return False
    _end_papers(session, right, act, rules)
    hold_back_brand(session, right.supplier, right.brand_key, at=act.at)
    reread_supplier(session, right.supplier, act, rules=rules)
    return True


def papers_of(session: Session, right: BrandRight) -> list[Document]:
    """Its papers, as long as they are there."""
    codes = [paper.document for paper in right.papers]
    found = session.exec(select(Document).where(col(Document.code).in_(codes)))
    return sorted((one for one in found if one.is_there), key=lambda one: codes.index(one.code))


def _end_papers(session: Session, right: BrandRight, act: Act, rules: Rules) -> None:
    """Papers are kept as long as what they show stands."""
    for one in papers_of(session, right):
        end_use(session, one, at=act.at, rules=rules)
