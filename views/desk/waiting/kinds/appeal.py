"""An appeal beside the violation that it is against, with the evidence."""

from typing import Any

from sqlmodel import Session

from models.kernel.clock import now
from models.kernel.errors import Gone
from models.shop.appealing import appeal_coded
from models.shop.points import points_of
from views.kit.identity import member
from views.parts.violations import evidence_of


def facts(session: Session, code: str) -> dict[str, Any]:
    """All that its template shows."""
    appeal = appeal_coded(session, code)
    if appeal is None:
        raise Gone(code)
    violation = appeal.violation
    return {
        "appeal": appeal,
        "violation": violation,
        "shop": violation.shop,
        "points": points_of(session, violation.shop.keeper, at=now()),
        "evidence": evidence_of(violation),
        "noted_it": violation.noted_by == member().id,
    }
