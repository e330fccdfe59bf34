"""What a supplier says about itself on every goods page, and what it asks for sending a parcel."""

from models.catalogue.supplier import Supplier
from models.kernel.errors import N_, Refused
from models.kernel.money import Money
from models.kernel.text import one_line, paragraphs

STORY = 1000
PLACE = 40


def present(supplier: Supplier, *, story: str, ships_from: str, freight: Money, free_over: Money | None) -> None:
    """Sets the story, where parcels leave from, and the freight; `free_over` None means it is never free."""
    supplier.story = paragraphs(story)
    supplier.ships_from = one_line(ships_from)
    if len(supplier.story) > STORY:
        raise Refused("story", N_("最多 %(most)d 个字"), most=STORY)
    if len(supplier.ships_from) > PLACE:
        raise Refused("ships_from", N_("最多 %(most)d 个字"), most=PLACE)
    supplier.freight, supplier.free_over = freight, free_over
