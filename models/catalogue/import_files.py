"""Loading a goods file: reads it entry by entry and keeps what is good."""

from models.kernel.database import Database
from models.kernel.media import MediaStore
from models.kernel.rules import Rules


def run_import(database: Database, media: MediaStore, code: str, *, rules: Rules) -> None:
    """Loads a waiting run."""
