"""That it was shown lately who is at a signed-in browser: before money, roles, settings and protected data it is asked
again."""

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlmodel import Session, col

from models.account.sign_in import SignIn
from models.kernel.rules import Rules


def is_proven(sign_in: SignIn | None, *, rules: Rules, at: datetime) -> bool:
    """Whether that is lately enough. A proof of a time that is still to come was written by a clock that ran
    back since: it is asked again."""
    if sign_in is None or sign_in.proven_at is None:
        return False
    return at - timedelta(minutes=rules.prove_minutes) < sign_in.proven_at <= at


def prove_sign_in(session: Session, sign_in: SignIn, *, at: datetime) -> bool:
    """It was shown now. False where the sign-in has ended meanwhile."""
    mine = (col(SignIn.id) == sign_in.id, col(SignIn.ended_at).is_(None))
    return session.exec(update(SignIn).where(*mine).values(proven_at=at)).rowcount == 1
