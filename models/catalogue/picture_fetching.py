"""Fetching pictures that a goods file named by URL."""

from models.kernel.database import Database
from models.kernel.media import MediaStore


def fetch_missing(database: Database, media: MediaStore) -> None:
    """Fetches what is still missing."""
