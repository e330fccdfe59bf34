"""What an owner's purses held and what moved in and out of them: all of them together, without a supplier's deposit.

From one purse to another (released, set aside for a withdrawal, given back) nothing is earned or lost, so a period's
opening and its movements make its closing."""

from datetime import datetime
from typing import Any

from sqlalchemy import ScalarSelect, Select, bindparam, func, select, type_coerce
from sqlmodel import Session

from models.catalogue.supplier.supplier import Supplier
from models.kernel.clock import Moment
from models.kernel.money import Money, MoneyColumn
from models.kernel.record import table_of
from models.ledger.account import Account
from models.ledger.owners import Owner, purses
from models.ledger.transaction import Entry, Transaction
from models.shop.shop import Shop

_KINDS = {
    Shop: ("shop_pending", "shop_available", "shop_reserved"),
    Supplier: ("supplier_pending", "supplier_available", "supplier_reserved"),
}
# What only goes from one of them to another.
BETWEEN_PURSES = ("release", "withdrawal_requested", "withdrawal_failed")
_account, _entry, _transaction = table_of(Account), table_of(Entry), table_of(Transaction)
_total = type_coerce(func.coalesce(func.sum(_entry.c.amount), 0), MoneyColumn)
SINCE, UNTIL = bindparam("since", type_=Moment), bindparam("until", type_=Moment)


def accounts_of(owner: Owner) -> ScalarSelect[Any]:
    """The ids of the owner's purses, for statements."""
    whose = _account.c.shop_id if isinstance(owner, Shop) else _account.c.supplier_id
    query = select(_account.c.id).where(whose == owner.id, _account.c.kind.in_(_KINDS[type(owner)]))
    return query.scalar_subquery()


def held_at(session: Session, owner: Owner, at: datetime) -> Money:
    """What they held together at a moment: all that happened before it, counted back from now."""
    now = purses(session, owner)
    since = select(_total).where(_entry.c.account_id.in_(accounts_of(owner)), _entry.c.at >= SINCE)
    moved = session.connection().execute(since, {"since": at}).scalar_one()
    return now["pending"] + now["available"] + now["reserved"] - moved


def moved(session: Session, owner: Owner, since: datetime, until: datetime) -> dict[tuple[str, str], Money]:
    """What a period brought, by the kind of transaction and the entry's note ("commission", "bonus", "share" …)."""
    query: Select[Any] = (
        select(_transaction.c.kind, _entry.c.note, _total.label("amount"))
        .join_from(_entry, _transaction, _entry.c.transaction_id == _transaction.c.id)
        .where(_entry.c.account_id.in_(accounts_of(owner)), _entry.c.at >= SINCE, _entry.c.at < UNTIL)
        .group_by(_transaction.c.kind, _entry.c.note)
    )
    rows = session.connection().execute(query, {"since": since, "until": until})
    return {(row.kind, row.note): row.amount for row in rows if row.amount}


def first_moment(session: Session, owner: Owner) -> datetime:
    """Since when there can be statements: the owner's first day, or the first entry where that is older."""
    began = owner.begun_at if isinstance(owner, Shop) else owner.joined_at
    oldest = select(func.min(_entry.c.at)).where(_entry.c.account_id.in_(accounts_of(owner)))
    found: datetime | None = session.connection().execute(oldest).scalar_one()
    return min(began, found) if found else began
