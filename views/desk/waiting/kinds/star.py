"""An application to be a star keeper, beside what shows the audience."""

from typing import Any

from flask import g
from sqlmodel import Session

from models.kernel.clock import now
from models.kernel.errors import Gone
from models.shop.opening import shops_of
from models.shop.points import points_of
from models.shop.starring import star_coded
from models.stories.shop.star import star_documents
from views.kit.identity import member


def facts(session: Session, code: str) -> dict[str, Any]:
    """All that its template shows."""
    star = star_coded(session, code)
    if star is None:
        raise Gone(code)
    points = points_of(session, star.keeper, at=now())
    shown = g.get("looked_documents", {})
    return {
        "star": star,
        "points": points,
        "shops": shops_of(session, star.keeper),
        "is_own": star.keeper_id == member().id,
        "documents": [(one, shown.get(one.code, "")) for one in star_documents(session, star)],
    }
