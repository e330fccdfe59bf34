"""A deposit that its gateway cannot give back waits for the desk, and so does a payment that it said something else of;
what a supplier paid too much goes back while it goes on."""

import pytest
from sqlmodel import Session, select

from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.kernel.money import Money
from models.kernel.rules import DEFAULT
from models.ledger.balance import balance
from models.ledger.deposit import deposit_of, hold_deposit
from models.payment.deposit_payment import DepositPayment
from models.payment.gateways import PaymentNotice
from models.stories.money.deposit_payments import ask_deposit, confirm_deposit
from models.stories.money.deposits import give_back_by_gateway, pay_deposit, require_deposit, return_excess
from models.stories.own.beginning import begin_self_run
from models.stories.waiting import Given, waiting_kinds
from models.stories.waiting.reading import waiting_one
from tests.given.baskets import NOON, TEST
from tests.given.factories import at_desk, make_member, make_supplier
from tests.given.ledger_books import faults
from tests.given.own import BOND, own_shop


def stuck(session: Session, **facts: object) -> DepositPayment:
    """A payment of a deposit that stands so."""
    shop = own_shop(session)
    act = Act.keeper(shop.keeper, now())
    supplier = begin_self_run(session, shop, act, rules=DEFAULT)
    payment = ask_deposit(session, supplier, BOND, act, gateway=TEST)
    payment.checked_at = now()
    for name, value in facts.items():
        setattr(payment, name, value)
    session.flush()
    return payment


def decide(database: Database, verb: str, code: str, given: Given) -> None:
    """As the queue does it."""
    kind = waiting_kinds()["deposit"]
    with database.transaction() as session:
        desk = make_member(session)
        at_desk(session, desk.id, "finance")
        chosen = kind.verb(verb)
        assert chosen is not None and chosen in kind.possible(kind, session, code)
        chosen.does(session, [code], given, Act.operator(desk, now(), given.why), DEFAULT)


def waits(database: Database, code: str) -> bool:
    with database.reading() as session:
        return waiting_one(session, waiting_kinds()["deposit"], code, rules=DEFAULT) is not None


def test_what_the_gateway_cannot_give_back_is_paid_by_the_bank_and_waits_no_more(database: Database) -> None:
    with database.transaction() as session:
        payment = stuck(session)
        confirm_deposit(session, TEST.name, PaymentNotice(payment.code, payment.amount, "P-1"), at=now())
        hold_deposit(session, payment.supplier)
        give_back_by_gateway(session, payment.supplier, BOND, Act.program(now()))
        payment.state, payment.checked_at, code = "by_hand", now(), payment.code
    assert waits(database, code)
    with pytest.raises(Refused, match="转账单号"):
        decide(database, "by_hand", code, Given())
    for _ in range(2):
        decide(database, "by_hand", code, Given(reference="BANK-7")) if waits(database, code) else None
    with database.reading() as session:
        payment = session.exec(select(DepositPayment)).one()
        # The bank paid what the gateway has still.
        owed = [int(balance(session, f"clearing-{name}")) for name in (TEST.name, "bank")]
        assert (payment.state, owed) == ("returned", [-BOND, BOND])
    assert not waits(database, code) and faults(database) == set()


def test_what_was_said_of_a_payment_is_cleared_up_with_a_word(database: Database) -> None:
    with database.transaction() as session:
        code = stuck(session, trouble="P-9: 999.00 ≠ 1000.00").code
    assert waits(database, code)
    with pytest.raises(Refused, match="查到了什么"):
        decide(database, "looked", code, Given())
    decide(database, "looked", code, Given(why="对方少付一元，已退回"))
    assert not waits(database, code)


def test_what_is_too_much_goes_back_and_no_more(database: Database) -> None:
    with database.transaction() as session:
        supplier, desk = make_supplier(session), make_member(session)
        at_desk(session, desk.id, "finance", at=NOON)
        act = Act.operator(desk, NOON)
        require_deposit(session, supplier, BOND, act)
        pay_deposit(session, supplier, Money(150_000), act, reference="T-1")
        assert return_excess(session, supplier, act, reference="T-2")
        assert (deposit_of(session, supplier), supplier.deposit_short) == (BOND, False)
        with pytest.raises(Refused, match="没有多交"):
            return_excess(session, supplier, act, reference="T-3")
    assert faults(database) == set()
