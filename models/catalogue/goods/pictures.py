"""The pictures of goods: stored as squares, and those that a file named and that are not here. Decoding happens before,
outside the transaction (models/kernel/pictures.py). Which ones goods have, in which order: picturing.py."""

from functools import lru_cache

from models.catalogue.goods.goods import Goods, MissingPicture
from models.kernel.media import MediaStore, square_key
from models.kernel.pictures import SIDES, Squares, evenly_lit, normalise


def store_picture(media: MediaStore, data: bytes) -> str:
    """Makes the squares of an upload and keeps them; returns their digest. Raises Refused("pictures")."""
    return kept_squares(media, normalise(data)).digest


def even_picture(media: MediaStore, digest: str) -> str:
    """Keeps the squares of a kept picture once more, their brightness evened; returns their digest. Raises Gone."""
    evened = _even(media, digest)
    # What was swept meanwhile is made again.
    return evened if media.has(square_key(evened, SIDES[0])) else _even.__wrapped__(media, digest)


@lru_cache(maxsize=512)
def _even(media: MediaStore, digest: str) -> str:
    """The same picture always gives the same: a form that keeps itself while it is written asks again and again."""
    return kept_squares(media, evenly_lit(media.get(square_key(digest, SIDES[0])))).digest


def kept_squares(media: MediaStore, squares: Squares) -> Squares:
    """Keeps the squares of a picture, under their digest."""
    for side, encoded in squares.sizes.items():
        media.put(square_key(squares.digest, side), encoded)
    return squares


def await_picture(goods: Goods, source: str, position: int, why: str) -> None:
    """Notes a picture that we do not have; loading the file again lets it be tried again."""
    existing = next((missing for missing in goods.missing if missing.source == source), None)
    if existing is None:
        goods.missing.append(MissingPicture(source=source, position=position, why=why))
    else:
        existing.position, existing.why, existing.tries = position, why, 0


def forgo(goods: Goods, source: str) -> None:
    """Stops waiting for a picture. Does nothing where it came meanwhile."""
    for awaited in [missing for missing in goods.missing if missing.source == source]:
        goods.missing.remove(awaited)
