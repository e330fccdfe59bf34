"""Finding a review useful, once a visitor, and taking that back. Each makes it a day younger in the list."""

from datetime import datetime

from sqlalchemy import case, delete, update
from sqlmodel import Session, col, select

from models.kernel.database import insert_ignoring
from models.kernel.errors import Refused
from models.review.review import MOST_LIFTED, Review, UsefulTap
from models.review.writing import HIDDEN, hold_review

DAY = 86_400


def find_useful(session: Session, review: Review, visitor: str, *, at: datetime) -> bool:
    """A visitor's tap; a second one does nothing. Says whether this one counted. Raises Refused for one that is
    hidden: nobody can have read it."""
    hold_review(session, review)
    if review.hidden_at is not None:
        raise Refused("", HIDDEN)
    tap = insert_ignoring(session, UsefulTap).values(review_id=review.id, visitor=visitor, at=at)
    if session.exec(tap).rowcount != 1:
        return False
    lifted = case((col(Review.useful) < MOST_LIFTED, Review.rank + DAY), else_=Review.rank)
    session.exec(update(Review).where(col(Review.id) == review.id).values(useful=Review.useful + 1, rank=lifted))
    return True


def find_useless(session: Session, review: Review, visitor: str) -> bool:
    """Takes the tap back; nothing where there is none."""
    mine = (col(UsefulTap.review_id) == review.id, col(UsefulTap.visitor) == visitor)
    if session.exec(delete(UsefulTap).where(*mine)).rowcount != 1:
        return False
    sunk = case((col(Review.useful) <= MOST_LIFTED, Review.rank - DAY), else_=Review.rank)
    session.exec(update(Review).where(col(Review.id) == review.id).values(useful=Review.useful - 1, rank=sunk))
    return True


def find_all_useless(session: Session, visitor: str) -> None:
    """Takes all of a visitor's taps back, in the order of reviews, as two at once must."""
    tapped = select(Review).join(UsefulTap).where(UsefulTap.visitor == visitor).order_by(col(Review.id))
    for review in session.exec(tapped).all():
        find_useless(session, review, visitor)


def found_useful(session: Session, visitor: str, review_ids: list[int]) -> set[int]:
    """Which of these a visitor finds useful."""
    if not visitor or not review_ids:
        return set()
    mine = select(UsefulTap.review_id).where(UsefulTap.visitor == visitor, col(UsefulTap.review_id).in_(review_ids))
    return set(session.exec(mine))
