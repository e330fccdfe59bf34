"""Trying ways: one that is silent must not hold up the worker, and all that waits behind it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from models.notify import Notice, Notifier, Undelivered

_PATIENCE = 2


@dataclass(slots=True)
class Round:
    """One round of sending. A way that failed twice is not asked again in it: each silent try takes up to twenty
    seconds, and orders and payments wait."""

    ways: Sequence[Notifier]
    failures: Counter[str] = field(default_factory=Counter)

    def send(self, way: Notifier, notice: Notice) -> None:
        """One try. Raises Undelivered."""
        if self.failures[way.name] >= _PATIENCE:
            raise Undelivered(f"{way.name}: left out, as it failed others just now")
        try:
            way.send(notice)
        except Undelivered:
            self.failures[way.name] += 1
            raise
