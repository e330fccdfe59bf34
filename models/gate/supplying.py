"""Applying to become a supplier: a name and a kind, and from then on a checklist. Whoever applies owns the staff."""

from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from models.account.audit import note_audit
from models.account.member import Member
from models.catalogue.supplier.enrolling import SUPPLIER_NAME_LIMIT, usual_deposit
from models.catalogue.supplier.facts import supplier_subject
from models.catalogue.supplier.supplier import SUPPLIER_KINDS, Supplier, enrol, supplier_of
from models.gate.beginning import begin_checklist
from models.kernel.act import Act
from models.kernel.errors import N_, Refused
from models.kernel.rules import Rules
from models.kernel.text import one_line

_TAKEN = N_("已经有叫这个名字的供货商了")


@dataclass(frozen=True, slots=True)
class Candidacy:
    """What is asked first: the name that buyers will see, and what kind of supplier it is."""

    name: str
    kind: str


def apply_to_supply(session: Session, member: Member, candidacy: Candidacy, act: Act, *, rules: Rules) -> Supplier:
    """The supplier, which sells nothing until its checklist is done, with the usual deposit. A second tap gives the one
    there is. Raises Refused by field, and to whoever works for another."""
    session.exec(select(Member.id).where(Member.id == member.id).with_for_update())
    existing = supplier_of(session, member.id)
    if existing is not None:
        return existing
    name = _checked_name(session, candidacy)
    supplier = Supplier(name=name, kind=candidacy.kind, applying=True, proves_brands=rules.gate_brands == "door")
    supplier.owe_deposit(usual_deposit(rules), sells_meanwhile=rules.gate_deposit == "payout")
    try:
        with session.begin_nested():
            enrol(session, supplier, staff=member, at=act.at)
    except IntegrityError:
        # The unique constraint lets one of two in that apply under one name at once.
        raise Refused("name", _TAKEN) from None
    note_audit(session, "supplier.apply", supplier_subject(supplier), act)
    begin_checklist(session, member, supplier, act, rules=rules)
    return supplier


def _checked_name(session: Session, candidacy: Candidacy) -> str:
    name = one_line(candidacy.name)
    if not name:
        raise Refused("name", N_("请填供货商的名字"))
    if len(name) > SUPPLIER_NAME_LIMIT:
        raise Refused("name", N_("最多 %(most)d 个字"), most=SUPPLIER_NAME_LIMIT)
    if candidacy.kind not in SUPPLIER_KINDS:
        raise Refused("kind", N_("选一种供货商"))
    if session.exec(select(Supplier.id).where(Supplier.name == name)).first() is not None:
        raise Refused("name", _TAKEN)
    return name
