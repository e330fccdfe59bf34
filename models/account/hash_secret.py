"""The secret of keyed digests: tokens of sign-ins, reset links, one-time codes, visitors.

A digest cannot be made anew by another secret, since what it was made of is not kept. So digests have one secret of
their own, which stays while those of the ring come and go. It is the ring's first one; the first rotation keeps it
here, sealed.
"""

import logging
from datetime import datetime

from sqlalchemy import CheckConstraint, delete
from sqlmodel import Field, Session, select

from models.kernel.database import Database, insert_ignoring
from models.kernel.record import Record, moment
from models.kernel.ring import Ring
from models.kernel.sealing import Seal, Unreadable, sealed_text
from models.kernel.secret_file import fresh_secret

log = logging.getLogger(__name__)
_PURPOSE = "secret of digests"


class HashSecret(Record, table=True):
    """One row, or none before the first rotation."""

    __table_args__ = (CheckConstraint("id = 1", name="one"), CheckConstraint("sealed <> ''", name="whole"))

    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    sealed: str = sealed_text(_PURPOSE)
    since: datetime = moment()


class HashSecrets:
    """The secret of digests for a running program: read once, and again when the ring changes."""

    def __init__(self, database: Database, ring: Ring) -> None:
        self._database = database
        self._ring = ring
        self._found: tuple[tuple[str, ...], str] | None = None

    def current(self) -> str:
        """The secret. Raises what the database raises: by a wrong one everybody would be signed out."""
        secrets = self._ring.secrets
        if self._found is None or self._found[0] != secrets:
            with self._database.reading() as session:
                self._found = (secrets, hash_secret(session, self._ring))
        return self._found[1]


def hash_secret(session: Session, ring: Ring) -> str:
    """What is kept, else the ring's first. Where the ring does not open it (a backup of another network's), everybody
    signs in anew, and `flask check` says so."""
    row = session.exec(select(HashSecret)).first()
    if row is None:
        return next(iter(ring))
    try:
        return Seal(ring, _PURPOSE).open(row.sealed)
    except Unreadable:
        log.error("the secret of digests cannot be opened: a secret is missing in XIAOPU_OLD_SECRET_KEYS or secret-key")
        return next(iter(ring))


def keep_hash_secret(session: Session, ring: Ring, *, at: datetime) -> None:
    """Keeps the one that is in use, so that it outlives the ring's secrets. Kept already, it stays."""
    sealed = Seal(ring, _PURPOSE).close(next(iter(ring)))
    session.exec(insert_ignoring(session, HashSecret).values(id=1, sealed=sealed, since=at))


def renew_hash_secret(session: Session, ring: Ring, *, at: datetime) -> None:
    """Another one, after a leak: every sign-in, reset link and one-time code ends, visitors are counted anew."""
    session.exec(delete(HashSecret))
    sealed = Seal(ring, _PURPOSE).close(fresh_secret())
    session.exec(insert_ignoring(session, HashSecret).values(id=1, sealed=sealed, since=at))
