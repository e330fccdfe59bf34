"""A shop whose points ask for a decision, with all that they are for."""

from typing import Any

from sqlmodel import Session

from models.kernel.clock import now
from models.kernel.errors import Gone
from models.shop.closing import closing_coded
from models.shop.points import points_of
from models.shop.violations import standing_violations
from views.parts.violations import evidence_of


def facts(session: Session, code: str) -> dict[str, Any]:
    """All that its template shows."""
    closing, at = closing_coded(session, code), now()
    if closing is None:
        raise Gone(code)
    keeper = closing.shop.keeper
    standing = standing_violations(session, keeper, at=at)
    return {
        "shop": closing.shop,
        "points": points_of(session, keeper, at=at),
        "standing": [(one, evidence_of(one)) for one in standing],
    }
