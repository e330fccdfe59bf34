"""Heads of the chain that are kept apart from the database, as small files in the media store: one a night, and the
newest one, put anew every few minutes. Whoever writes the whole chain anew, or cuts off its end, cannot have them fit.

They go into backups with all other files. A restored chain may end before heads that were kept after the backup: those
are set aside, not deleted (set_heads_aside).
"""

import json
from datetime import datetime
from typing import NamedTuple

from models.kernel.clock import local
from models.kernel.errors import Gone
from models.kernel.media import MediaStore

KEPT, ASIDE = "trail/heads/", "trail/aside/"
NEWEST = f"{KEPT}newest.json"


class Head(NamedTuple):
    """A place of the chain, its mark, and when it was kept."""

    position: int
    mark: str
    kept_at: str

    @property
    def words(self) -> str:
        """As people keep it, and hand it to `flask check --head`."""
        return f"{self.position}:{self.mark}"


def put_head(media: MediaStore, position: int, mark: str, *, at: datetime, nightly: bool) -> Head:
    """Keeps a head: as the newest, and where it is the night's, under its day in Shanghai too. A night's is written
    once."""
    head = Head(position, mark, at.isoformat())
    written = json.dumps(head._asdict()).encode()
    night = f"{KEPT}{local(at):%Y-%m-%d}.json"
    if nightly and not media.has(night):
        media.put(night, written)
    media.put(NEWEST, written)
    return head


def kept_heads(media: MediaStore) -> dict[str, Head]:
    """Every head that was kept, by its file. A file that is no head is one of place 0, which no chain has."""
    return {key: _head_in(media, key) for key in sorted(media.keys_under(KEPT))}


def set_heads_aside(media: MediaStore, reach: int, *, at: datetime) -> int:
    """Takes the heads past a place out of the proof; says how many. They are kept under the moment's name."""
    beyond = {key: head for key, head in kept_heads(media).items() if head.position > reach}
    for key in beyond:
        media.put(f"{ASIDE}{at:%Y%m%dT%H%M%S}/{key.removeprefix(KEPT)}", media.get(key))
        media.delete(key)
    return len(beyond)


def _head_in(media: MediaStore, key: str) -> Head:
    try:
        told = json.loads(media.get(key))
        return Head(int(told["position"]), str(told["mark"]), str(told["kept_at"]))
    except (Gone, ValueError, KeyError, TypeError):
        return Head(0, "", "")
