"""What a restored network's trail says of itself: up to where it goes, and which heads were kept after the backup."""

from datetime import datetime

from models.account.audit import Change, note_audit
from models.account.audit.chaining import chain, chain_head
from models.account.audit.heads import set_heads_aside
from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.errors import N_
from models.kernel.media import MediaStore
from models.kernel.said import Said


def note_restored(database: Database, media: MediaStore, name: str, *, at: datetime) -> tuple[int, int]:
    """Chains what the backup's rows still lacked, sets aside the heads past its end, and leaves a row that says so.
    Returns the place up to which the backup's chain goes, and how many heads were set aside."""
    with database.reading() as session:
        reach, mark = chain_head(session)
    aside = set_heads_aside(media, reach, at=at)
    with database.transaction() as session:
        changes = [Change(Said(N_("链头")), "", f"{reach}:{mark}"), Change(Said(N_("放到一边的链头")), "", str(aside))]
        note_audit(session, "trail.restore", name, Act.program(at, "command line"), changes)
    chain(database, at=at, window=None)
    return reach, aside
