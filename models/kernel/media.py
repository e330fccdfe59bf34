"""Files that people uploaded or the program made: one store, local folder or S3-compatible, by content-made keys."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlparse

import obstore
from obstore.store import LocalStore, from_url

from models.kernel.errors import Gone


class MediaStore:
    """`url` is file:///folder or s3://bucket/prefix (credentials from the usual AWS_ variables)."""

    def __init__(self, url: str) -> None:
        parsed = urlparse(url)
        self.folder = Path(parsed.path) if parsed.scheme == "file" else None
        self._store = LocalStore(self.folder, mkdir=True) if self.folder else from_url(url)

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

    def delete(self, key: str) -> None:
        """Removes a key; silent where it is gone already."""
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
