"""Files that people uploaded or the program made: one store, local folder or S3-compatible, by content-made keys."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlparse

import obstore
from obstore.store import LocalStore, from_url

from models.kernel.errors import Gone
from models.kernel.writable import prove_room

if TYPE_CHECKING:
    from obstore.store import RetryConfig

# The library's own patience is three minutes; a buyer's page, and whoever asks whether we are ready, have less.
RETRIES: "RetryConfig" = {"max_retries": 3, "retry_timeout": timedelta(seconds=15)}


class MediaStore:
    """`url` is file:///folder or s3://bucket/prefix; endpoint, region and keys come from the AWS_ variables that
    README.md names."""

    def __init__(self, url: str) -> None:
        parsed = urlparse(url)
        self.folder = Path(parsed.path) if parsed.scheme == "file" else None
        self._store = LocalStore(self.folder, mkdir=True) if self.folder else from_url(url, retry_config=RETRIES)

    def put(self, key: str, data: bytes) -> None:
        """Stores bytes under a key. A reader sees all of them or none."""
        obstore.put(self._store, key, data)

    def get(self, key: str) -> bytes:
        """The bytes of a key. Raises Gone where there are none."""
        try:
            return bytes(obstore.get(self._store, key).bytes())
        except FileNotFoundError:
            raise Gone(key) from None

    def has(self, key: str) -> bool:
        """Whether the key holds anything."""
        try:
            obstore.head(self._store, key)
        except FileNotFoundError:
            return False
        return True

    def probe(self) -> None:
        """Raises where the store does not answer, has no such bucket, or takes no file: asked for one file, it would
        say the same of a missing bucket as of a missing file."""
        if self.folder:
            prove_room(self.folder)
        next(iter(obstore.list(self._store, prefix="probe")), None)

    def delete(self, key: str) -> None:
        """Removes a key. Does nothing where it is gone already."""
        try:
            obstore.delete(self._store, key)
        except FileNotFoundError:
            return

    def every_key(self) -> Iterator[str]:
        """Every key there is, in no order, listed page by page."""
        for page in obstore.list(self._store):
            yield from (found["path"] for found in page)


def square_key(digest: str, side: int) -> str:
    """Where a picture's square of `side` pixels lives (sides: 1080, 540, 270)."""
    return f"pictures/{digest[:2]}/{digest}-{side}.jpg"
