"""The desk's part: what somebody reports is looked at, and hidden only where it breaks a stated rule (hide_rules.py).
Stars of what is hidden do not count; a row of the trail is left by who decides."""

import secrets
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from models.kernel.act import Act
from models.kernel.database import insert_ignoring
from models.kernel.errors import N_, Refused
from models.kernel.text import one_line
from models.review.hide_rules import REPORTABLE, HideRule
from models.review.review import Review, ReviewReport
from models.review.tally import retally, share_of
from models.review.writing import hold_review

REPORT_WORDS = 200


def leave_review_reports(session: Session, visitor: str) -> None:
    """Who reported is forgotten; what they reported stays, as somebody's whom nobody knows."""
    own = update(ReviewReport).where(col(ReviewReport.reporter) == visitor)
    session.exec(own.values(reporter=secrets.token_hex(16)))


def report_review(session: Session, review: Review, reporter: str, rule: str, words: str, *, at: datetime) -> None:
    """Somebody says which rule it breaks, once. What the desk has looked at since it was last changed waits no more.
    Raises Refused."""
    known = next((one for one in REPORTABLE if one == rule), None)
    if known is None:
        raise Refused("rule", N_("选一条它违反的规矩"))
    line = one_line(words)
    if len(line) > REPORT_WORDS:
        raise Refused("words", N_("最多 %(most)s 个字"), most=REPORT_WORDS)
    hold_review(session, review)
    row = {"review_id": review.id, "reporter": reporter, "rule": known, "words": line, "at": at}
    session.exec(insert_ignoring(session, ReviewReport).values(**row))
    is_judged = review.judged_at is not None and review.judged_at >= review.changed_at
    if review.hidden_at is None and review.reported_at is None and not is_judged:
        review.reported_at = at
    session.flush()


def hide_review(session: Session, review: Review, rule: HideRule, act: Act) -> None:
    """Hides it, saying which rule it breaks. Again by the same rule does nothing but end its waiting; what was never
    received stays hidden by that rule."""
    hold_review(session, review)
    if review.hidden_rule == rule and review.reported_at is None:
        return
    before = share_of(review)
    if review.hidden_rule != "not_received":
        # Hidden since the first time: so `judge_again` knows how it stood.
        review.hidden_at, review.hidden_rule = review.hidden_at or act.at, rule
    _judged(review, act)
    session.flush()
    retally(session, review, before)


def show_review(session: Session, review: Review, act: Act) -> None:
    """Shows it again, or leaves it as it is: it breaks no rule. What was never received is not shown again."""
    hold_review(session, review)
    before = share_of(review)
    if review.hidden_rule != "not_received":
        review.hidden_at, review.hidden_rule = None, ""
    _judged(review, act)
    session.flush()
    retally(session, review, before)


def judge_again(session: Session, review: Review) -> None:
    """Takes a decision back: it waits as it did, and is shown unless it was hidden before that too."""
    hold_review(session, review)
    if review.hidden_rule == "not_received":
        return
    if review.hidden_at is not None and review.judged_at is not None and review.hidden_at < review.judged_at:
        review.reported_at, review.judged_at = review.changed_at, review.hidden_at
        session.flush()
        return
    before = share_of(review)
    first = session.exec(
        select(ReviewReport.at).where(ReviewReport.review_id == review.id).order_by(col(ReviewReport.at))
    )
    review.hidden_at, review.hidden_rule = None, ""
    review.reported_at, review.judged_at = first.first(), None
    session.flush()
    retally(session, review, before)


def review_coded(session: Session, code: str) -> Review | None:
    """One by its code."""
    return session.exec(select(Review).where(Review.code == code)).first()


def reports_of(session: Session, review: Review) -> list[ReviewReport]:
    """What was reported of it, oldest first."""
    query = select(ReviewReport).where(ReviewReport.review_id == review.id).order_by(col(ReviewReport.id))
    return list(session.exec(query))


def _judged(review: Review, act: Act) -> None:
    review.reported_at, review.judged_at = None, act.at
