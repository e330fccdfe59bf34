"""Opened by hand: somebody vouches for it, so the door does not wait for the checklist."""

from datetime import timedelta

from sqlmodel import Session

from models.account.member import Member
from models.catalogue.supplier.enrolling import Candidate, take_on
from models.catalogue.supplier.register import staff_of
from models.catalogue.supplier.supplier import Supplier
from models.gate.checklist import Checklist
from models.gate.making import Asker, ask_items, checklist_there_is, make_checklist
from models.gate.rereading import reread
from models.kernel.act import Act
from models.kernel.rules import Rules
from models.shop.opening import Door, open_shop
from models.shop.shop import Shop


def begin_by_hand(session: Session, member: Member, whose: Asker, act: Act, *, rules: Rules) -> Checklist:
    """The checklist of what an operator opened: what is missing is asked within a time, and holds up payouts alone
    after it. The one there is where there is one."""
    existing = checklist_there_is(session, whose)
    if existing:
        return existing
    made = make_checklist(session, member, whose, act)
    made.asked_until = act.at + timedelta(days=rules.gate_grace_days)
    _stand_open(session, made, act)
    ask_items(session, made, act, rules=rules)
    reread(session, made, act, rules=rules)
    return made


def take_on_by_hand(session: Session, candidate: Candidate, act: Act, *, rules: Rules) -> Supplier:
    """A supplier that an operator enrolled: it may sell at once its deposit is paid, shows the rest within a time, and
    holds up nothing but payouts after it. The same form again gives the same supplier. Raises Refused by field."""
    supplier = take_on(session, candidate, act, rules=rules)
    owner = next(iter(staff_of(session, supplier)))
    begin_by_hand(session, owner, supplier, act, rules=rules)
    return supplier


def open_by_hand(session: Session, keeper: Member, door: Door, act: Act, *, rules: Rules) -> Shop:
    """A member's first shop, open at once, of which nothing more is asked: whoever hosts the network vouches for it."""
    shop = open_shop(session, keeper, door, rules=rules, at=act.at)
    if checklist_there_is(session, shop) is None:
        _stand_open(session, make_checklist(session, keeper, shop, act), act)
    return shop


def _stand_open(session: Session, checklist: Checklist, act: Act) -> None:
    checklist.by_hand, checklist.state, checklist.opened_at = True, "open", act.at
    session.flush()
