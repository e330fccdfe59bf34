"""Whether money may be paid out to who is asked for something."""

from datetime import datetime

from sqlmodel import Session

from models.gate.checklist import Checklist, ChecklistItem
from models.gate.finding import checklist_of_shop, checklist_of_supplier
from models.ledger.owners import Owner
from models.shop.shop import Shop


def missing_for_payout(session: Session, owner: Owner, at: datetime) -> list[ChecklistItem]:
    """What holds up payouts now. Of what is asked within a time nothing does until then, nor what was given in time and
    waits for us."""
    checklist = _of(session, owner)
    return [item for item in checklist.items if _holds_up(checklist, item, at)] if checklist else []


def _of(session: Session, owner: Owner) -> Checklist | None:
    if isinstance(owner, Shop):
        return checklist_of_shop(session, owner.id)
    if owner.shop_id is not None:
        # A shop that sells its own goods showed as a shop what it is asked.
        return checklist_of_shop(session, owner.shop_id)
    return checklist_of_supplier(session, owner.id)


def _went_through(checklist: Checklist, item: ChecklistItem) -> bool:
    """Whether a supplier came in by it: a brand that lapses, or a deposit that is short, takes goods off sale, and
    holds up no payouts."""
    came_in = checklist.kind == "supplier" and checklist.state == "open" and not checklist.by_hand
    return came_in and item.asked == "door"


def _holds_up(checklist: Checklist, item: ChecklistItem, at: datetime) -> bool:
    if item.state == "done" or _went_through(checklist, item):
        return False
    until = checklist.asked_until
    in_time = item.state == "waiting" and item.given_at is not None and until is not None and item.given_at < until
    return not in_time and (until is None or at >= until)
