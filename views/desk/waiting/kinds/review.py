"""A reported review with who says that it breaks which rule, and what it is about."""

from typing import Any

from sqlmodel import Session

from models.kernel.errors import Gone
from models.review.finding import read_review
from models.review.hiding import reports_of, review_coded


def facts(session: Session, code: str) -> dict[str, Any]:
    """All that its template shows."""
    review = review_coded(session, code)
    if review is None:
        raise Gone(code)
    return {"review": review, "one": read_review(session, review.id), "reports": reports_of(session, review)}
