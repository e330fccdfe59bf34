"""The pictures of reviews: re-encoded, without metadata, whole and as a small square, under a random key of their own.

All are decoded before the first is stored; where one cannot be stored, those before it go.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from models.kernel.codes import new_token
from models.kernel.errors import N_, Refused
from models.kernel.media import MediaStore
from models.kernel.pictures import FIELD, Uncropped, small_square, uncropped
from models.review.review import REVIEW_PICTURES

PictureSize = Literal["whole", "small"]
SMALL_SIDE = 288


@dataclass(frozen=True, slots=True)
class ReviewPhoto:
    """A stored picture: its key, and its size in pixels."""

    key: str
    width: int
    height: int


@contextmanager
def kept_pictures(media: MediaStore, uploads: Sequence[bytes]) -> Iterator[tuple[ReviewPhoto, ...]]:
    """Stores all of them, or none; where the block raises, none stays. Raises Refused("pictures"). Call it outside the
    transaction."""
    if len(uploads) > REVIEW_PICTURES:
        raise too_many_pictures()
    made = [_made(data, place, len(uploads)) for place, data in enumerate(uploads, 1)]
    photos = tuple(ReviewPhoto(new_token(), one.width, one.height) for one in made)
    try:
        for photo, whole in zip(photos, made, strict=True):
            media.put(picture_key(photo.key, "whole"), whole.data)
            media.put(picture_key(photo.key, "small"), small_square(whole.data, SMALL_SIDE))
        yield photos
    except BaseException:
        drop_pictures(media, [photo.key for photo in photos])
        raise


def drop_pictures(media: MediaStore, keys: Sequence[str]) -> None:
    """Takes stored pictures away."""
    for key in keys:
        for size in ("whole", "small"):
            media.delete(picture_key(key, size))


def picture_key(key: str, size: PictureSize) -> str:
    """Where a picture of a review lies."""
    return f"reviews/{key[:2]}/{key}{'' if size == 'whole' else '-small'}.jpg"


def too_many_pictures() -> Refused:
    """Why these pictures are not taken."""
    return Refused(FIELD, N_("最多 %(most)s 张图片"), most=REVIEW_PICTURES)


def _made(data: bytes, place: int, of: int) -> Uncropped:
    try:
        return uncropped(data)
    except Refused as refusal:
        if of == 1:
            raise
        raise Refused(FIELD, N_("第 %(place)s 张：%(why)s"), place=place, why=refusal.said) from None
