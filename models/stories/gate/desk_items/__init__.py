"""How the desk looks at an item of a checklist and decides it, an item a file. One without a file is decided by its
words alone, and has nothing that is protected. Nothing else lists them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from models.account.identity.identity import Identity
from models.gate.checklist import ChecklistItem
from models.gate.deciding import decide_item, undecide_item
from models.gate.documents.document import Document
from models.kernel.act import Act
from models.kernel.kinds import kinds_in
from models.kernel.rules import Rules


@dataclass(frozen=True, slots=True)
class Decided:
    """What the desk says of an item: right or not, or a score, as it was typed."""

    is_right: bool
    score: str = ""


def _decide(session: Session, item: ChecklistItem, decided: Decided, act: Act, rules: Rules) -> None:
    decide_item(session, item, "done" if decided.is_right else "refused", act)


@dataclass(frozen=True, slots=True)
class DeskItem:
    """`decides` and `undoes` go beside the item's own step, in its transaction. `documents` and `identity` are what may
    be looked at while it waits. `is_scored`: a score is typed in place of a yes. `wording` is the kind of usual
    words for sending it back."""

    name: str
    place: int
    decides: Callable[[Session, ChecklistItem, Decided, Act, Rules], None] = _decide
    undoes: Callable[[Session, ChecklistItem, Act], None] = undecide_item
    documents: Callable[[Session, ChecklistItem], Sequence[Document]] = lambda session, item: ()
    identity: Callable[[Session, ChecklistItem], Identity | None] = lambda session, item: None
    is_scored: bool = False
    wording: str = "item_refusal"

    def is_looked_at(self, session: Session, item: ChecklistItem) -> bool:
        """Whether there is something protected to look at."""
        return bool(self.documents(session, item)) or self.identity(session, item) is not None


_PLAIN = DeskItem("", 0)


def desk_item(name: str) -> DeskItem:
    """How an item of this name is decided."""
    known: dict[str, Any] = kinds_in(__name__, "DESK_ITEM")
    found: DeskItem = known.get(name, _PLAIN)
    return found
