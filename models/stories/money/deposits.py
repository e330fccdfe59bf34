"""Deposits and what hangs on them: a supplier's goods are off sale while it is short, and back when it is made up.

Whoever changes a deposit, or what is required, holds it first; the second of two at once sees what the first left. No
operator does so for a supplier they work for (models/payout/four_eyes.py).
"""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, func, select

from models.account.audit import Change, note_audit
from models.catalogue.goods.goods import Goods
from models.catalogue.goods.withholding import fall_short, make_up
from models.catalogue.supplier.facts import supplier_subject
from models.catalogue.supplier.supplier import Supplier
from models.kernel.act import Act
from models.kernel.errors import N_, Refused
from models.kernel.money import Money
from models.kernel.said import Said
from models.kernel.steps import take
from models.ledger import deposit
from models.ledger.deposit import deposit_of, hold_deposit
from models.payment.deposit_payment import DEPOSIT_PAYMENT, deposit_payments_of
from models.payout.four_eyes import require_other
from models.trade.after_sale.after_sale import AfterSale
from models.trade.after_sale.states import OPEN_AFTER_SALES
from models.trade.order.order import Parcel

# A parcel that is none of these is still on its way, or may still be asked back.
OVER = ("closed", "cancelled", "came_back")
ON_THEIR_WAY_TO_SALE = ("submitted", "on_sale")


def pay_deposit(session: Session, supplier: Supplier, amount: Money, act: Act, *, reference: str) -> bool:
    """Books what came in by the bank. Returns False where this reference was booked before."""
    require_other(session, supplier, by=act.member)
    hold_deposit(session, supplier)
    if not deposit.pay_in(session, supplier, amount, act, reference=reference):
        return False
    _note(session, "deposit.pay", supplier, act.because(f"{amount.yuan} {reference}"))
    _stand(session, supplier, act.at)
    return True


def deduct_deposit(session: Session, supplier: Supplier, amount: Money, act: Act, *, once: str) -> bool:
    """Takes a part by a ruling. Returns False where this form (`once`) was booked before. Raises Refused beyond what is
    held."""
    require_other(session, supplier, by=act.member)
    hold_deposit(session, supplier)
    if not deposit.deduct(session, supplier, amount, act, once=once):
        return False
    _note(session, "deposit.deduct", supplier, act.because(f"{amount.yuan} {act.why}"))
    _stand(session, supplier, act.at)
    return True


def return_deposit(session: Session, supplier: Supplier, act: Act, *, reference: str) -> bool:
    """Books that the deposit, less what the supplier owes, went back to a supplier who leaves. Returns False where this
    reference was booked before, or nothing is held any more. Raises Refused while anything still hangs on it."""
    require_other(session, supplier, by=act.member)
    return return_what_is_held(session, supplier, act, reference=reference)


def return_excess(session: Session, supplier: Supplier, act: Act, *, reference: str) -> bool:
    """Books that the bank paid back what is held beyond what is required, while the supplier goes on. Returns False
    where this reference was booked before. Raises Refused where nothing is too much, and for a self-run seller: theirs
    goes back by itself."""
    require_other(session, supplier, by=act.member)
    if supplier.is_self_run:
        raise Refused("", N_("自营店多交的，没有东西挂着就自动退"))
    held = hold_deposit(session, supplier)
    session.refresh(supplier)
    excess = Money(held - supplier.deposit_required)
    if excess <= 0:
        raise Refused("", N_("没有多交的"))
    if not deposit.pay_back_deposit(session, supplier, excess, act, reference=reference):
        return False
    _note(session, "deposit.return", supplier, act.because(f"{excess.yuan} {reference}"))
    return True


def book_deposit(session: Session, supplier: Supplier, amount: Money, act: Act, *, gateway: str, code: str) -> bool:
    """Books what came in through a gateway. Returns False where this payment was booked before."""
    hold_deposit(session, supplier)
    if not deposit.take_by_gateway(session, supplier, amount, act, gateway=gateway, code=code):
        return False
    _note(session, "deposit.pay", supplier, act.because(f"{amount.yuan} {gateway} {code}"))
    _stand(session, supplier, act.at)
    return True


def return_what_is_held(session: Session, supplier: Supplier, act: Act, *, reference: str) -> bool:
    """The same, for whoever has the right: what came through a gateway goes back through it (deposit_payments.py), the
    rest under the bank's reference."""
    held = hold_deposit(session, supplier)
    if not held:
        return False
    for lack in still_open(session, supplier):
        raise lack
    owed = deposit.pay_debt(session, supplier, act, reference=reference)
    left = held - owed
    rest = give_back_by_gateway(session, supplier, left, act)
    if rest and not deposit.pay_back_deposit(session, supplier, rest, act, reference=reference):
        return False
    _note(session, "deposit.return", supplier, act.because(f"{left.yuan} {reference}, debt {owed.yuan}"))
    _stand(session, supplier, act.at)
    return True


def give_back_by_gateway(session: Session, supplier: Supplier, amount: Money, act: Act) -> Money:
    """Sends so much back through the gateways that took it, the newest payment first, each once; returns what none of
    them can take. The money itself moves in a job. The caller holds the deposit."""
    rest = amount
    for payment in deposit_payments_of(session, supplier):
        part = Money(min(rest, payment.amount))
        facts = {"back": part, "back_at": act.at, "ask_at": act.at, "attempts": 0}
        if payment.state != "paid" or not part or not take(session, payment, DEPOSIT_PAYMENT, "give_back", facts):
            continue
        deposit.give_by_gateway(session, supplier, part, act, gateway=payment.gateway, code=payment.code)
        rest -= part
    return rest


def require_deposit(session: Session, supplier: Supplier, amount: Money, act: Act) -> bool:
    """Asks for another deposit from now on; says whether that is another. Raises Refused below nothing."""
    if amount < 0:
        raise Refused("required", N_("保证金不能小于 0"))
    if supplier.is_self_run:
        raise Refused("required", N_("自营店的保证金跟着类目走，去类目那里改"))
    require_other(session, supplier, by=act.member)
    hold_deposit(session, supplier)
    session.refresh(supplier)
    return settle_requirement(session, supplier, amount, act)


def settle_requirement(session: Session, supplier: Supplier, amount: Money, act: Act) -> bool:
    """So much is required from now on; says whether that is another. The caller holds the deposit, and has decided."""
    if amount == supplier.deposit_required:
        _stand(session, supplier, act.at)
        return False
    asked = Change(Said(N_("应缴的保证金")), _told(supplier.deposit_required), _told(amount))
    _note(session, "deposit.require", supplier, act, [asked])
    if not amount:
        # Nothing is short of nothing (CHECK), so the goods come back before the sum is gone.
        _set_short(session, supplier, False, act.at)
    supplier.deposit_required = amount
    session.flush()
    _stand(session, supplier, act.at)
    return True


def still_open(session: Session, supplier: Supplier) -> list[Refused]:
    """Why a deposit cannot go back yet: who leaves sells nothing, ships nothing and owes nobody an answer."""
    goods = select(func.count()).select_from(Goods).where(Goods.supplier_id == supplier.id)
    parcels = select(func.count()).select_from(Parcel).where(Parcel.supplier_id == supplier.id)
    query = select(func.count()).select_from(AfterSale).where(AfterSale.supplier_id == supplier.id)
    counted = (
        (N_("还有 %(count)s 件商品在售或在审核"), goods.where(col(Goods.state).in_(ON_THEIR_WAY_TO_SALE))),
        (N_("还有 %(count)s 个包裹没有完结"), parcels.where(col(Parcel.state).not_in(OVER))),
        (N_("还有 %(count)s 个售后没有办完"), query.where(col(AfterSale.state).in_(OPEN_AFTER_SALES))),
    )
    counts = [(words, session.exec(count).one()) for words, count in counted]
    return [Refused("", words, count=count) for words, count in counts if count]


def _stand(session: Session, supplier: Supplier, at: datetime) -> None:
    """Brings the flag and the goods in line with what is held now."""
    session.refresh(supplier)
    lacks = deposit_of(session, supplier) < supplier.deposit_required
    # It waits for its first whole deposit; from then on what is missing takes goods off sale.
    supplier.deposit_waits = supplier.deposit_waits and lacks
    _set_short(session, supplier, lacks and not supplier.deposit_waits, at)


def _set_short(session: Session, supplier: Supplier, short: bool, at: datetime) -> None:
    if short and not supplier.deposit_short:
        fall_short(session, supplier, at=at)
    elif supplier.deposit_short and not short:
        make_up(session, supplier, at=at)


def _told(amount: Money) -> str:
    return Said(N_("%(yuan)s 元"), yuan=amount.yuan)


def _note(session: Session, what: str, supplier: Supplier, act: Act, changes: Sequence[Change] = ()) -> None:
    note_audit(session, what, supplier_subject(supplier), act, changes)
