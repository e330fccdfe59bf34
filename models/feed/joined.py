"""One person with several devices: a visitor who has proven a phone goes by the phone's digest. What each device
followed until then becomes one list."""

import hashlib
import hmac
from datetime import datetime

from sqlalchemy import delete, func, update
from sqlmodel import Session, col, select

from models.feed.follow import FeedReading, Follow, JoinedVisitor
from models.kernel.database import in_turn, insert_into
from models.kernel.record import table_of

_follow = table_of(Follow)


def digest_of_phone(phone: str, secret: str) -> str:
    """What a phone is kept as here: it leads back to nobody who does not have the secret and the number."""
    return hmac.new(secret.encode(), f"follower:{phone}".encode(), hashlib.sha256).hexdigest()


def names_of(session: Session, visitor: str) -> list[str]:
    """Under what a visitor's follows are kept, the one for new ones first. Their own id stays among them: a tap that
    was on its way while the phone was proven is not lost."""
    joined = select(JoinedVisitor.phone_digest).where(JoinedVisitor.visitor == visitor)
    digest = session.exec(joined).first()
    return [digest, visitor] if digest else [visitor]


def join_visitor(session: Session, visitor: str, phone_digest: str, *, at: datetime) -> None:
    """The visitor has proven the phone: their follows are the phone's from now on, and the phone's are theirs. Proven
    again, or from two devices at once, it comes to the same."""
    in_turn(session, f"follower {phone_digest}")
    before = names_of(session, visitor)
    if before[0] == phone_digest:
        _gather(session, visitor, phone_digest)
        return
    row = insert_into(session, JoinedVisitor).values(visitor=visitor, phone_digest=phone_digest, joined_at=at)
    row = row.on_conflict_do_update(index_elements=["visitor"], set_={"phone_digest": phone_digest, "joined_at": at})
    session.connection().execute(row)
    # Of a phone that was proven before, its list stays its own: only what this device followed itself comes along.
    _gather(session, visitor, phone_digest)


def _gather(session: Session, visitor: str, digest: str) -> None:
    """Moves the visitor's rows under the digest. Where both have one of a shop, the one that stands counts, else the
    later one."""
    rows = session.exec(select(Follow).where(Follow.visitor == visitor)).all()
    kept = {row.shop_id: row for row in session.exec(select(Follow).where(Follow.visitor == digest))}
    for row in rows:
        other = kept.get(row.shop_id)
        if other is None:
            session.exec(update(Follow).where(col(Follow.id) == row.id).values(visitor=digest))
            continue
        if other.ended_at is not None and (row.ended_at is None or row.ended_at > other.ended_at):
            facts = {"followed_at": row.followed_at, "ended_at": row.ended_at}
            session.exec(update(Follow).where(col(Follow.id) == other.id).values(**facts))
        session.exec(delete(Follow).where(col(Follow.id) == row.id))
    _read_by_either(session, visitor, digest)
    session.expire_all()


def _read_by_either(session: Session, visitor: str, digest: str) -> None:
    """What was read on one device is read on the other."""
    read = select(func.max(FeedReading.read_at)).where(col(FeedReading.visitor).in_([visitor, digest]))
    latest = session.exec(read).one()
    if latest is None:
        return
    row = insert_into(session, FeedReading).values(visitor=digest, read_at=latest)
    session.connection().execute(row.on_conflict_do_update(index_elements=["visitor"], set_={"read_at": latest}))
    session.exec(delete(FeedReading).where(col(FeedReading.visitor) == visitor))
