"""A whole network in one .tar.gz, and back from it, also from SQLite to PostgreSQL and the other way.

The archive holds, in this order: manifest.json (format, schema revision, each table's columns and row count), one
tables/<name>.jsonl a table in the order of foreign keys, media/<key> for every file, and end.json with their number.
"""

from models.kernel.backup.archive import Counts
from models.kernel.backup.restoring import restore
from models.kernel.backup.writing import backup

__all__ = ["Counts", "backup", "restore"]
