"""The mark of a row: SHA-256 over the mark before, the row's place, and all that the row says.

What is hashed is the same on every database and for ever: lengths stand before the texts, so that nothing can move from
one column into the next unseen. Moments are `2026-11-30 02:21:24.123456`, in UTC.
"""

from hashlib import sha256
from typing import Any

# What stands before the first row.
BEGINNING = "0" * 64
# The columns of a row, in the order in which `mark_of` takes them.
MARKED_COLUMNS = ("id", "who", "about", "acting", "what", "subject", "thing", "why", "altered", "at")


def mark_of(before: str, position: int, chained_at: Any, row: Any) -> str:
    """The mark of a row, given as its columns in their order; moments as text, or without a zone."""
    number, who, about, acting, what, subject, thing, why, altered, at = row
    said = (
        f"{before}\n{position}\n{chained_at}\n{number}\n{who}\n{about}\n{at}\n"
        f"{len(acting)} {len(what)} {len(subject)} {len(thing)} {len(why)}\n"
        f"{acting}{what}{subject}{thing}{why}{altered}"
    )
    return sha256(said.encode("utf-8", "surrogateescape")).hexdigest()


def written_moment(at: Any) -> str:
    """A moment as it is hashed."""
    return at if isinstance(at, str) else str(at.replace(tzinfo=None).isoformat(" ", "microseconds"))
