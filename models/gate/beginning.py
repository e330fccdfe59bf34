"""Beginning: a shop has its number from then on, and its checklist says what it takes until the door opens."""

from sqlmodel import Session

from models.account.audit import note_audit
from models.account.audit.editing import changes_between
from models.account.member import Member
from models.gate.checklist import Checklist
from models.gate.making import Asker, ask_items, checklist_there_is, make_checklist
from models.gate.rereading import reread
from models.kernel.act import Act
from models.kernel.rules import Rules
from models.shop.facts import shop_facts, shop_subject
from models.shop.opening import Door, begin_shop
from models.shop.shop import Shop


def begin_opening(session: Session, keeper: Member, door: Door, act: Act, *, rules: Rules) -> Shop:
    """A member's first shop with its number and its checklist; the door opens at once where nothing is missing. A
    second call, or a double tap, gives the shop there is. Raises Refused by the naming rule."""
    shop = begin_shop(session, keeper, door, rules=rules, at=act.at)
    if checklist_there_is(session, shop) is None and shop.opens_soon:
        note_audit(session, "shop.begin", shop_subject(shop), act, changes_between({}, shop_facts(shop)))
        begin_checklist(session, keeper, shop, act, rules=rules)
    return shop


def begin_checklist(session: Session, member: Member, whose: Asker, act: Act, *, rules: Rules) -> Checklist:
    """The checklist of a shop that is begun, or of a supplier; the one there is where there is one. The door opens at
    once where nothing is missing."""
    existing = checklist_there_is(session, whose)
    if existing:
        return existing
    made = make_checklist(session, member, whose, act)
    ask_items(session, made, act, rules=rules)
    reread(session, made, act, rules=rules)
    return made
