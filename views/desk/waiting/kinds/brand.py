"""A right to a brand: the chain of who grants to whom, and what buyers may see because of it."""

from typing import Any

from flask import g
from sqlmodel import Session

from models.catalogue.goods.finding import goods_of_brand
from models.catalogue.supplier.brands import brand_right_coded, rights_to
from models.kernel.errors import Gone
from models.payout.four_eyes import is_own
from models.stories.brand.decide import papers_of
from views.kit.identity import member


def facts(session: Session, code: str) -> dict[str, Any]:
    """All that its template shows."""
    right = brand_right_coded(session, code)
    if right is None:
        raise Gone(code)
    shown = g.get("looked_documents", {})
    return {
        "right": right,
        "before": [one for one in rights_to(session, right.supplier_id, right.brand) if one.id != right.id],
        "goods": goods_of_brand(session, right.supplier_id, right.brand),
        "is_own": is_own(session, right.supplier, by=member()),
        "documents": [(one, shown.get(one.code, "")) for one in papers_of(session, right)],
    }
