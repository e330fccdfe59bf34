"""What owners do with withdrawals: ask for one, and take it back."""

from sqlmodel import Session, select

from models.kernel.act import Act
from models.kernel.codes import fresh_code
from models.kernel.errors import N_, Refused
from models.kernel.money import Money
from models.kernel.rules import Rules
from models.ledger.balance import hold_account
from models.ledger.owners import Owner, is_stopped, owners_mark, purse, shop_id_of, supplier_id_of
from models.payout.verifying import payee_of
from models.payout.withdrawal import Withdrawal
from models.payout.withdrawing import WITHDRAWING, move_money, set_free, take_step


def request(session: Session, owner: Owner, amount: Money, act: Act, *, once: str, rules: Rules) -> Withdrawal:
    """Asks for a part of what is available, which is set aside at once. The same form (`once`) again gives the same
    withdrawal. Raises Refused("amount") outside of what may be asked, and where no payee account was verified."""
    available = purse(session, owner, "available")
    # The next to ask waits here, and then sees what this one took.
    held = hold_account(session, available)
    existing = requested_with(session, owner, once)
    if existing:
        return existing
    _require_going_on(session, owner)
    payee = payee_of(session, owner)
    if payee is None or payee.state != "verified":
        raise Refused("", N_("收款账户核对好以后才能提现"))
    _require_payable(amount, held, rules)
    made = Withdrawal(
        code=fresh_code(session, Withdrawal.code, 10),
        once=owners_mark(owner, once),
        shop_id=shop_id_of(owner),
        supplier_id=supplier_id_of(owner),
        payee_id=payee.id,
        amount=amount,
        requested_at=act.at,
        changed_at=act.at,
    )
    session.add(made)
    session.flush()
    WITHDRAWING.note(session, made, "request", act)
    move_money(session, made, "withdrawal_requested", available, purse(session, owner, "reserved"), act)
    return made


def requested_with(session: Session, owner: Owner, once: str) -> Withdrawal | None:
    """What this very form has asked for already."""
    return session.exec(select(Withdrawal).where(Withdrawal.once == owners_mark(owner, once))).first()


def _require_going_on(session: Session, owner: Owner) -> None:
    if is_stopped(session, owner):
        raise Refused("", N_("现在停用着，钱替你留着，恢复以后再提现"))


def cancel_withdrawal(session: Session, withdrawal: Withdrawal, act: Act) -> None:
    """The owner takes it back before it is approved. A second call changes nothing."""
    if take_step(session, withdrawal, "cancel", act):
        set_free(session, withdrawal, act)


def _require_payable(amount: Money, held: Money, rules: Rules) -> None:
    if held < 0:
        words = N_("可提现是 %(held)s 元：结算以后有退款。之后的收入先补上，补齐就能提")
        raise Refused("amount", words, held=held.yuan)
    if amount < rules.withdrawal_min or amount <= 0:
        raise Refused("amount", N_("一次最少提 %(least)s 元"), least=Money(rules.withdrawal_min).short)
    if amount > held:
        raise Refused("amount", N_("现在最多能提 %(held)s 元"), held=held.yuan)
