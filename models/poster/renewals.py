"""Runs that make stale posters anew: one a shop at a time, taken up where a worker left it."""

from datetime import datetime, timedelta

from sqlalchemy import and_, or_
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select, update

from models.kernel.act import Act
from models.kernel.codes import fresh_code
from models.poster.renewal import PosterRenewal
from models.shop.shop import Shop

# A run without a sign of life for so long has died with its worker; one that waits longer was never handed to one.
_SILENCE, _QUEUED = timedelta(minutes=2), timedelta(seconds=30)
# A run that so many workers could not bear is given up; every hundred posters made allow one more.
_STARTS = 5
# How long its result is said.
_TOLD = timedelta(hours=1)


def ask_renewal(session: Session, shop: Shop, act: Act, *, total: int) -> PosterRenewal:
    """A run that waits for the worker; while one stands, a second tap gives that one."""
    standing = _standing(session, shop)
    if standing is not None:
        return standing
    made = PosterRenewal(
        code=fresh_code(session, PosterRenewal.code, 8),
        shop_id=shop.id,
        asked_by=act.by_id,
        total=total,
        asked_at=act.at,
        moved_at=act.at,
    )
    try:
        with session.begin_nested():
            session.add(made)
            session.flush()
    except IntegrityError:
        first = _standing(session, shop)
        if first is None:
            raise
        return first
    return made


def told_renewal(session: Session, shop: Shop, *, at: datetime) -> PosterRenewal | None:
    """The newest run while it stands, and for an hour after."""
    mine = select(PosterRenewal).where(PosterRenewal.shop_id == shop.id).order_by(col(PosterRenewal.id).desc())
    newest = session.exec(mine.limit(1)).first()
    is_told = newest is not None and (newest.ended_at is None or at - newest.ended_at < _TOLD)
    return newest if is_told else None


def renewals_standing_still(session: Session, *, at: datetime) -> list[str]:
    """The codes of runs that nobody works on: left by a worker that was killed, or never handed to one."""
    left = and_(col(PosterRenewal.state) == "running", col(PosterRenewal.moved_at) < at - _SILENCE)
    unheard = and_(col(PosterRenewal.state) == "waiting", col(PosterRenewal.moved_at) < at - _QUEUED)
    found = select(PosterRenewal.code).where(or_(left, unheard))
    return list(session.exec(found.order_by(col(PosterRenewal.id))))


def take_renewal(session: Session, code: str, *, at: datetime) -> int:
    """Takes a run that waits, or one whose worker died: which start this is, 0 where it is another's or over. One that
    nobody can bear ends here."""
    run = session.exec(select(PosterRenewal).where(PosterRenewal.code == code).with_for_update()).first()
    died = run is not None and run.state == "running" and at - run.moved_at > _SILENCE
    if run is None or not (run.state == "waiting" or died):
        return 0
    if run.starts >= _STARTS + run.made // 100:
        run.state, run.ended_at = "failed", at
        return 0
    run.state, run.moved_at = "running", at
    run.starts += 1
    return run.starts


def running_renewal(session: Session, code: str, start: int) -> PosterRenewal | None:
    """A run as long as it is this worker's, held."""
    mine = (PosterRenewal.code == code, PosterRenewal.state == "running", PosterRenewal.starts == start)
    return session.exec(select(PosterRenewal).where(*mine).with_for_update()).first()


def note_renewed(session: Session, code: str, start: int, link_id: int, *, is_made: bool, at: datetime) -> bool:
    """Counts one link, in the transaction that keeps its posters; False where another worker has the run by now."""
    mine = (
        col(PosterRenewal.code) == code,
        col(PosterRenewal.state) == "running",
        col(PosterRenewal.starts) == start,
    )
    counted = {"made": PosterRenewal.made + 1} if is_made else {"refused": PosterRenewal.refused + 1}
    moved = update(PosterRenewal).where(*mine).values(**counted, last_id=link_id, moved_at=at)
    return session.exec(moved).rowcount == 1


def _standing(session: Session, shop: Shop) -> PosterRenewal | None:
    mine = (PosterRenewal.shop_id == shop.id, col(PosterRenewal.ended_at).is_(None))
    return session.exec(select(PosterRenewal).where(*mine)).first()
