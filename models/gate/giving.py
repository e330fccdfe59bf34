"""What an applicant gives: from then on it is ours, with a promise; or the program itself says that it is right."""

from sqlmodel import Session

from models.gate.checklist import ITEM_STEPS, ChecklistItem
from models.gate.holding import hold_checklist
from models.gate.kind import item_kind
from models.gate.opening_door import open_door
from models.kernel.act import Act
from models.kernel.errors import N_, Refused
from models.kernel.rules import Rules


def give_item(
    session: Session, item: ChecklistItem, act: Act, *, rules: Rules, given: dict[str, str] | None = None
) -> None:
    """An operator looks at it from here on, within the promise. Raises Refused where it is not the applicant's turn: of
    two taps at once the second."""
    hold_checklist(session, item.checklist)
    if item.state not in ("yours", "refused"):
        raise Refused("", N_("这一项已经交了，刷新看看"))
    due = act.at + item_kind(item.checklist.kind, item.name).promise(rules)
    facts = {"given": given or {}, "given_at": act.at, "due_at": due, "tries": item.tries + 1}
    ITEM_STEPS.take(session, item, "give", act, **facts, why="", decided_by=None, decided_at=None)


def pass_item(session: Session, item: ChecklistItem, act: Act, *, given: dict[str, str] | None = None) -> None:
    """Done, by the program's own word: a gateway answered, a rule was met. The door may open by it. Raises Refused
    where it is done already."""
    hold_checklist(session, item.checklist)
    facts = {"given": given or {}, "given_at": act.at, "tries": item.tries + 1}
    if not ITEM_STEPS.take(session, item, "pass", act, **facts, why="", decided_by=None, decided_at=act.at):
        raise Refused("", N_("这一项已经交了，刷新看看"))
    open_door(session, item.checklist, act)
