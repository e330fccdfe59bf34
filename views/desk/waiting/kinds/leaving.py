"""A supplier that leaves: what is held, and what is still open."""

from typing import Any

from sqlmodel import Session

from models.catalogue.supplier.register import supplier_coded
from models.kernel.errors import Gone
from models.ledger.deposit import deposit_of
from models.stories.money.deposits import still_open
from views.kit.page import sentence


def facts(session: Session, code: str) -> dict[str, Any]:
    """All that its template shows."""
    supplier = supplier_coded(session, code)
    if supplier is None:
        raise Gone(code)
    return {
        "supplier": supplier,
        "held": deposit_of(session, supplier),
        "open": [sentence(lack) for lack in still_open(session, supplier)],
    }
