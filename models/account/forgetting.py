"""Sign-ins that are over, and wrong passwords of long ago, are forgotten: where somebody was is nobody's business."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, or_, select

from models.account.sign_in import SignIn
from models.account.signing_in import end_sign_in
from models.kernel.database import Database
from models.kernel.rules import Rules
from models.kernel.sweep import SWEEP_BATCH, sweep

# An ended one is kept a little, so that what happened can be looked into.
ENDED_KEPT = timedelta(days=7)


def forget_sign_ins(database: Database, *, rules: Rules, at: datetime) -> int:
    """Ends what was not used for too long, and deletes what ended a while ago; returns how many."""
    unused, long_ago = at - timedelta(days=rules.sign_in_days), at - ENDED_KEPT
    ended = col(SignIn.ended_at)
    in_question = or_(ended < long_ago, ended.is_(None) & (col(SignIn.last_used_at) <= unused))

    def find(session: Session, after: int) -> list[int]:
        query = select(SignIn.id).where(in_question, col(SignIn.id) > after)
        return list(session.exec(query.order_by(col(SignIn.id)).limit(SWEEP_BATCH)))

    def forget(session: Session, row: int) -> bool:
        one = session.exec(select(SignIn).where(SignIn.id == row, in_question)).first()
        if one is None:
            return False
        if one.ended_at is None:
            end_sign_in(session, one, at=at)
        else:
            session.delete(one)
        return True

    return sweep(database, find, forget, name="forgetting a sign-in")
