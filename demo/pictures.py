"""The demo's pictures: drawn, cut into squares and stored, on all cores."""

import os
from concurrent.futures import ProcessPoolExecutor
from io import BytesIO

from demo.art import draw
from models.kernel.media import MediaStore, square_key
from models.kernel.pictures import Squares, normalise


def make(name: str) -> Squares:
    """One drawing as the squares that an upload would become."""
    held = BytesIO()
    draw(name).save(held, "PNG", compress_level=1)
    return normalise(held.getvalue())


def store_all(media: MediaStore, names: list[str]) -> dict[str, str]:
    """Draws and stores every picture; returns its digest by name."""
    with ProcessPoolExecutor(max_workers=os.cpu_count()) as pool:
        squares = dict(zip(names, pool.map(make, names), strict=True))
    for one in squares.values():
        for side, data in one.sizes.items():
            media.put(square_key(one.digest, side), data)
    return {name: one.digest for name, one in squares.items()}
