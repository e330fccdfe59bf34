"""Applications: a shop that was begun under the strict rules, and what its keeper and the desk do with its items."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlmodel import Session, select

from models.account.member import Member
from models.gate.checklist import Checklist, ChecklistItem
from models.gate.deciding import decide_item
from models.gate.finding import checklist_of_shop, checklists_of, item_of
from models.gate.giving import give_item
from models.gate.rereading import reread
from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.rules import DEFAULT, Rules
from models.shop.shop import Shop

# As the demo network is set: a name and a phone.
LENIENT: Rules = replace(DEFAULT, gate_identity="off", gate_certification="off", gate_credit="off")
LOOKED_AT = ("identity", "certification", "credit")


def list_of(session: Session, shop: Shop) -> Checklist:
    """The checklist of a shop."""
    found = checklist_of_shop(session, shop.id)
    assert found is not None
    return found


def one_item(session: Session, shop: Shop, name: str) -> ChecklistItem:
    """One of its items."""
    found = item_of(list_of(session, shop), name)
    assert found is not None, name
    return found


def states_of_list(session: Session, shop: Shop) -> dict[str, str]:
    """How each of its items stands."""
    return {item.name: item.state for item in list_of(session, shop).items}


def prove_phone(session: Session, member: Member, at: Any = None) -> None:
    """The member read what was sent to the phone."""
    moment = at or now()
    member.phone_proven_at = moment
    for checklist in checklists_of(session, member.id):
        reread(session, checklist, Act.keeper(member, moment), rules=DEFAULT)


def give(session: Session, shop: Shop, *names: str, at: Any = None) -> None:
    """Gives these items, as their keeper."""
    for name in names or LOOKED_AT:
        act = Act.keeper(shop.keeper, at or now())
        give_item(session, one_item(session, shop, name), act, rules=DEFAULT, given={"last": "1234"})


def let_through(session: Session, shop: Shop, desk: Member, *names: str, at: Any = None) -> None:
    """The desk says yes to these items."""
    for name in names or LOOKED_AT:
        decide_item(session, one_item(session, shop, name), "done", Act.operator(desk, at or now()))


def open_through(session: Session, number: int, desk: Member) -> None:
    """Everything that the strict rules ask before the door opens, done in one go."""
    shop = session.exec(select(Shop).where(Shop.number == number)).one()
    prove_phone(session, shop.keeper)
    waiting = [name for name in LOOKED_AT if one_item(session, shop, name).state in ("yours", "refused")]
    if waiting:
        give(session, shop, *waiting, at=now() - timedelta(minutes=5))
    left = [name for name in LOOKED_AT if one_item(session, shop, name).state == "waiting"]
    if left:
        let_through(session, shop, desk, *left)
