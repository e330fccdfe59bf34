"""What buyers said of what the supplier shipped, and answering it."""

from views.kit.identity import supplier
from views.parts.reviews.answering import ReviewedSide, screens
from views.supply.blueprint import supply

OPENED_BY = ("service",)


def _reviewed() -> ReviewedSide:
    return ReviewedSide("supplier", supplier().id)


screens.mount(supply, _reviewed, by=__name__)
