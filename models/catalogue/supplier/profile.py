"""What a supplier says about itself on every goods page."""

from models.catalogue.supplier.supplier import Supplier
from models.kernel.errors import N_, Refused
from models.kernel.text import one_line, paragraphs

STORY_LIMIT = 1000
PLACE_LIMIT = 40


def present(supplier: Supplier, *, story: str, ships_from: str) -> None:
    """Sets the story and where parcels leave from. Raises Refused."""
    supplier.story = paragraphs(story)
    supplier.ships_from = one_line(ships_from)
    if len(supplier.story) > STORY_LIMIT:
        raise Refused("story", N_("最多 %(most)d 个字"), most=STORY_LIMIT)
    if len(supplier.ships_from) > PLACE_LIMIT:
        raise Refused("ships_from", N_("最多 %(most)d 个字"), most=PLACE_LIMIT)
