"""Withdrawals for tests: owners with money, a payee account that was verified, and somebody at the desk."""

from dataclasses import dataclass

from sqlmodel import Session

from models.account.member import Member
from models.catalogue.supplier.supplier import Supplier
from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.money import Money
from models.kernel.ring import Ring
from models.kernel.rules import DEFAULT
from models.kernel.sealing import Seal
from models.ledger.account import clearing_account
from models.ledger.owners import Owner, purse, purses
from models.payout.asking import request
from models.payout.finding import withdrawal_coded
from models.payout.payee import PAYEE_NUMBER
from models.payout.payee_details import PayeeDetails
from models.payout.steps import approve_withdrawals
from models.payout.verifying import give_payee, verify_payee
from models.payout.withdrawal import Withdrawal
from models.shop.shop import Shop
from tests.given.factories import make_member, make_shop, make_supplier
from tests.given.ledger_books import NOON, move

SEAL = Seal(Ring.of("a secret of the tests"), PAYEE_NUMBER)
CARD = "6222021234567890128"
BANK = PayeeDetails("bank", "林小满", "6222 0212 3456 7890 128", "工商银行", "福州五一支行")
ALIPAY = PayeeDetails("alipay", "福鼎茶厂", "tea@example.com")


@dataclass(frozen=True)
class Till:
    """The ids of a shop and a supplier, of their people, and of an operator."""

    shop: int
    supplier: int
    keeper: int
    operator: int

    def owner(self, session: Session, who: str = "shop") -> Owner:
        """One of the two."""
        return session.get_one(Shop, self.shop) if who == "shop" else session.get_one(Supplier, self.supplier)

    def member(self, session: Session, who: str = "keeper") -> Member:
        """Who acts."""
        return session.get_one(Member, self.keeper if who == "keeper" else self.operator)


def till(database: Database, amount: int = 10_000) -> Till:
    """A shop paid to by bank and a supplier by Alipay, each with `amount` fen available."""
    with database.transaction() as session:
        shop, supplier, desk = make_shop(session), make_supplier(session), make_member(session, name="平台")
        for owner, given in ((shop, BANK), (supplier, ALIPAY)):
            payee = give_payee(session, owner, given, Act.owner(shop.keeper, NOON), seal=SEAL)
            verify_payee(session, payee, Act.operator(desk, NOON))
            earn(session, owner, amount)
        return Till(shop.id, supplier.id, shop.keeper_id, desk.id)


def earn(session: Session, owner: Owner, amount: int) -> None:
    """Something to withdraw; below zero something to earn back."""
    key = f"earn-{type(owner).__name__}-{owner.id}-{amount}"
    move(session, key, clearing_account(session, "cod"), purse(session, owner, "available"), amount, kind="correction")


def asked(database: Database, at: Till, amount: int, once: str, who: str = "shop") -> str:
    """The code of a new withdrawal."""
    with database.transaction() as session:
        owner, by = at.owner(session, who), at.member(session)
        return request(session, owner, Money(amount), Act.owner(by, NOON), once=once, rules=DEFAULT).code


def approved(database: Database, at: Till, *codes: str) -> str:
    """The batch's code."""
    with database.transaction() as session:
        return approve_withdrawals(
            session, [coded(session, code) for code in codes], Act.operator(at.member(session, "desk"), NOON)
        )[0]


def coded(session: Session, code: str) -> Withdrawal:
    """A withdrawal that stands."""
    withdrawal = withdrawal_coded(session, code)
    assert withdrawal
    return withdrawal


def held(database: Database, at: Till, who: str = "shop") -> tuple[int, int]:
    """What is available and what is set aside, in fen."""
    with database.reading() as session:
        balances = purses(session, at.owner(session, who))
        return int(balances["available"]), int(balances["reserved"])
