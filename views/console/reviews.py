"""What buyers said of what the shop sold, and answering it."""

from views.console.blueprint import console
from views.kit.identity import shop
from views.parts.reviews.answering import ReviewedSide, screens


def _reviewed() -> ReviewedSide:
    return ReviewedSide("keeper", shop().id)


screens.mount(console, _reviewed, by=__name__)
