"""A supplier's deposit: money of its own that the network keeps as security. Each step is one transaction; there is no
other record, so history and balance cannot disagree.

    pay_in     the bank's clearing account, or a gateway's → supplier_deposit, once a reference or payment
    deduct     supplier_deposit → platform, by a ruling
    give_back  supplier_deposit → the bank's clearing account, or the gateway's, once a reference or payment

Whoever is about to change it holds it (balances.hold) by `hold_deposit`. The stories in
models/stories/money/deposits.py say what else changes with it.
"""

from sqlmodel import Session, select

from models.catalogue.supplier.supplier import Supplier
from models.kernel.act import Act
from models.kernel.errors import N_, Refused
from models.kernel.money import Money
from models.kernel.said import Said
from models.kernel.text import one_line
from models.ledger.account import clearing_account, house_account, supplier_account, supplier_code
from models.ledger.balance import balance, hold_account
from models.ledger.history import Movement, account_history
from models.ledger.posting import Draft, EntryDraft, Misposted, from_to, post_all
from models.ledger.transaction import Transaction

DEPOSIT_REFERENCE_LIMIT = 40
DEDUCTION_WHY_LIMIT = 200


def deposit_of(session: Session, supplier: Supplier) -> Money:
    """What is held."""
    return balance(session, supplier_code(supplier, "deposit"))


def hold_deposit(session: Session, supplier: Supplier) -> Money:
    """What is held, for whoever is about to change it. The next who calls this waits until the transaction ends."""
    return hold_account(session, supplier_account(session, supplier, "deposit"))


def deposit_history(session: Session, supplier: Supplier, *, page: int = 1) -> list[Movement]:
    """What was paid, deducted and returned, the newest first, a page of history.PAGE."""
    return account_history(session, supplier_code(supplier, "deposit"), page=page)


def pay_in(session: Session, supplier: Supplier, amount: Money, act: Act, *, reference: str) -> bool:
    """Books that money of the supplier came in by the bank. Returns False where this reference was booked before.
    Raises Refused where the reference stands for another payment."""
    reference = _referenced(reference)
    _require_amount(amount)
    bank, deposit = clearing_account(session, "bank"), supplier_account(session, supplier, "deposit")
    return _post(session, "deposit_paid", reference, from_to(bank, deposit, amount), act)


def take_by_gateway(session: Session, supplier: Supplier, amount: Money, act: Act, *, gateway: str, code: str) -> bool:
    """Books that money of the supplier came in through a gateway, once a payment. Returns False where it was booked
    before."""
    held, deposit = clearing_account(session, gateway), supplier_account(session, supplier, "deposit")
    key = f"deposit-paid-{gateway}-{code}"
    return _once(session, Draft("deposit_paid", key, code, from_to(held, deposit, amount), act.because("")), "")


def give_by_gateway(session: Session, supplier: Supplier, amount: Money, act: Act, *, gateway: str, code: str) -> bool:
    """Books that so much of a payment goes back through its gateway, once a payment."""
    deposit, held = supplier_account(session, supplier, "deposit"), clearing_account(session, gateway)
    key = f"deposit-returned-{gateway}-{code}"
    return _once(session, Draft("deposit_returned", key, code, from_to(deposit, held, amount), act.because("")), "")


def give_by_hand(session: Session, amount: Money, act: Act, *, gateway: str, code: str, reference: str) -> bool:
    """Books that the bank paid what that gateway could not: the gateway has it still."""
    held, bank = clearing_account(session, gateway), clearing_account(session, "bank")
    key = f"deposit-by-hand-{gateway}-{code}"
    parts = from_to(held, bank, amount)
    return _once(session, Draft("deposit_returned", key, code, parts, act.because(_referenced(reference))), "reference")


def deduct(session: Session, supplier: Supplier, amount: Money, act: Act, *, once: str) -> bool:
    """Books that a part is the network's by a ruling. Returns False where this form (`once`) was booked before. Raises
    Refused beyond what is held, and without a reason."""
    act = act.because(one_line(act.why)[:DEDUCTION_WHY_LIMIT])
    if not act.why:
        raise Refused("why", N_("写一句为什么扣，供货商会看到"))
    _require_amount(amount)
    deposit, platform = supplier_account(session, supplier, "deposit"), house_account(session, "platform")
    key = f"deposit-deducted-{supplier.code}-{once}"[:80]
    held = hold_account(session, deposit)
    if amount > held and not session.exec(select(Transaction.id).where(Transaction.key == key)).first():
        raise Refused("amount", N_("保证金现在有 %(held)s 元，最多扣这么多"), held=held.yuan)
    parts = from_to(deposit, platform, amount)
    draft = Draft("deposit_deducted", key, supplier.code, parts, act)
    return _once(session, draft, "")


def pay_debt(session: Session, supplier: Supplier, act: Act, *, reference: str) -> Money:
    """Takes what the supplier owes (a purse below zero) out of its deposit, as far as that goes; returns how much. The
    caller holds the deposit, and gives back the rest under the same reference."""
    purse, deposit = (supplier_account(session, supplier, name) for name in ("available", "deposit"))
    owed = Money(min(max(0, -hold_account(session, purse)), deposit_of(session, supplier)))
    if owed:
        parts = from_to(deposit, purse, owed)
        key = f"deposit-debt-{_referenced(reference)}"
        draft = Draft("deposit_deducted", key, supplier.code, parts, act.because(Said(N_("抵扣欠款"))))
        _once(session, draft, "reference")
    return owed


def pay_back_deposit(session: Session, supplier: Supplier, amount: Money, act: Act, *, reference: str) -> bool:
    """Books that the bank paid it back. Returns False where this reference was booked before."""
    deposit, bank = supplier_account(session, supplier, "deposit"), clearing_account(session, "bank")
    return _post(session, "deposit_returned", _referenced(reference), from_to(deposit, bank, amount), act)


def _post(session: Session, kind: str, reference: str, parts: list[EntryDraft], act: Act) -> bool:
    # A bank's reference is one transfer's, whoever's deposit it was for.
    key = f"{kind.replace('_', '-')}-{reference}"
    return _once(session, Draft(kind, key, reference, parts, act.because("")), "reference")


def _once(session: Session, draft: Draft, field: str) -> bool:
    try:
        return post_all(session, [draft]) == 1
    except Misposted:
        raise Refused(field, N_("这一笔记过了，金额或供货商和上次不一样，核对一下")) from None


def _referenced(reference: str) -> str:
    plain = "".join(one_line(reference).upper().split())
    if not plain:
        raise Refused("reference", N_("写下转账单号，以后好查"))
    if len(plain) > DEPOSIT_REFERENCE_LIMIT:
        raise Refused("reference", N_("最多 %(most)d 个字"), most=DEPOSIT_REFERENCE_LIMIT)
    return plain


def _require_amount(amount: Money) -> None:
    if amount <= 0:
        raise Refused("amount", N_("金额要大于 0"))


# What people call them, by noun and value.
DEPOSIT_WORDS = {
    "deposit": {
        "deposit_paid": N_("收到"),
        "deposit_deducted": N_("按裁定扣除"),
        "deposit_returned": N_("退还"),
    },
}
