"""How an item of a checklist is given: by a form of its own, or on a page that stands elsewhere."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for

from models.gate.checklist import ChecklistItem
from models.kernel.act import Act
from models.kernel.kinds import kinds_in
from views.kit.forms import TokenForm


@dataclass(frozen=True, slots=True)
class ItemScreen:
    """Of the item of this name. `form` makes the form from the request, or empty where it is shown first; `takes` gives
    the item with it, in the request's transaction, and raises Refused. `facts` are what its template is given besides.
    `leads` is the endpoint, with its anchor, of the page where it is given instead; "." keeps to the audience.
    `edits`: what is done can be changed there too."""

    name: str
    place: int
    form: Callable[[], TokenForm] | None = None
    takes: Callable[[ChecklistItem, Any, Act], None] | None = None
    facts: Callable[[ChecklistItem], Mapping[str, Any]] = lambda item: {}
    leads: tuple[str, str] | None = None
    edits: bool = False

    @property
    def elsewhere(self) -> str:
        """The address where it is given instead; empty where it has a screen here."""
        return url_for(self.leads[0], _anchor=self.leads[1] or None) if self.leads else ""


def item_screens() -> dict[str, ItemScreen]:
    """Every screen there is, by the name of its item."""
    return kinds_in("views.parts.checklist.items", "SCREEN")
