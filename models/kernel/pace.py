"""How much goes into one transaction of long work, so that whoever else writes never waits long: what a batch took is
measured, and the next one made to fit."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

# How long a batch should stand behind the writers' lock.
HOLD_SECONDS = 0.06
# It grows slowly: what comes next may be dearer than what came before.
_GROWTH = 1.5


class Pace:
    """`size` is how many of whatever is gone through go into the next batch, between `least` and `most`. Below the
    least a batch would cost what it costs to begin and to end one."""

    def __init__(self, first: int, most: int, *, least: int = 1) -> None:
        self.size, self._least, self._most = first, least, most

    @contextmanager
    def held(self) -> Iterator[None]:
        """Around what stands behind the lock, the commit included."""
        began = time.monotonic()
        yield
        took = max(time.monotonic() - began, 0.001)
        fitting = round(self.size * min(_GROWTH, HOLD_SECONDS / took))
        self.size = min(self._most, max(self._least, fitting))
