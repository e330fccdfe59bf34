"""How each item stands, as its applicant reads it: the state by a sign and a sentence, each with its own next step."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext

from models.gate.checklist import Checklist, ChecklistItem
from models.gate.kind import ItemKind, items_of
from models.gate.paying import missing_for_payout
from models.kernel.clock import now
from models.ledger.owners import Owner
from views.kit import store
from views.parts.checklist.promise import moment_in_words
from views.parts.checklist.screen import ItemScreen, item_screens


@dataclass(frozen=True, slots=True)
class ItemFace:
    """`where` is the address at which it is given, empty where nobody gives it; `edits`: also once it is done. `until`
    is our promise in words, `late` that it has passed, `since` when it was given."""

    item: ChecklistItem
    kind: ItemKind
    where: str
    edits: bool
    until: str
    late: bool
    since: str
    goes_first: bool

    @property
    def state(self) -> str:
        return self.item.state

    @property
    def words(self) -> str:
        return gettext(self.kind.words)

    @property
    def about(self) -> str:
        return gettext(self.kind.about)


def standing_facts(checklist: Checklist, owner: Owner, home: str) -> dict[str, Any]:
    """What the page of a checklist shows, which stands at `home`."""
    return {
        "checklist": checklist,
        "home": home,
        "door": faces_of(checklist, home, asked="door"),
        "money": faces_of(checklist, home, asked="payout"),
        "holds_up": checklist.state == "open" and bool(missing_for_payout(store.session(), owner, now())),
    }


def faces_of(checklist: Checklist, where: str, *, asked: str) -> list[ItemFace]:
    """What is asked by then ("door", "payout"), in the order in which it is read; `where` is the page of the checklist.
    An item whose file is gone is left out."""
    kinds, screens, at = items_of(checklist.kind), item_screens(), now()
    items = [item for item in checklist.items if item.asked == asked and item.name in kinds]
    items.sort(key=lambda item: kinds[item.name].place)
    first = next((item for item in items if item.state in ("yours", "refused")), None)
    return [_face(item, kinds[item.name], screens.get(item.name), where, item is first, at) for item in items]


def _face(
    item: ChecklistItem, kind: ItemKind, screen: ItemScreen | None, where: str, goes_first: bool, at: datetime
) -> ItemFace:
    own = f"{where}/{item.name}" if screen and screen.form else screen.elsewhere if screen else ""
    due = item.due_at if item.state == "waiting" else None
    return ItemFace(
        item=item,
        kind=kind,
        where=own,
        edits=bool(screen and screen.edits),
        until=moment_in_words(due, at) if due else "",
        late=bool(due and due < at),
        since=moment_in_words(item.given_at, at) if item.given_at else "",
        goes_first=goes_first,
    )
