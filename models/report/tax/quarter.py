"""Quarters, in Asia/Shanghai, written "2026-Q3"."""

import re
from dataclasses import dataclass
from datetime import datetime

from models.kernel.clock import local
from models.kernel.months import begins, ends

_SHAPE = re.compile(r"(20[0-9]{2})-Q([1-4])")


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """`number` from 1 to 4."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"

    @property
    def since(self) -> datetime:
        """Its first moment, in UTC."""
        return begins(f"{self.year:04d}-{3 * self.number - 2:02d}")

    @property
    def until(self) -> datetime:
        """The first moment after it."""
        return ends(f"{self.year:04d}-{3 * self.number:02d}")

    def before(self) -> "Quarter":
        """The one before it."""
        return Quarter(self.year, self.number - 1) if self.number > 1 else Quarter(self.year - 1, 4)


def quarter_of(at: datetime) -> Quarter:
    """In which a moment lies."""
    day = local(at)
    return Quarter(day.year, (day.month + 2) // 3)


def quarters_over(at: datetime, many: int = 8) -> list[Quarter]:
    """The last ones that are over, the newest first: only those can be told of."""
    found = [quarter_of(at).before()]
    while len(found) < many:
        found.append(found[-1].before())
    return found


def quarter_named(text: str) -> Quarter | None:
    """As an address or a form has it; None of anything else."""
    found = _SHAPE.fullmatch(text)
    return Quarter(int(found[1]), int(found[2])) if found else None
