"""Whether what is to be written can be kept: asked without writing anything that stays."""

import errno
import os
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
        _prove_open_to_us(path)
        prove_room(path.parent)
        return
    with database.engine.connect() as connection:
        if connection.execute(text("SHOW transaction_read_only")).scalar() == "on":
            raise OSError(30, "the server refuses writes")


def _prove_open_to_us(path: Path) -> None:
    """What is locked away, or on a disk that only reads, says so here. The file of a database is never opened for it:
    who closes a file lets go of every lock that the process has on it, SQLite's own among them, and the next program
    that is done with the database then takes its log away from under us, with all that is written afterwards."""
    path.stat()
    if not os.access(path, os.R_OK | os.W_OK):
        reads_only = os.statvfs(path).f_flag & os.ST_RDONLY
        raise OSError(errno.EROFS if reads_only else errno.EACCES, f"{path.name} takes no writes")


def prove_room(folder: Path) -> None:
    """Raises OSError where a folder is not there, or takes no file. What is written has no name and is gone at once."""
    if not folder.is_dir():
        raise FileNotFoundError(2, f"there is no folder {folder.name}")
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(_ROOM)
        file.flush()
