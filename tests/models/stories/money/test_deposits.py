"""Deposits: once a bank reference, never below nothing, and goods that are on sale only while nothing is short."""

from dataclasses import dataclass

import pytest
from sqlmodel import Session, select

from models.account.audit.finding import trail
from models.account.member import Member
from models.catalogue.goods.goods import Goods
from models.catalogue.goods.listing import approve, put_back, take_off
from models.catalogue.goods.withholding import SHORT
from models.catalogue.supplier.enrolling import Candidate, take_on
from models.catalogue.supplier.supplier import Supplier
from models.checks import deposits as checks
from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.kernel.money import Money
from models.kernel.rules import DEFAULT
from models.kernel.snapshot import snapshot
from models.ledger.balance import balance
from models.ledger.deposit import deposit_history, deposit_of
from models.stories.money.deposits import deduct_deposit, pay_deposit, require_deposit, return_deposit
from tests.given.baskets import NOON, bought, carried
from tests.given.factories import at_desk, make_goods, make_member, make_supplier
from tests.given.ledger_books import faults as ledger_faults
from tests.given.ledger_books import spoil
from tests.given.processes import in_processes

WHOLE, HALF = Money(1_000_000), Money(500_000)


@dataclass(frozen=True)
class Pledge:
    """The ids of a supplier that paid its deposit, of its goods, and of an operator."""

    supplier: int
    goods: int
    operator: int


def pledge(database: Database) -> Pledge:
    with database.transaction() as session:
        supplier, desk = make_supplier(session), make_member(session, name="平台")
        at_desk(session, desk.id, at=NOON)
        goods = make_goods(session, supplier, digest="ab" * 16)
        require_deposit(session, supplier, WHOLE, Act.operator(desk, NOON))
        pay_deposit(session, supplier, WHOLE, Act.operator(desk, NOON), reference="T-1")
        return Pledge(supplier.id, goods.id, desk.id)


def of(session: Session, at: Pledge) -> tuple[Supplier, Member]:
    return session.get_one(Supplier, at.supplier), session.get_one(Member, at.operator)


def deduct(database: Database, at: Pledge, amount: int, once: str = "o" * 16) -> bool:
    with database.transaction() as session:
        supplier, desk = of(session, at)
        return deduct_deposit(session, supplier, Money(amount), Act.operator(desk, NOON, "发了假货"), once=once)


def pay(database: Database, at: Pledge, amount: int, reference: str) -> bool:
    with database.transaction() as session:
        supplier, desk = of(session, at)
        return pay_deposit(session, supplier, Money(amount), Act.operator(desk, NOON), reference=reference)


def standing(database: Database, at: Pledge) -> tuple[int, bool, str, str]:
    """What is held, whether that is short, and the state of the goods with its reason."""
    with database.reading() as session:
        supplier, goods = session.get_one(Supplier, at.supplier), session.get_one(Goods, at.goods)
        return int(deposit_of(session, supplier)), supplier.deposit_short, goods.state, goods.state_why


def faults(database: Database) -> set[str]:
    with snapshot(database) as connection:
        found = {fault.kind for part in (checks.short_marks, checks.off_sale) for fault in part(connection)}
    return found | ledger_faults(database)


def test_goods_go_off_sale_while_it_is_short_and_exactly_those_come_back(database: Database) -> None:
    at = pledge(database)
    with database.transaction() as session:
        supplier, desk = of(session, at)
        others = [make_goods(session, supplier, digest="cd" * 16) for _ in range(3)]
        take_off(session, others[0], Act.supplier(None, NOON))
        ids = [goods.id for goods in others]
    assert deduct(database, at, 1)
    assert standing(database, at) == (999_999, True, "off_sale", SHORT)
    assert faults(database) == set()
    with database.transaction() as session:
        _, desk = of(session, at)
        take_off(session, session.get_one(Goods, ids[1]), Act.supplier(desk, NOON, "图不对"))
    assert pay(database, at, 1, "T-2")
    assert standing(database, at) == (1_000_000, False, "on_sale", "")
    with database.reading() as session:
        states = [(goods.state, goods.state_why) for goods in (session.get_one(Goods, one) for one in ids)]
        assert states == [("off_sale", ""), ("off_sale", "图不对"), ("on_sale", "")]
    assert faults(database) == set()


def test_nothing_comes_on_sale_while_it_is_short(database: Database) -> None:
    at = pledge(database)
    deduct(database, at, 1)
    with database.transaction() as session:
        supplier, desk = of(session, at)
        fresh = make_goods(session, supplier, digest="cd" * 16, state="submitted")
        for goods, step in ((fresh, approve), (session.get_one(Goods, at.goods), put_back)):
            with pytest.raises(Refused, match="保证金不足"):
                step(session, goods, Act.operator(desk, NOON))
    assert standing(database, at)[2] == "off_sale"


def test_goods_that_break_a_rule_meanwhile_stay_off_and_say_so(database: Database) -> None:
    at = pledge(database)
    deduct(database, at, 1)
    with database.transaction() as session:
        session.get_one(Goods, at.goods).declared_price = Money(1)
    pay(database, at, 1, "T-2")
    _, short, state, why = standing(database, at)
    assert (short, state) == (False, "off_sale")
    assert "高于站外价" in why


def test_a_bank_reference_counts_once(database: Database) -> None:
    at, other = pledge(database), None
    assert not pay(database, at, WHOLE, " t-1 ")
    with pytest.raises(Refused) as refusal:
        pay(database, at, 1, "T-1")
    assert refusal.value.field == "reference"
    with database.transaction() as session:
        other = Pledge(make_supplier(session).id, at.goods, at.operator)
    with pytest.raises(Refused):
        pay(database, other, WHOLE, "T-1")
    for amount, reference in ((0, "T-3"), (1, " "), (1, "T" * 41)):
        with pytest.raises(Refused):
            pay(database, at, amount, reference)
    with database.reading() as session:
        assert balance(session, "clearing-bank") == -1_000_000
        assert [row.what for row, _ in trail(session, limit=9)] == ["deposit.pay", "deposit.require"]


def test_a_deduction_is_the_networks_once_and_never_more_than_is_held(database: Database) -> None:
    at = pledge(database)
    assert deduct(database, at, 600_000)
    assert not deduct(database, at, 600_000)
    with pytest.raises(Refused) as refusal:
        deduct(database, at, 400_001, once="p" * 16)
    assert (refusal.value.field, str(refusal.value)) == ("amount", "保证金现在有 4000.00 元，最多扣这么多")
    with database.reading() as session:
        assert balance(session, "platform") == 600_000
        newest = deposit_history(session, session.get_one(Supplier, at.supplier))[0]
        assert (newest.kind, newest.amount, newest.why) == ("deposit_deducted", -600_000, "发了假货")


def run(url: str, at: Pledge, once: str) -> bool:
    database = Database(url)
    try:
        return deduct(database, at, 600_000, once)
    except Refused:
        return False
    finally:
        database.engine.dispose()


def test_two_deductions_at_once_do_not_take_more_than_is_held(database: Database, database_url: str) -> None:
    at = pledge(database)
    assert sum(in_processes(run, [(database_url, at, letter * 16) for letter in "ab"])) == 1
    assert standing(database, at)[:2] == (400_000, True)
    assert faults(database) == set()


def test_it_goes_back_when_nothing_hangs_on_it_any_more(database: Database) -> None:
    at = pledge(database)

    def back(reference: str = "B-1") -> bool:
        with database.transaction() as session:
            supplier, desk = of(session, at)
            return return_deposit(session, supplier, Act.operator(desk, NOON), reference=reference)

    with pytest.raises(Refused, match="1 件商品在售"):
        back()
    with database.transaction() as session:
        take_off(session, session.get_one(Goods, at.goods), Act.supplier(None, NOON))
    assert back()
    assert not back()
    # It owes all of it again should it come back; nothing was brought off sale by that.
    assert standing(database, at) == (0, True, "off_sale", "")
    with database.reading() as session:
        assert balance(session, "clearing-bank") == 0
    assert faults(database) == set()


def test_open_parcels_keep_it(database: Database) -> None:
    counter = carried(database)
    bought(database, counter)
    with database.transaction() as session:
        supplier, desk = session.exec(select(Supplier)).one(), make_member(session)
        pay_deposit(session, supplier, HALF, Act.operator(desk, NOON), reference="T-1")
        take_off(session, session.exec(select(Goods)).one(), Act.supplier(None, NOON))
        with pytest.raises(Refused, match="1 个包裹没有完结"):
            return_deposit(session, supplier, Act.operator(desk, NOON), reference="B-1")


def test_asking_for_more_and_for_nothing(database: Database) -> None:
    at = pledge(database)
    for amount, short, state in ((1_000_001, True, "off_sale"), (0, False, "on_sale"), (0, False, "on_sale")):
        with database.transaction() as session:
            supplier, desk = of(session, at)
            require_deposit(session, supplier, Money(amount), Act.operator(desk, NOON))
        assert standing(database, at)[1:3] == (short, state)
        assert faults(database) == set()


@pytest.mark.parametrize(("deposit", "required"), [(None, DEFAULT.supplier_deposit), (Money(0), 0), (Money(5), 5)])
def test_a_new_supplier_owes_its_deposit(database: Database, deposit: Money | None, required: int) -> None:
    with database.transaction() as session:
        candidate = Candidate(
            "新茶厂", "factory", "福鼎", "", Money(0), None, deposit, "小王", "13800001111", "first-password"
        )
        made = take_on(session, candidate, Act.operator(make_member(session), NOON), rules=DEFAULT)
        assert (made.deposit_required, made.deposit_short) == (required, required > 0)
    assert faults(database) == set()


SEEDED = {
    "not-marked": ("UPDATE supplier SET deposit_required = deposit_required + 1", {"deposit.short"}),
    "marked": ("UPDATE supplier SET deposit_short = true", {"deposit.short", "deposit.sells"}),
    "entries": ("DELETE FROM ledger_entry", {"ledger.transaction", "deposit.short"}),
}


@pytest.mark.parametrize("name", SEEDED)
def test_check_finds_each_fault(database: Database, name: str) -> None:
    pledge(database)
    assert faults(database) == set()
    statement, kinds = SEEDED[name]
    spoil(database, statement)
    assert faults(database) == kinds
