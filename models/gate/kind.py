"""What kinds of items there are: each says its own name, words, who decides and where it is read."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from sqlmodel import Session

from models.account.role import DeskRole
from models.gate.checklist import Checklist, Gated
from models.gate.states import AskedBefore, ItemState
from models.kernel.kinds import kinds_in
from models.kernel.rules import Rules

_PACKAGES: dict[Gated, str] = {"shop": "models.gate.shop_items", "supplier": "models.gate.supplier_items"}


@dataclass(frozen=True, slots=True)
class FoundState:
    """How an item stands by what the program knows from elsewhere, since when, with plain facts to show, and why where
    it was refused."""

    state: ItemState
    given: dict[str, str] = field(default_factory=dict)
    why: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ItemKind:
    """One item. `words` is what people call it, `about` what the applicant is told, both msgids; `minutes` is how long
    it takes to give. `decided_by` a role at the desk, or the program itself. `reads` finds how it stands, where another
    noun knows: then nobody gives it here, and `reread` keeps the row as that noun says. `settled` is when it is asked,
    where no setting says so; `hours` names the setting that is the promise,
    `renewed` the one after how many months it is asked again; none: never. `passed` is what else is true once an
    operator said yes."""

    name: str
    place: int
    words: str
    about: str
    decided_by: Literal["program"] | DeskRole = "program"
    minutes: int = 1
    reads: Callable[[Session, Checklist], FoundState | None] | None = None
    settled: AskedBefore | None = None
    hours: str = "gate_hours"
    renewed: str = ""
    passed: Callable[[Session, Checklist, datetime], None] | None = None

    def asked(self, rules: Rules) -> AskedBefore | None:
        """By when the network asks for it; None where it does not."""
        if self.settled:
            return self.settled
        said: str = getattr(rules, f"gate_{self.name}")
        return None if said == "off" else "payout" if said == "payout" else "door"

    def promise(self, rules: Rules) -> timedelta:
        """How soon what was given is decided."""
        return timedelta(hours=getattr(rules, self.hours))


def items_of(kind: Gated) -> dict[str, ItemKind]:
    """Every item that a shop, or a supplier, may be asked for, in the order in which they are read."""
    return kinds_in(_PACKAGES[kind], "ITEM")


def item_kind(kind: Gated, name: str) -> ItemKind:
    """One of them."""
    return items_of(kind)[name]


def asked_besides(rules: Rules) -> list[ItemKind]:
    """What this network asks of a shop before its door opens, besides a name and a phone."""
    named = [kind for kind in items_of("shop").values() if kind.asked(rules) == "door"]
    return [kind for kind in named if kind.name not in ("words", "phone")]
