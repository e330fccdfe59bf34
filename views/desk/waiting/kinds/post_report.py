"""A reported post as readers see it, with what was said against it."""

from typing import Any

from sqlmodel import Session

from models.feed.report import POST_RULES
from models.feed.reporting import report_coded
from models.kernel.errors import Gone


def facts(session: Session, code: str) -> dict[str, Any]:
    """All that its template shows."""
    report = report_coded(session, code)
    if report is None:
        raise Gone(code)
    return {"report": report, "post": report.post, "shop": report.post.shop, "rule": POST_RULES[report.rule]}
