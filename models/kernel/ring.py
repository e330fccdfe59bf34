"""The network's secrets, the newest first. The newest one signs and seals; whatever an earlier one signed or sealed is
still proven and opened, until that one is taken out of the ring."""

import hashlib
import hmac
from collections.abc import Callable, Iterator

SECRET_MARK = 8


class Ring:
    """`read` is asked at each use: a ring that is kept in a file may have got a newer secret meanwhile. Iterating gives
    the oldest first, as itsdangerous wants it: it signs with the last and proves with all."""

    def __init__(self, read: Callable[[], tuple[str, ...]]) -> None:
        self._read = read

    @classmethod
    def of(cls, *secrets: str) -> "Ring":
        """A ring that stays as it is; the newest first."""
        return cls(lambda: secrets)

    @property
    def secrets(self) -> tuple[str, ...]:
        """All of them, the newest first."""
        return self._read()

    @property
    def newest(self) -> str:
        """What signs and seals."""
        return self._read()[0]

    def __iter__(self) -> Iterator[str]:
        return reversed(self._read())

    def marked(self, mark: str) -> str | None:
        """The secret of that mark, where the ring has it."""
        return next((one for one in self._read() if secret_mark(one) == mark), None)


def secret_mark(secret: str) -> str:
    """What tells secrets apart, and does not tell what they are: eight hexadecimal digits."""
    return hmac.new(secret.encode(), b"the mark of a secret", hashlib.sha256).hexdigest()[:SECRET_MARK]
