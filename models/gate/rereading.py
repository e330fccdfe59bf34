"""What another noun knows of an item (a phone that was proven, an account that was verified) is read again, and the row
says so from then on. Whoever changes such a noun calls this in the same transaction, through a story."""

from typing import Any

from sqlmodel import Session

from models.gate.checklist import ITEM_STEPS, Checklist, ChecklistItem
from models.gate.holding import hold_checklist
from models.gate.kind import FoundState, ItemKind, items_of
from models.gate.opening_door import open_door
from models.gate.states import ItemState, ItemStep
from models.kernel.act import Act
from models.kernel.rules import Rules

_STEPS: dict[ItemState, ItemStep] = {"yours": "ask_again", "waiting": "give", "done": "pass", "refused": "refuse"}


def reread(session: Session, checklist: Checklist, act: Act, *, rules: Rules) -> None:
    """Brings every item that is read elsewhere up to that; the door opens where nothing is missing any more."""
    hold_checklist(session, checklist)
    kinds = items_of(checklist.kind)
    for item in checklist.items:
        kind = kinds.get(item.name)
        found = kind.reads(session, checklist) if kind and kind.reads else None
        if kind and found and (found.state, found.given) != (item.state, item.given):
            _follow(session, item, kind, found, act, rules)
    open_door(session, checklist, act)


def _follow(session: Session, item: ChecklistItem, kind: ItemKind, found: FoundState, act: Act, rules: Rules) -> None:
    if found.state == item.state:
        item.given = found.given
        session.flush()
        return
    facts: dict[str, Any] = {"given": found.given, "why": found.why if found.state == "refused" else ""}
    if found.state == "waiting":
        since = found.at or act.at
        # What waits again, because a decision was taken back, keeps the promise it had.
        due = item.due_at if item.given_at == since and item.due_at else since + kind.promise(rules)
        facts |= {"given_at": since, "due_at": due, "decided_at": None, "decided_by": None}
        facts |= {"tries": item.tries + 1}
    elif found.state in ("done", "refused"):
        facts |= {"decided_at": act.at, "decided_by": act.by_id if act.who == "operator" else None}
    ITEM_STEPS.take(session, item, _STEPS[found.state], act.because(str(facts["why"])), **facts)
