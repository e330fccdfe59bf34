"""The photos a buyer adds to an after-sale: the whole picture, without metadata, under a name that nobody can guess."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from models.kernel.errors import N_, Refused
from models.kernel.media import MediaStore
from models.kernel.pictures import FIELD, uncropped

MOST_PHOTOS = 6


def keep_photos(media: MediaStore, uploads: list[bytes]) -> tuple[str, ...]:
    """Stores all of them or none; returns their keys. Raises Refused("pictures"). Call it outside the transaction."""
    if len(uploads) > MOST_PHOTOS:
        raise Refused(FIELD, N_("最多 %(most)s 张照片，挑最能说明问题的"), most=MOST_PHOTOS)
    # Every one is decoded before the first is stored.
    made = [uncropped(data).data for data in uploads]
    keys = tuple(f"after-sales/{secrets.token_hex(16)}.jpg" for _ in made)
    for key, data in zip(keys, made, strict=True):
        media.put(key, data)
    return keys


def drop_photos(media: MediaStore, keys: tuple[str, ...]) -> None:
    """Removes photos of a request that was not made."""
    for key in keys:
        media.delete(key)


@contextmanager
def dropped_on_refusal(media: MediaStore, keys: tuple[str, ...]) -> Iterator[None]:
    """Drops the photos that were stored for the block, where the block raises."""
    try:
        yield
    except BaseException:
        drop_photos(media, keys)
        raise
