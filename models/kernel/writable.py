"""Whether what is to be written can be kept: asked without writing anything that stays."""

import tempfile
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.engine import make_url

from models.kernel.database import Database

# One page of a disk: less room than that is none.
_ROOM = bytes(4096)


def prove_writable(database: Database) -> None:
    """Raises OSError or an error of the database's where it cannot be reached or refuses writes."""
    with database.reading() as session:
        session.connection().execute(text("SELECT 1"))
    if database.is_sqlite:
        path = Path(make_url(str(database.engine.url)).database or "")
        # Opened as whoever writes opens it: what is locked away, or on a disk that only reads, says so here.
        with path.open("r+b"):
            prove_room(path.parent)
        return
    with database.engine.connect() as connection:
        if connection.execute(text("SHOW transaction_read_only")).scalar() == "on":
            raise OSError(30, "the server refuses writes")


def prove_room(folder: Path) -> None:
    """Raises OSError where a folder is not there, or takes no file. What is written has no name and is gone at once."""
    if not folder.is_dir():
        raise FileNotFoundError(2, f"there is no folder {folder.name}")
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(_ROOM)
        file.flush()
