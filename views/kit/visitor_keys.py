"""What visitors' ids are signed with, and their digests keyed."""

import hashlib
from collections.abc import Callable
from time import monotonic

from itsdangerous import Signer
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from models.kernel.ring import Ring

# How long a page goes without counting before the database is asked again.
_PATIENCE = 5.0


class VisitorKeys:
    """What counting needs of the ring, and the secret of digests. The keys by which visitors' ids are signed are
    derived once for each state of the ring: every page that counts asks for them."""

    def __init__(self, ring: Ring, hash_secret: Callable[[], str]) -> None:
        self._ring = ring
        self._hash_secret = hash_secret
        self._missed_until = 0.0
        self._derived: tuple[tuple[str, ...], tuple[bytes, ...]] = ((), ())

    def hash_secret(self) -> str:
        """The secret of digests; "" while the database that keeps it does not answer. It is asked again after some
        seconds: no page waits for a database that hangs."""
        if monotonic() < self._missed_until:
            return ""
        try:
            return self._hash_secret()
        except (DBAPIError, PoolTimeout):
            self._missed_until = monotonic() + _PATIENCE
            return ""

    @property
    def signing(self) -> tuple[bytes, ...]:
        """The newest first."""
        secrets_now = self._ring.secrets
        if self._derived[0] != secrets_now:
            self._derived = (secrets_now, tuple(signer(Ring.of(one)).derive_key() for one in secrets_now))
        return self._derived[1]


def signer(ring: Ring) -> Signer:
    """Who signs the visitor's id."""
    return Signer(ring, salt="visitor", digest_method=hashlib.sha256)
