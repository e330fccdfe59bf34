"""Digests of identities by another secret: who leaked the one of digests makes a new one (`flask rotate-keys
--leaked`), and one card stays one account."""

from collections.abc import Iterator

from sqlalchemy import Connection, select
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from models.account.hash_secret import hash_secret
from models.account.identity.giving import IdentityKeys, opened_identity
from models.account.identity.identity import Identity
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.kernel.record import table_of
from models.kernel.ring import Ring
from models.kernel.sweep import SWEEP_BATCH, sweep

_identity = table_of(Identity)


def redigest_identities(database: Database, ring: Ring) -> int:
    """Makes anew each digest that the present secret would not make; returns how many. Killed, it is begun again."""

    def find(session: Session, after: int) -> list[int]:
        further = select_rows(Identity.id).where(col(Identity.id) > after).order_by(col(Identity.id))
        return list(session.exec(further.limit(SWEEP_BATCH)))

    def redigest(session: Session, row: int) -> bool:
        one = session.get(Identity, row, with_for_update=True)
        right = right_digest(session, one, ring) if one else ""
        if one is None or right in ("", one.digest):
            return False
        one.digest = right
        session.add(one)
        return True

    return sweep(database, find, redigest, name="a digest of an identity")


def right_digest(session: Session, identity: Identity, ring: Ring) -> str:
    """The digest as it ought to be; "" where no secret opens the number."""
    try:
        return IdentityKeys(ring, hash_secret(session, ring)).digest(opened_identity(identity, ring).number)
    except Refused:
        return ""


def wrong_digests(connection: Connection, ring: Ring) -> Iterator[int]:
    """The ids of living identities whose digest is another number's, or made by another secret."""
    with Session(connection) as session:
        living = select(_identity.c.id).where(_identity.c.state.in_(("given", "proven"))).order_by(_identity.c.id)
        for (row,) in connection.execute(living).all():
            one = session.get_one(Identity, row)
            if right_digest(session, one, ring) not in ("", one.digest):
                yield row
            session.expunge(one)
