"""Files that people uploaded or the program made: one store, local folder or S3-compatible, by content-made keys."""

import errno
import os
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlparse

import obstore
from obstore.store import LocalStore, from_url

from models.kernel.errors import Gone
from models.kernel.writable import prove_room

if TYPE_CHECKING:
    from obstore.store import ClientConfig, ObjectStore, RetryConfig

# The library's own patience is three minutes. Jobs with files of many megabytes have less; a buyer's page, and whoever
# asks whether we are ready, less still.
RETRIES: "RetryConfig" = {"max_retries": 3, "retry_timeout": timedelta(seconds=15)}
_PATIENT: "ClientConfig" = {"connect_timeout": "3s", "timeout": "30s"}
_QUICK_RETRIES: "RetryConfig" = {"max_retries": 1, "retry_timeout": timedelta(seconds=4)}
_QUICK: "ClientConfig" = {"connect_timeout": "2s", "timeout": "4s"}
# Where the pages show a square of a picture: host, digest, side.
_OWN_PICTURE = re.compile(r"https?://([^/:]+)(?::\d+)?/media/([0-9a-f]{32})-(?:1080|540|270)\.jpg", re.IGNORECASE)
# A store that did not answer is left alone for so long: every thread of ours would wait for it otherwise.
_REST_SECONDS = 5.0


class Rest:
    """Of a store that does not answer: it is asked by one at a time and seldom, and everybody else is told at once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._is_silent = self._is_asked = False
        self._until = 0.0

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Around a question. Raises OSError where it rests."""
        with self._lock:
            if self._is_silent and (self._is_asked or time.monotonic() < self._until):
                raise OSError(errno.EIO, "the media store does not answer")
            self._is_asked = True
        silent = True
        try:
            yield
            silent = False
        except Gone:
            silent = False
            raise
        finally:
            with self._lock:
                self._is_asked, self._is_silent = False, silent
                self._until = time.monotonic() + _REST_SECONDS


class MediaStore:
    """`url` is file:///folder or s3://bucket/prefix; endpoint, region and keys come from the AWS_ variables that
    README.md names."""

    def __init__(self, url: str) -> None:
        parsed = urlparse(url)
        self.folder = Path(parsed.path) if parsed.scheme == "file" else None
        self._store: ObjectStore = (
            LocalStore(self.folder, mkdir=True)
            if self.folder
            else from_url(url, retry_config=RETRIES, client_options=_options(_PATIENT))
        )
        self._quick = (
            self._store if self.folder else from_url(url, retry_config=_QUICK_RETRIES, client_options=_options(_QUICK))
        )
        self._rest = Rest()

    def put(self, key: str, data: bytes) -> None:
        """Stores bytes under a key. A reader sees all of them or none. A folder that was taken away is not made anew:
        /readyz would be content without what stood in it."""
        if self.folder and not self.folder.is_dir():
            raise OSError(errno.EIO, "the media folder is gone", str(self.folder))
        obstore.put(self._store, key, data)

    def get(self, key: str) -> bytes:
        """The bytes of a key, however long that takes. Raises Gone where there are none."""
        try:
            return bytes(obstore.get(self._store, key).bytes())
        except FileNotFoundError:
            raise Gone(key) from None

    def get_quickly(self, key: str) -> bytes:
        """The same for a page, whose reader waits: a store that did not answer the last one is not waited for. Raises
        Gone, and OSError where the store does not answer."""
        if self.folder:
            return self.get(key)
        with self._rest.asking():
            try:
                return bytes(obstore.get(self._quick, key).bytes())
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
        next(iter(obstore.list(self._quick, prefix="probe")), None)

    def delete(self, key: str) -> None:
        """Removes a key. Does nothing where it is gone already."""
        try:
            obstore.delete(self._store, key)
        except FileNotFoundError:
            return

    def keys_under(self, prefix: str) -> list[str]:
        """The keys that begin with a path."""
        return [found["path"] for page in obstore.list(self._store, prefix=prefix) for found in page]

    def older_keys(self, prefix: str, before: datetime) -> list[str]:
        """The keys that begin with a path and were last written before a moment."""
        pages = obstore.list(self._store, prefix=prefix)
        return [found["path"] for page in pages for found in page if found["last_modified"] < before]

    def every_key(self) -> Iterator[str]:
        """Every key there is, in no order, listed page by page."""
        for page in obstore.list(self._store):
            yield from (found["path"] for found in page)


def _options(patience: "ClientConfig") -> "ClientConfig":
    """The library reads its AWS_ variables itself, and forgets this one as soon as it is told anything of its lines."""
    return {**patience, "allow_http": os.environ.get("AWS_ALLOW_HTTP", "").lower() in ("true", "1")}


def detail_key(digest: str, width: int) -> str:
    """Where a long picture of goods lives, as wide as a page (1080) or as a phone (720)."""
    return f"details/{digest[:2]}/{digest}-{width}.jpg"


def square_key(digest: str, side: int) -> str:
    """Where a picture's square of `side` pixels lives (sides: 1080, 540, 270)."""
    return f"pictures/{digest[:2]}/{digest}-{side}.jpg"


def picture_address(public_url: str, digest: str) -> str:
    """Where anybody finds the largest square of a picture."""
    return f"{public_url.rstrip('/')}/media/{digest}-1080.jpg"


def digest_in_address(host: str, address: str) -> str:
    """The digest of a picture of this network's own, by such an address; "" where it is another's."""
    found = _OWN_PICTURE.fullmatch(address)
    return found[2] if found and found[1].casefold() == host.casefold() else ""
