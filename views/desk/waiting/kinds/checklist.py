"""An item of a checklist: whose, what was given, how often; what is protected of it only where it was just asked
for."""

from typing import Any

from flask import g
from sqlmodel import Session

from models.account.identity.giving import newest_identity, same_card
from models.account.identity.identity import Identity
from models.account.member import Member
from models.catalogue.supplier.supplier import Supplier
from models.gate.documents.keeping import same_elsewhere
from models.gate.finding import item_coded
from models.gate.kind import item_kind
from models.kernel.errors import Gone
from models.stories.gate.desk_items import desk_item
from views.kit.house import house
from views.kit.identity import member


def facts(session: Session, code: str) -> dict[str, Any]:
    """All that its template shows."""
    item = item_coded(session, code)
    if item is None:
        raise Gone(code)
    shown, checklist = desk_item(item.name), item.checklist
    documents = list(shown.documents(session, item))
    return {
        "item": item,
        "kind": item_kind(checklist.kind, item.name),
        "applicant": checklist.member,
        "shop": checklist.shop,
        "supplier": session.get(Supplier, checklist.supplier_id) if checklist.supplier_id else None,
        "is_own": checklist.member_id == member().id,
        "is_protected": shown.is_looked_at(session, item),
        "identity": g.get("looked_identity"),
        "documents": [(one, g.get("looked_documents", {}).get(one.code, "")) for one in documents],
        "same_card": _same_card(session, checklist.member_id),
        "twice": any(same_elsewhere(session, one) for one in documents),
        "steps": item.steps,
        "over": house().rules.credit_over,
    }


def _same_card(session: Session, applicant: int) -> list[tuple[Identity, Member]]:
    """Other accounts that name the same card."""
    given = newest_identity(session, applicant)
    if given is None or given.state not in ("given", "proven"):
        return []
    return [(one, session.get_one(Member, one.member_id)) for one in same_card(session, given)]
