"""The pictures of goods: stored as squares, attached, put in order, taken away. Decoding happens before, outside the
transaction (models/kernel/pictures.py)."""

from datetime import datetime

from models.catalogue.goods.goods import Goods, MissingPicture, Picture
from models.catalogue.goods.limits import PICTURES
from models.kernel.errors import N_, Gone, Refused
from models.kernel.media import MediaStore, square_key
from models.kernel.pictures import normalise

MOVES = {"first": -PICTURES, "earlier": -1, "later": 1}


def store_picture(media: MediaStore, data: bytes) -> str:
    """Makes the squares of an upload and keeps them; returns their digest. Raises Refused("pictures")."""
    squares = normalise(data)
    for side, encoded in squares.sizes.items():
        media.put(square_key(squares.digest, side), encoded)
    return squares.digest


def attach(goods: Goods, digest: str, *, source: str = "") -> bool:
    """Adds a picture at the end; says whether it was new. The same picture is attached once."""
    if any(picture.digest == digest for picture in goods.pictures):
        return False
    if len(goods.pictures) >= PICTURES:
        raise Refused("pictures", N_("一件商品最多 %(most)d 张图片，先删掉几张"), most=PICTURES)
    goods.pictures.append(Picture(digest=digest, source=source, position=len(goods.pictures)))
    return True


def arrived(goods: Goods, source: str, digest: str) -> None:
    """A picture that was missing is here: attached at the place that the file gave it."""
    awaited = next((missing for missing in goods.missing if missing.source == source), None)
    if awaited is None:
        return
    goods.missing.remove(awaited)
    if len(goods.pictures) < PICTURES and attach(goods, digest, source=source):
        place_picture(goods, goods.pictures[-1], awaited.position)


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


def detach(goods: Goods, digest: str, *, at: datetime) -> None:
    """Takes a picture away. Submitted goods, and goods on sale, keep at least one. Does nothing where the picture is
    gone already."""
    picture = next((picture for picture in goods.pictures if picture.digest == digest), None)
    if picture is None:
        return
    if len(goods.pictures) == 1 and goods.state in ("submitted", "on_sale"):
        raise Refused("pictures", N_("审核中和在售的商品至少要留一张图片，先传一张新的再删"))
    goods.pictures.remove(picture)
    renumber(goods)
    goods.changed_at = at


def move_picture(goods: Goods, digest: str, to: str, *, at: datetime) -> None:
    """Moves a picture: "first", "earlier" or "later". The first one is the cover."""
    picture = next((picture for picture in goods.pictures if picture.digest == digest), None)
    if picture is None or to not in MOVES:
        raise Gone(digest)
    place_picture(goods, picture, goods.pictures.index(picture) + MOVES[to])
    goods.changed_at = at


def place_picture(goods: Goods, picture: Picture, position: int) -> None:
    """Puts one of the goods' pictures at a position; the others close up."""
    order = [other for other in goods.pictures if other is not picture]
    order.insert(max(0, position), picture)
    for number, other in enumerate(order):
        other.position = number
    goods.pictures.sort(key=lambda other: other.position)


def renumber(goods: Goods) -> None:
    """Positions 0, 1, 2 … in today's order."""
    for number, picture in enumerate(goods.pictures):
        picture.position = number
