"""What buyers ask the supplier: after the sale, or where a keeper called it in."""

from models.talk import finding
from views.kit import store
from views.kit.identity import supplier
from views.parts.talk.answering import Answerer, screens
from views.supply.blueprint import supply

OPENED_BY = ("service",)


def _answerer() -> Answerer:
    own = supplier()
    return Answerer(
        side="supplier",
        id=own.id,
        find=lambda code: finding.talk_of_supplier(store.session(), own, code),
        templates="supply/talks",
        remembers=True,
    )


screens.mount(supply, _answerer, by=__name__)
