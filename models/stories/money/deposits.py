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
from models.ledger import deposit
from models.ledger.deposit import deposit_of, hold_deposit
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
    held = hold_deposit(session, supplier)
    if not held:
        return False
    for lack in still_open(session, supplier):
        raise lack
    owed = deposit.pay_debt(session, supplier, act, reference=reference)
    rest = held - owed
    if rest and not deposit.pay_back_deposit(session, supplier, rest, act, reference=reference):
        return False
    _note(session, "deposit.return", supplier, act.because(f"{rest.yuan} {reference}, debt {owed.yuan}"))
    _stand(session, supplier, act.at)
    return True


def require_deposit(session: Session, supplier: Supplier, amount: Money, act: Act) -> bool:
    """Asks for another deposit from now on; says whether that is another. Raises Refused below nothing."""
    if amount < 0:
        raise Refused("required", N_("保证金不能小于 0"))
    require_other(session, supplier, by=act.member)
    hold_deposit(session, supplier)
    session.refresh(supplier)
    if amount == supplier.deposit_required:
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
    _set_short(session, supplier, deposit_of(session, supplier) < supplier.deposit_required, at)


def _set_short(session: Session, supplier: Supplier, short: bool, at: datetime) -> None:
    if short and not supplier.deposit_short:
        fall_short(session, supplier, at=at)
    elif supplier.deposit_short and not short:
        make_up(session, supplier, at=at)


def _told(amount: Money) -> str:
    return Said(N_("%(yuan)s 元"), yuan=amount.yuan)


def _note(session: Session, what: str, supplier: Supplier, act: Act, changes: Sequence[Change] = ()) -> None:
    note_audit(session, what, supplier_subject(supplier), act, changes)
