"""A picture that somebody sent while writing goods, by the digest of its very bytes: who lost the line asks whether it
is here, and sends it no second time."""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import Index, delete
from sqlmodel import Field, Session, col, select

from models.kernel.database import insert_ignoring
from models.kernel.picture.doubt import PictureDoubt
from models.kernel.record import Record, moment, row_id, word

# As long as a form's mark of it is good.
KEPT_FOR = timedelta(days=1)


class SentPicture(Record, table=True):
    """`owner` is whose form it was ("supplier:3"), `sha256` names what was sent, `digest` what became of it."""

    __table_args__ = (Index("uq_sent_picture_owner_sha256", "owner", "sha256", unique=True),)

    id: int = row_id()
    owner: str = Field(max_length=40)
    sha256: str = Field(max_length=64)
    digest: str = Field(max_length=32)
    doubt: PictureDoubt = word(12, default="")
    sent_at: datetime = moment()


def sent_before(session: Session, owner: str, sha256: str, at: datetime) -> SentPicture | None:
    """The picture that has this digest and came from the same form's owner within a day."""
    return session.exec(
        select(SentPicture).where(
            SentPicture.owner == owner, SentPicture.sha256 == sha256, SentPicture.sent_at > at - KEPT_FOR
        )
    ).first()


def note_sent(session: Session, owner: str, data: bytes, made: tuple[str, PictureDoubt], *, at: datetime) -> None:
    """Keeps that it came; what the owner sent more than a day ago is forgotten."""
    session.exec(delete(SentPicture).where(col(SentPicture.owner) == owner, col(SentPicture.sent_at) <= at - KEPT_FOR))
    sha256 = hashlib.sha256(data).hexdigest()
    row = {"owner": owner, "sha256": sha256, "digest": made[0], "doubt": made[1], "sent_at": at}
    session.exec(insert_ignoring(session, SentPicture).values(row))
