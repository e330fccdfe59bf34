"""Asking again for what was done: its time is over. The door stays open meanwhile; past the time given, payouts
wait."""

from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from models.gate.checklist import ITEM_STEPS, Checklist, ChecklistItem, Gated
from models.gate.holding import hold_checklist
from models.gate.kind import ItemKind, items_of
from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.rules import Rules


def ask_item_again(session: Session, item: ChecklistItem, act: Act, *, rules: Rules) -> bool:
    """It is the applicant's turn again; False where it is already."""
    hold_checklist(session, item.checklist)
    if item.state != "done":
        return False
    facts: dict[str, Any] = {
        "given": {},
        "given_at": None,
        "due_at": None,
        "decided_by": None,
        "decided_at": None,
        "why": "",
    }
    taken = ITEM_STEPS.take(session, item, "ask_again", act, **facts)
    if taken and item.checklist.state == "open":
        until = act.at + timedelta(days=rules.gate_grace_days)
        item.checklist.asked_until = max(until, item.checklist.asked_until or until)
        session.flush()
    return taken


def ask_again_in_time(database: Database, *, rules: Rules, at: datetime) -> int:
    """Asks again for what was done longer ago than its setting says, each in a transaction of its own; returns how
    many. A setting of 0 months asks for nothing."""
    kinds: tuple[Gated, ...] = ("shop", "supplier")
    asked = 0
    for gated in kinds:
        for kind in items_of(gated).values():
            months = getattr(rules, kind.renewed) if kind.renewed else 0
            for item_id in _over(database, gated, kind, _ago(at, months)) if months else ():
                with database.transaction() as session:
                    item = session.get_one(ChecklistItem, item_id)
                    asked += ask_item_again(session, item, Act.clock(at), rules=rules)
    return asked


def _over(database: Database, gated: Gated, kind: ItemKind, before: datetime) -> list[int]:
    with database.reading() as session:
        query = select(ChecklistItem.id).join(Checklist).where(Checklist.kind == gated, Checklist.state == "open")
        done = (ChecklistItem.name == kind.name, ChecklistItem.state == "done", col(ChecklistItem.decided_at) < before)
        return list(session.exec(query.where(*done).order_by(col(ChecklistItem.id))))


def _ago(at: datetime, months: int) -> datetime:
    """So many months before: a year has twelve, whatever days they have."""
    return at - timedelta(days=months * 365 // 12)
