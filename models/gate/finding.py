"""Finding checklists, and what the door says to a member."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlmodel import Session, col, select

from models.account.member import Member
from models.gate.checklist import Checklist, ChecklistItem
from models.gate.states import OPEN_ITEMS
from models.shop.shop import Shop


@dataclass(frozen=True, slots=True)
class AtDoor:
    """How far a member has come. `nothing`: no shop was begun. `yours`: it is the member's turn, at `step` of `steps`.
    `waiting`: all that is left is ours, promised until `due`. `open`: there is a shop whose door opened."""

    state: Literal["nothing", "yours", "waiting", "open"]
    shop: Shop | None = None
    step: int = 0
    steps: int = 0
    due: datetime | None = None


def door_of(session: Session, member: Member) -> AtDoor:
    """What the door on the first page says to this member: of several shops, that of the first that is open."""
    shops = session.exec(select(Shop).where(Shop.keeper_id == member.id).order_by(col(Shop.id))).all()
    if not shops:
        return AtDoor("nothing")
    opened = next((shop for shop in shops if not shop.opens_soon), None)
    if opened is not None:
        return AtDoor("open", opened)
    checklist = checklist_of_shop(session, shops[0].id)
    items = before_door(checklist) if checklist else []
    return _how_far(shops[0], items)


def _how_far(shop: Shop, items: list[ChecklistItem]) -> AtDoor:
    done = sum(item.state == "done" for item in items)
    left = [item for item in items if item.state in OPEN_ITEMS]
    if left and all(item.state == "waiting" for item in left):
        return AtDoor("waiting", shop, done, len(items), max(item.due_at for item in left if item.due_at))
    return AtDoor("yours", shop, min(done + 1, len(items)), len(items))


def before_door(checklist: Checklist) -> list[ChecklistItem]:
    """What is asked before the door opens."""
    return [item for item in checklist.items if item.asked == "door"]


def checklist_of_shop(session: Session, shop_id: int) -> Checklist | None:
    """The checklist of one shop."""
    return session.exec(select(Checklist).where(Checklist.shop_id == shop_id)).first()


def checklist_of_supplier(session: Session, supplier_id: int) -> Checklist | None:
    """The checklist of one supplier."""
    return session.exec(select(Checklist).where(Checklist.supplier_id == supplier_id)).first()


def checklists_of(session: Session, member_id: int) -> list[Checklist]:
    """Every checklist of a member, in the order in which they were begun."""
    return list(session.exec(select(Checklist).where(Checklist.member_id == member_id).order_by(col(Checklist.id))))


def item_of(checklist: Checklist, name: str) -> ChecklistItem | None:
    """One item by its name; None where it is not asked."""
    return next((item for item in checklist.items if item.name == name), None)


def item_coded(session: Session, code: str) -> ChecklistItem | None:
    """Anybody's item, for the desk."""
    return session.exec(select(ChecklistItem).where(ChecklistItem.code == code)).first()
