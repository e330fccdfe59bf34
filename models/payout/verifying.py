"""Payee accounts: given by their owner, looked at by the desk before any money goes there."""

from sqlalchemy import func
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from models.account.audit import note_audit
from models.account.audit.editing import changes_between, said_facts
from models.kernel.act import Act
from models.kernel.codes import fresh_code
from models.kernel.errors import N_, Refused
from models.kernel.record import related
from models.kernel.sealing import Seal, Unreadable
from models.kernel.steps import states_of, take
from models.kernel.text import one_line
from models.ledger.balance import hold_account
from models.ledger.owners import Owner, owned_by, purse, shop_id_of, supplier_id_of
from models.payout import four_eyes
from models.payout.payee import PayeeAccount
from models.payout.payee_details import PayeeDetails, checked_payee
from models.payout.states import PAYEE, PayeeStep
from models.payout.withdrawal import Withdrawal

PAYEE_STATES = states_of(PAYEE, "asked")
PAYEE_WHY_LIMIT = 200


def give_payee(session: Session, owner: Owner, given: PayeeDetails, act: Act, *, seal: Seal) -> PayeeAccount:
    """Another account instead of the one so far, to be verified anew; the very same again changes nothing. What was
    asked to the one so far still goes there. Raises Refused for what is no account."""
    given = checked_payee(given)
    # Two forms at once come one after the other.
    hold_account(session, purse(session, owner, "available"))
    existing = payee_of(session, owner)
    if existing and existing.state != "refused":
        if _same(existing, given, seal):
            return existing
        take(session, existing, PAYEE, "replace", {"decided_at": act.at})
    made = PayeeAccount(
        code=fresh_code(session, PayeeAccount.code, 8),
        shop_id=shop_id_of(owner),
        supplier_id=supplier_id_of(owner),
        kind=given.kind,
        holder=given.holder,
        sealed=seal.close(given.number),
        shown=masked_number(given.number),
        bank=given.bank,
        branch=given.branch,
        asked_by=act.member.id,
        asked_at=act.at,
    )
    session.add(made)
    session.flush()
    before = _facts(existing) if existing else {}
    note_audit(session, "payee.give", made.code, act, changes_between(before, _facts(made)))
    return made


def verify_payee(session: Session, payee: PayeeAccount, act: Act) -> None:
    """Money may go there. A second press changes nothing. Raises Refused where it was decided otherwise or replaced, or
    is the operator's own."""
    if payee.state != "verified":
        _decide(session, payee, "verify", act)


def refuse_payee(session: Session, payee: PayeeAccount, act: Act) -> None:
    """No money may go there, also where it was verified before; its owner reads why. Raises Refused without a word."""
    act = act.because(one_line(act.why)[:PAYEE_WHY_LIMIT])
    if not act.why:
        raise Refused("why", N_("写一句为什么，对方会看到"))
    if payee.state != "refused":
        _decide(session, payee, "refuse", act)


def undecide_payee(session: Session, payee: PayeeAccount, act: Act) -> None:
    """Takes back the own decision; the account waits again. Raises Refused where something followed."""
    hold_account(session, purse(session, payee.owner, "available"))
    session.refresh(payee)
    if payee.decided_by != act.member.id or payee.state not in ("verified", "refused"):
        raise Refused("", N_("这个收款账户刚刚有了变化，刷新看看"))
    if session.exec(select(Withdrawal.id).where(Withdrawal.payee_id == payee.id).limit(1)).first():
        raise Refused("", N_("对方已经要提现到这个账户，收不回了"))
    latest = payee_of(session, payee.owner)
    if latest is not None and latest.id != payee.id:
        raise Refused("", N_("对方已经另给了一个账户，收不回了"))
    take(session, payee, PAYEE, "undecide", {"why": "", "decided_by": None, "decided_at": None})
    note_audit(session, "payee.undecide", payee.code, act)


def look_at_number(session: Session, payee: PayeeAccount, act: Act, *, seal: Seal) -> str:
    """The whole number, for whoever verifies it. The look is put on record."""
    number = number_of(payee, seal)
    note_audit(session, "payee.look", payee.code, act)
    return number


def number_of(payee: PayeeAccount, seal: Seal) -> str:
    """The whole number, for the files of payments. Raises Refused where the program's secret was changed since."""
    try:
        return seal.open(payee.sealed)
    except Unreadable:
        words = N_("%(holder)s 的收款账号读不出来：网站的密钥换过。请对方重新填一次")
        raise Refused("", words, holder=payee.holder) from None


def masked_number(number: str) -> str:
    """What people see of a number: its last four, of an address its first letter and where it is."""
    if "@" in number:
        name, _, host = number.partition("@")
        return f"{name[0]}***@{host}"[:80]
    return f"**** {number[-4:]}"


def payee_of(session: Session, owner: Owner) -> PayeeAccount | None:
    """The account an owner gave last, whatever became of it."""
    query = select(PayeeAccount).where(owned_by(PayeeAccount, owner)).order_by(col(PayeeAccount.id).desc())
    return session.exec(query.limit(1).execution_options(populate_existing=True)).first()


def payee_coded(session: Session, code: str) -> PayeeAccount | None:
    """Anybody's payee account, for the desk."""
    return session.exec(select(PayeeAccount).where(PayeeAccount.code == code)).first()


def payees(session: Session, state: str, *, limit: int, offset: int) -> list[PayeeAccount]:
    """One page of one state with the owners: those that wait longest first, of the others the newest."""
    first = col(PayeeAccount.id) if state == "asked" else col(PayeeAccount.id).desc()
    query = select(PayeeAccount).where(PayeeAccount.state == state).order_by(first).limit(limit).offset(offset)
    owners = (joinedload(related(PayeeAccount.shop)), joinedload(related(PayeeAccount.supplier)))
    return list(session.exec(query.options(*owners)))


def payee_counts(session: Session) -> dict[str, int]:
    """How many payee accounts there are in each state."""
    counted = session.exec(select(PayeeAccount.state, func.count()).group_by(PayeeAccount.state)).all()
    return dict.fromkeys(PAYEE_STATES, 0) | dict(counted)


def to_verify(session: Session) -> int:
    """How many wait for the desk."""
    return session.exec(select(func.count()).select_from(PayeeAccount).where(PayeeAccount.state == "asked")).one()


def _facts(payee: PayeeAccount) -> dict[str, str]:
    """What the trail says of an account: never its whole number."""
    told = {N_("收款方式"): payee.kind, N_("户名"): payee.holder, N_("账号"): payee.shown}
    return said_facts(told | {N_("银行"): payee.bank, N_("支行"): payee.branch})


def _decide(session: Session, payee: PayeeAccount, step: PayeeStep, act: Act) -> None:
    four_eyes.require_other_than_payee(session, payee, by=act.member)
    # This waits for whoever is just asking for a withdrawal to it.
    hold_account(session, purse(session, payee.owner, "available"))
    if not take(session, payee, PAYEE, step, {"why": act.why, "decided_by": act.member.id, "decided_at": act.at}):
        raise Refused("", N_("这个收款账户刚刚有了变化，刷新看看"))
    note_audit(session, f"payee.{step}", payee.code, act)


def _same(existing: PayeeAccount, given: PayeeDetails, seal: Seal) -> bool:
    try:
        number = seal.open(existing.sealed)
    except Unreadable:
        return False
    return PayeeDetails(existing.kind, existing.holder, number, existing.bank, existing.branch) == given
