"""What the desk decides about an item that an applicant gave."""

from typing import Any, Literal

from sqlmodel import Session

from models.account.audit import note_audit
from models.gate.checklist import ITEM_STEPS, ChecklistItem
from models.gate.holding import hold_checklist
from models.gate.kind import item_kind
from models.gate.opening_door import open_door
from models.kernel.act import Act
from models.kernel.errors import N_, Refused
from models.kernel.said import Said
from models.kernel.text import one_line

ITEM_WHY_LIMIT = 200
_CHANGED = N_("这一项刚刚有了变化，刷新看看")


def decide_item(
    session: Session,
    item: ChecklistItem,
    verdict: Literal["done", "refused"],
    act: Act,
    *,
    given: dict[str, str] | None = None,
) -> None:
    """Done, or refused with a word; what was right stays right, only the refused is asked again. With the last one the
    door opens. Raises Refused without a word why, on the operator's own, and where it does not wait."""
    hold_checklist(session, item.checklist)
    require_not_own(item, act)
    why = act.why if isinstance(act.why, Said) else one_line(act.why)[:ITEM_WHY_LIMIT]
    if verdict == "refused" and not why:
        raise Refused("why", N_("写一句为什么，对方会看到"))
    if item.state != "waiting":
        raise Refused("", _CHANGED)
    facts: dict[str, Any] = {"given": item.given | (given or {}), "decided_by": act.member.id, "decided_at": act.at}
    facts |= {"why": why if verdict == "refused" else ""}
    ITEM_STEPS.take(session, item, "pass" if verdict == "done" else "refuse", act.because(why), **facts)
    kind = item_kind(item.checklist.kind, item.name)
    if verdict == "done" and kind.passed:
        kind.passed(session, item.checklist, act.at)
    note_audit(session, f"item.{verdict}", item_subject(item), act.because(why))
    open_door(session, item.checklist, act)


def undecide_item(session: Session, item: ChecklistItem, act: Act) -> None:
    """Takes back the own decision; it waits again, with the promise it had. Raises Refused where the door has opened by
    it, or something else followed."""
    hold_checklist(session, item.checklist)
    if item.decided_by != act.member.id or item.state not in ("done", "refused") or item.given_at is None:
        raise Refused("", _CHANGED)
    if item.state == "done" and item_kind(item.checklist.kind, item.name).passed:
        raise Refused("", N_("这样的决定收不回"))
    if item.state == "done" and item.asked == "door" and item.checklist.state == "open":
        raise Refused("", N_("门已经开了，收不回了"))
    ITEM_STEPS.take(session, item, "undecide", act, why="", decided_by=None, decided_at=None)
    note_audit(session, "item.undecide", item_subject(item), act)


def require_not_own(item: ChecklistItem, act: Act) -> None:
    """Raises Refused where an operator is the applicant: another one decides."""
    if act.by_id == item.checklist.member_id:
        raise Refused("", N_("这是你自己的申请，要由另一位平台人员来办"))


def item_subject(item: ChecklistItem) -> str:
    """How a row of the trail names an item: by its shop's number, or its checklist's code."""
    shop = item.checklist.shop
    return f"{shop.number if shop else item.checklist.code} {item.name}"
