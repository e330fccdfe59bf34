"""The pictures of goods as a list of shots: one more, one less, in another order. Pure; what becomes of the list is
decided in change.py."""

from collections.abc import Mapping, Sequence

from models.catalogue.goods.limits import PICTURES
from models.catalogue.goods.look import Shot
from models.kernel.errors import N_, Gone, Refused

MOVES = {"first": -PICTURES, "earlier": -1, "later": 1}


def shot_added(shots: Sequence[Shot], digest: str) -> list[Shot]:
    """With a picture at the end; the same picture is there once. Raises Refused past the ninth."""
    if any(shot.digest == digest for shot in shots):
        return list(shots)
    if len(shots) >= PICTURES:
        raise Refused("pictures", N_("一件商品最多 %(most)d 张图片，先删掉几张"), most=PICTURES)
    return [*shots, Shot(digest)]


def shot_removed(shots: Sequence[Shot], digest: str) -> list[Shot]:
    """Without a picture; as they are where it is gone already."""
    return [shot for shot in shots if shot.digest != digest]


def shot_moved(shots: Sequence[Shot], digest: str, to: str) -> list[Shot]:
    """With a picture "first", "earlier" or "later" than it was. The first one is the cover. Raises Gone."""
    at = next((place for place, shot in enumerate(shots) if shot.digest == digest), None)
    if at is None or to not in MOVES:
        raise Gone(digest)
    rest = shot_removed(shots, digest)
    rest.insert(max(0, at + MOVES[to]), shots[at])
    return rest


def shot_arrived(shots: Sequence[Shot], arrived: Shot, position: int) -> list[Shot]:
    """With a picture that a file named, at the place that the file gave it; where there is room for it."""
    if len(shots) >= PICTURES or any(shot.digest == arrived.digest for shot in shots):
        return list(shots)
    found = list(shots)
    found.insert(position, arrived)
    return found


def shots_named(
    shots: Sequence[Shot], names: Sequence[str], digests: Mapping[str, str]
) -> tuple[list[Shot], list[str]]:
    """With those that a file names, as far as they are there (`digests` by name), and the names of those that are not.
    Pictures that an earlier file named and this one does not go, once all the new ones are there; uploads stay."""
    have = {shot.source for shot in shots}
    awaited = [name for name in names if name not in have and name not in digests]
    # Named by where it came from, or as the picture that it is.
    kept = {*names, *(digests[name] for name in names if name in digests)}
    found = (
        list(shots)
        if awaited
        else [shot for shot in shots if not shot.source or shot.source in kept or shot.digest in kept]
    )
    for position, name in enumerate(names):
        if name in digests and name not in have:
            found = shot_arrived(found, Shot(digests[name], name), position)
    return found, awaited
