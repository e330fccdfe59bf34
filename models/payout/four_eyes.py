"""Four eyes: nobody decides at the desk on money of a shop they keep, of a supplier they work for, or that they asked
for themselves. Another operator does; where there is none, nobody does."""

from collections.abc import Iterable

from sqlmodel import Session, col, select

from models.account.desk.appointment import members_with
from models.account.member import Member
from models.catalogue.supplier.supplier import SupplierStaff
from models.kernel.act import Somebody
from models.kernel.errors import N_, Refused
from models.ledger.owners import Owner
from models.payout.payee import PayeeAccount
from models.payout.withdrawal import Withdrawal, WithdrawalEvent
from models.shop.shop import Shop

OWN = N_("这是你自己的店铺或供货商，要由另一位平台人员来办")
OWN_CODED = N_("%(code)s 是你自己的店铺或供货商的，要由另一位平台人员来办")


def require_other(session: Session, owner: Owner, *, by: Somebody) -> None:
    """Raises Refused where the money is the decider's own."""
    if is_own(session, owner, by=by):
        raise Refused("", OWN)


def require_other_than_payee(session: Session, payee: PayeeAccount, *, by: Somebody) -> None:
    """Raises Refused where the payee account is the decider's own. Whoever gave an account never verifies it, also
    after leaving the supplier."""
    if own_payees(session, [payee], by=by):
        raise Refused("", OWN)


def require_other_than_owner(session: Session, withdrawal: Withdrawal, *, by: Somebody) -> None:
    """Raises Refused where the withdrawal is the decider's own, or the decider asked for it."""
    if own_withdrawals(session, [withdrawal], by=by):
        raise Refused("", OWN_CODED, code=withdrawal.code)


def own_payees(session: Session, rows: Iterable[PayeeAccount], *, by: Somebody) -> set[str]:
    """The codes of those that are the member's own, for the desk's list."""
    rows = list(rows)
    shops, suppliers = _parts(session, by)
    return {payee.code for payee in rows if payee.asked_by == by.id or _is_of(payee, shops, suppliers)}


def own_withdrawals(session: Session, rows: Iterable[Withdrawal], *, by: Somebody) -> set[str]:
    """The codes of withdrawals that are the member's own, for the desk's list."""
    rows = list(rows)
    shops, suppliers = _parts(session, by)
    query = select(WithdrawalEvent.withdrawal_id).where(
        col(WithdrawalEvent.withdrawal_id).in_([withdrawal.id for withdrawal in rows]),
        WithdrawalEvent.step == "request",
        WithdrawalEvent.member_id == by.id,
    )
    mine = set(session.exec(query))
    return {withdrawal.code for withdrawal in rows if withdrawal.id in mine or _is_of(withdrawal, shops, suppliers)}


def is_alone(session: Session, member: Member) -> bool:
    """Whether there is nobody else with the finance role, who could decide."""
    return all(one.id == member.id for one in members_with(session, "finance"))


def is_own(session: Session, owner: Owner, *, by: Somebody) -> bool:
    """Whether a member keeps this shop or works for this supplier."""
    shops, suppliers = _parts(session, by)
    return owner.id in (shops if isinstance(owner, Shop) else suppliers)


def _parts(session: Session, by: Somebody) -> tuple[set[int], set[int]]:
    """The ids of the shops a member keeps, and of the suppliers it works for."""
    shops = session.exec(select(Shop.id).where(Shop.keeper_id == by.id))
    suppliers = session.exec(select(SupplierStaff.supplier_id).where(SupplierStaff.member_id == by.id))
    return set(shops), set(suppliers)


def _is_of(owned: PayeeAccount | Withdrawal, shops: set[int], suppliers: set[int]) -> bool:
    return owned.shop_id in shops or owned.supplier_id in suppliers
