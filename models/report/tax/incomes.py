"""What each keeper earned in a quarter, from the ledger: what sales brought, and what refunds and own coupons took of
it. What only went from purse to purse, or out to the bank, is no income."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import BigInteger, case, func, select, type_coerce
from sqlmodel import Session
from sqlmodel import select as records

from models.account.audit import note_audit
from models.account.identity.giving import opened_identity
from models.account.identity.identity import Identity
from models.account.member import Member
from models.kernel.act import Act
from models.kernel.money import Money
from models.kernel.record import table_of
from models.kernel.ring import Ring
from models.ledger.account import Account
from models.ledger.transaction import Entry, Transaction
from models.report.statement.purses import BETWEEN_PURSES
from models.report.tax.quarter import Quarter
from models.shop.shop import Shop

_OUT = ("withdrawal_paid", "withdrawal_returned")
_PURSES = ("shop_pending", "shop_available", "shop_reserved")
_entry, _transaction, _account = table_of(Entry), table_of(Transaction), table_of(Account)
_shop, _member, _identity = table_of(Shop), table_of(Member), table_of(Identity)


@dataclass(frozen=True, slots=True)
class KeeperIncome:
    """`shops` are their numbers. `came` is what sales brought, `back` what was taken of it again, below zero."""

    member_id: int
    code: str
    shops: tuple[int, ...]
    came: Money
    back: Money
    is_known: bool

    @property
    def net(self) -> Money:
        """What is left of it."""
        return Money(self.came + self.back)


@dataclass(frozen=True, slots=True)
class ToldIncome:
    """A line of the file: with the name and the number of the card, which no log and no error page shows. Both are
    empty where the keeper has not given them."""

    income: KeeperIncome
    name: str = field(repr=False)
    number: str = field(repr=False)


def keeper_incomes(session: Session, quarter: Quarter) -> list[KeeperIncome]:
    """Of all keepers whose shops had any, by the members' codes. `is_known`: there is a name and a number."""
    amount = type_coerce(_entry.c.amount, BigInteger)
    is_brought = (_transaction.c.kind == "capture") & (amount > 0)
    columns: Any = (
        _shop.c.keeper_id,
        _shop.c.number,
        func.sum(case((is_brought, amount), else_=0)).label("came"),
        func.sum(case((is_brought, 0), else_=amount)).label("back"),
    )
    query = select(*columns).join_from(_entry, _transaction, _entry.c.transaction_id == _transaction.c.id)
    query = query.join(_account, _account.c.id == _entry.c.account_id).join(_shop, _shop.c.id == _account.c.shop_id)
    query = query.where(_entry.c.at >= quarter.since, _entry.c.at < quarter.until, _account.c.kind.in_(_PURSES))
    query = query.where(_transaction.c.kind.not_in((*BETWEEN_PURSES, *_OUT))).group_by(_shop.c.id)
    by_keeper: dict[int, list[Any]] = {}
    for row in session.connection().execute(query.order_by(_shop.c.number)):
        if row.came or row.back:
            by_keeper.setdefault(row.keeper_id, []).append(row)
    return _of_keepers(session, by_keeper)


def told_incomes(
    session: Session, quarter: Quarter, incomes: Sequence[KeeperIncome], act: Act, *, ring: Ring
) -> list[ToldIncome]:
    """The same with names and numbers. The trail has who took them, of which quarter and of how many: the caller
    commits that before anything is shown. Raises Refused where the network's secret was changed since."""
    note_audit(session, "income.file", str(quarter), act.because(f"× {len(incomes)}"))
    whose = (_identity.c.state.in_(("given", "proven")), _identity.c.member_id.in_([one.member_id for one in incomes]))
    cards = {one.member_id: opened_identity(one, ring) for one in session.exec(records(Identity).where(*whose))}
    return [
        ToldIncome(one, cards[one.member_id].name, cards[one.member_id].number)
        if one.member_id in cards
        else ToldIncome(one, "", "")
        for one in incomes
    ]


def _of_keepers(session: Session, by_keeper: dict[int, list[Any]]) -> list[KeeperIncome]:
    known = select(_identity.c.member_id).where(_identity.c.state.in_(("given", "proven")))
    known = known.where(_identity.c.member_id.in_(by_keeper))
    has_card = set(session.connection().execute(known).scalars())
    codes = select(_member.c.id, _member.c.code).where(_member.c.id.in_(by_keeper)).order_by(_member.c.code)
    return [
        _income(row.id, row.code, by_keeper[row.id], is_known=row.id in has_card)
        for row in session.connection().execute(codes)
    ]


def _income(member_id: int, code: str, rows: Iterable[Any], *, is_known: bool) -> KeeperIncome:
    shops = list(rows)
    came, back = (Money(sum(int(getattr(row, name)) for row in shops)) for name in ("came", "back"))
    return KeeperIncome(member_id, code, tuple(row.number for row in shops), came, back, is_known)
