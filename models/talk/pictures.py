"""The pictures of messages: whole, re-encoded, without metadata, each under a random key of its own.

They are no goods' pictures: only the parties of a conversation are given them (views), so they lie apart, and a key
tells nothing about what is in the picture.
"""

from dataclasses import dataclass

from models.kernel.codes import new_token
from models.kernel.media import MediaStore
from models.kernel.pictures import uncropped


@dataclass(frozen=True, slots=True)
class Kept:
    """A stored picture: its key, and its size in pixels."""

    key: str
    width: int
    height: int


def keep_picture(media: MediaStore, data: bytes) -> Kept:
    """Makes an upload safe and stores it. Raises Refused("pictures")."""
    made = uncropped(data)
    kept = Kept(new_token(), made.width, made.height)
    media.put(media_key(kept.key), made.data)
    return kept


def drop_picture(media: MediaStore, kept: Kept) -> None:
    """Takes a stored picture away whose message was not kept."""
    media.delete(media_key(kept.key))


def media_key(key: str) -> str:
    """Where a picture of a message lies."""
    return f"talks/{key[:2]}/{key}.jpg"
