"""What is still to be told of decided sign-ups: each is a row with a time, claimed for one try."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlmodel import Session, col, select

from models.account.signing_up.sign_up import SignUp

# Whoever claimed an answer and died is followed after so long; what failed for a day is not told any more.
_PAUSE, _LONGEST = timedelta(minutes=5), timedelta(days=1)
MOST_ANSWERS = 100


def due_answers(session: Session, *, at: datetime) -> Sequence[int]:
    """Ids of sign-ups that were decided and not told, the longest waiting first."""
    due = select(SignUp.id).where(col(SignUp.answer_at) <= at).order_by(col(SignUp.answer_at)).limit(MOST_ANSWERS)
    return session.exec(due).all()


def claim_answer(session: Session, sign_up_id: int, *, at: datetime) -> SignUp | None:
    """Takes one for this try; of two workers one gets it."""
    due = (col(SignUp.id) == sign_up_id, col(SignUp.answer_at) <= at)
    if session.exec(update(SignUp).where(*due).values(answer_at=at + _PAUSE)).rowcount != 1:
        return None
    return session.get_one(SignUp, sign_up_id, populate_existing=True)


def answered(session: Session, sign_up_id: int) -> None:
    """They were told; where to is forgotten with it."""
    session.exec(update(SignUp).where(col(SignUp.id) == sign_up_id).values(answer_at=None, mail=""))


def give_up_answer(session: Session, sign_up_id: int, *, at: datetime) -> None:
    """After a day of failures; before that it is tried again."""
    too_long = (col(SignUp.id) == sign_up_id, col(SignUp.decided_at) < at - _LONGEST)
    session.exec(update(SignUp).where(*too_long).values(answer_at=None, mail=""))
