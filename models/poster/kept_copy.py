"""Copy that a shopkeeper wrote or changed: kept for a pick or for the shop, and the tone, until they let it go."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ColumnElement, Index, UniqueConstraint, delete, text, update
from sqlmodel import Field, Session, col, select

from models.kernel.database import insert_ignoring
from models.kernel.errors import N_, Refused
from models.kernel.record import Record, belongs_to, long_text, moment, row_id
from models.kernel.text import paragraphs
from models.pick.pick import Pick
from models.shop.shop import Shop

COPY_LIMIT = 500


class KeptCopy(Record, table=True):
    """One text in one tone, in the keeper's own words: for one pick, or without one for the shop itself."""

    __table_args__ = (
        UniqueConstraint("pick_id", "tone"),
        CheckConstraint("length(text) BETWEEN 1 AND 500", name="text_of_1_to_500"),
        Index(
            "uq_kept_copy_shop_tone",
            "shop_id",
            "tone",
            unique=True,
            sqlite_where=text("pick_id IS NULL"),
            postgresql_where=text("pick_id IS NULL"),
        ),
    )

    id: int = row_id()
    shop_id: int = belongs_to("shop.id")
    pick_id: int | None = belongs_to("pick.id", default=None, nullable=True, index=False, ondelete="CASCADE")
    tone: str = Field(max_length=12)
    text: str = long_text()
    kept_at: datetime = moment()


def keep(session: Session, of: Pick | Shop, tone: str, words: str, *, at: datetime) -> None:
    """Keeps the words; empty ones let go of what was kept. Raises Refused past 500 characters."""
    plain = paragraphs(words)
    if len(plain) > COPY_LIMIT:
        raise Refused("text", N_("文案最多 %(most)s 个字，现在是 %(length)s 个"), most=COPY_LIMIT, length=len(plain))
    same = _same(of, tone)
    if not plain:
        session.exec(delete(KeptCopy).where(*same))
        return
    # The unique indexes decide between two taps at once; the later words stand.
    values = {"text": plain, "kept_at": at}
    whose = {"shop_id": of.shop_id, "pick_id": of.id} if isinstance(of, Pick) else {"shop_id": of.id, "pick_id": None}
    if session.exec(insert_ignoring(session, KeptCopy).values(tone=tone, **whose, **values)).rowcount != 1:
        session.exec(update(KeptCopy).where(*same).values(**values))


def kept(session: Session, of: Pick | Shop, tone: str) -> KeptCopy | None:
    """What was kept for a pick, or for the shop itself, in a tone."""
    return session.exec(select(KeptCopy).where(*_same(of, tone))).first()


def _same(of: Pick | Shop, tone: str) -> tuple[ColumnElement[bool], ...]:
    if isinstance(of, Pick):
        return col(KeptCopy.pick_id) == of.id, col(KeptCopy.tone) == tone
    return col(KeptCopy.shop_id) == of.id, col(KeptCopy.pick_id).is_(None), col(KeptCopy.tone) == tone
