"""Copy that a shopkeeper wrote or changed: kept for the pick and the tone until they let it go."""

from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint, delete, update
from sqlmodel import Field, Session, col, select

from models.kernel.database import insert_ignoring
from models.kernel.errors import N_, Refused
from models.kernel.record import Record, belongs_to, long_text, moment, row_id
from models.kernel.text import paragraphs
from models.pick.pick import Pick

MOST = 500


class KeptCopy(Record, table=True):
    """One text for one pick in one tone, in the keeper's own words."""

    __table_args__ = (
        UniqueConstraint("pick_id", "tone"),
        CheckConstraint("length(text) BETWEEN 1 AND 500", name="text_of_1_to_500"),
    )

    id: int = row_id()
    pick_id: int = belongs_to("pick.id", index=False, ondelete="CASCADE")
    tone: str = Field(max_length=12)
    text: str = long_text()
    kept_at: datetime = moment()


def keep(session: Session, picked: Pick, tone: str, text: str, *, at: datetime) -> None:
    """Keeps the text; an empty one lets go of what was kept. Raises Refused past 500 characters."""
    plain = paragraphs(text)
    if len(plain) > MOST:
        raise Refused("text", N_("文案最多 %(most)s 个字，现在是 %(length)s 个"), most=MOST, length=len(plain))
    same = (col(KeptCopy.pick_id) == picked.id, col(KeptCopy.tone) == tone)
    if not plain:
        session.exec(delete(KeptCopy).where(*same))
        return
    # The unique index decides between two taps at once; the later words stand.
    values = {"text": plain, "kept_at": at}
    first = insert_ignoring(session, KeptCopy).values(pick_id=picked.id, tone=tone, **values)
    if session.exec(first).rowcount != 1:
        session.exec(update(KeptCopy).where(*same).values(**values))


def kept(session: Session, picked: Pick, tone: str) -> KeptCopy | None:
    """What was kept for a pick in a tone."""
    return session.exec(select(KeptCopy).where(KeptCopy.pick_id == picked.id, KeptCopy.tone == tone)).first()
