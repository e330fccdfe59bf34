"""Copy that a shopkeeper wrote or changed: kept for the pick and the tone until they let it go."""

from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, Session, select

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
    standing = kept(session, picked, tone)
    if not plain:
        if standing:
            session.delete(standing)
    elif standing:
        standing.text, standing.kept_at = plain, at
    else:
        session.add(KeptCopy(pick_id=picked.id, tone=tone, text=plain, kept_at=at))
    session.flush()


def kept(session: Session, picked: Pick, tone: str) -> KeptCopy | None:
    """What was kept for a pick in a tone."""
    return session.exec(select(KeptCopy).where(KeptCopy.pick_id == picked.id, KeptCopy.tone == tone)).first()
