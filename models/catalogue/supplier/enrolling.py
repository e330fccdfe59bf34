"""Taking a supplier on: the company, what it says of itself, and the first member who works for it."""

from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from models.account.audit import note_audit
from models.account.joining import new_member
from models.account.member import Member
from models.catalogue.supplier.freight import charge
from models.catalogue.supplier.freight_rate import FreightRate
from models.catalogue.supplier.profile import present
from models.catalogue.supplier.supplier import SUPPLIER_KINDS, Supplier, SupplierStaff, enrol
from models.kernel import text
from models.kernel.act import Act
from models.kernel.errors import N_, Refused
from models.kernel.money import Money
from models.kernel.reading.phones import mobile
from models.kernel.rules import Rules

SUPPLIER_NAME_LIMIT = 60
_TAKEN = N_("已经有叫这个名字的供货商了")


@dataclass(frozen=True, slots=True)
class Candidate:
    """What the operator's form says. Without a `deposit` it is the usual one. `password` is the first one; the staff
    changes it after signing in."""

    name: str
    kind: str
    ships_from: str
    story: str
    freight: Money
    free_over: Money | None
    deposit: Money | None
    staff: str
    phone: str
    password: str


def take_on(session: Session, candidate: Candidate, act: Act, *, rules: Rules) -> Supplier:
    """Makes a new supplier, whose goods go on sale once its deposit is paid. The same form again gives the same
    supplier. Raises Refused by field."""
    existing = _existing(session, candidate)
    if existing:
        return existing
    _check(session, candidate)
    name, person = text.one_line(candidate.name), {"phone": candidate.phone, "name": candidate.staff}
    staff = new_member(session, **person, password=candidate.password, about=[name], at=act.at)
    supplier = Supplier(name=name, kind=candidate.kind)
    present(supplier, story=candidate.story, ships_from=candidate.ships_from)
    charge(supplier, FreightRate(candidate.freight, candidate.free_over))
    asked = usual_deposit(rules) if candidate.deposit is None else candidate.deposit
    supplier.owe_deposit(asked, sells_meanwhile=rules.gate_deposit == "payout")
    try:
        enrol(session, supplier, staff=staff, at=act.at)
    except IntegrityError:
        # The unique constraint lets one of two in that are taken on under one name at once.
        raise Refused("name", _TAKEN) from None
    note_audit(
        session, "supplier.enrol", f"{supplier.code} {supplier.name}", act.because(f"{staff.name} {staff.phone}")
    )
    return supplier


def usual_deposit(rules: Rules) -> Money:
    """What is asked of who comes; nothing where the network asks for no deposit."""
    return Money(0 if rules.gate_deposit == "off" else rules.supplier_deposit)


def _existing(session: Session, candidate: Candidate) -> Supplier | None:
    query = select(Supplier).join(SupplierStaff).join(Member)
    named = query.where(Supplier.name == text.one_line(candidate.name))
    return session.exec(named.where(Member.phone == mobile(candidate.phone))).first()


def _check(session: Session, candidate: Candidate) -> None:
    name = text.one_line(candidate.name)
    if not name:
        raise Refused("name", N_("请填供货商的名字"))
    if len(name) > SUPPLIER_NAME_LIMIT:
        raise Refused("name", N_("最多 %(most)d 个字"), most=SUPPLIER_NAME_LIMIT)
    if session.exec(select(Supplier.id).where(Supplier.name == name)).first():
        raise Refused("name", _TAKEN)
    if candidate.deposit is not None and candidate.deposit < 0:
        raise Refused("deposit", N_("保证金不能小于 0"))
    if candidate.kind not in SUPPLIER_KINDS:
        raise Refused("kind", N_("选一种供货商"))
    if not text.one_line(candidate.staff):
        raise Refused("staff", N_("请填对接人的称呼"))
    if session.exec(select(Member.id).where(Member.phone == mobile(candidate.phone))).first():
        raise Refused("phone", N_("这个手机号已经有账号了，换一个"))
