"""The desk's decision on a review that was reported: hidden by a stated rule, or left as it is; a row of the trail."""

from sqlmodel import Session

from models.account.audit import note_audit
from models.kernel.act import Act
from models.kernel.errors import N_, Refused
from models.kernel.text import one_line
from models.review.hide_rules import HideRule
from models.review.hiding import hide_review, judge_again, show_review
from models.review.review import Review

HIDE_WHY_LIMIT = 200


def hide_by_rule(session: Session, review: Review, rule: HideRule, act: Act) -> None:
    """Hides it, saying which rule it breaks; the writer and all readers see the rule. Raises Refused without a word
    why."""
    hide_review(session, review, rule, _with_reason(act))
    note_audit(session, "review.hide", _subject(review, rule), _with_reason(act))


def leave_shown(session: Session, review: Review, act: Act) -> None:
    """It breaks no rule; one that was hidden is shown again."""
    show_review(session, review, act)
    note_audit(session, "review.leave", review.code, act)


def unjudge(session: Session, review: Review, act: Act) -> None:
    """Takes the decision back: it is shown, and waits again."""
    judge_again(session, review)
    note_audit(session, "review.undecide", review.code, act)


def _subject(review: Review, rule: HideRule) -> str:
    return f"{review.code} {rule}"


def _with_reason(act: Act) -> Act:
    words = one_line(act.why)
    if not 0 < len(words) <= HIDE_WHY_LIMIT:
        raise Refused("why", N_("写清楚为什么，最多 %(most)s 个字"), most=HIDE_WHY_LIMIT)
    return act.because(words)
