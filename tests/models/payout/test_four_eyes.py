"""Four eyes: an operator who keeps a shop, works for a supplier or asked themselves decides on none of that money."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlmodel import Session

from models.account.member import Member
from models.catalogue.supplier.supplier import Supplier, SupplierStaff
from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.kernel.money import Money
from models.kernel.rules import DEFAULT
from models.payout.asking import request
from models.payout.four_eyes import is_alone, own_payees, own_withdrawals
from models.payout.reading import read_results
from models.payout.results import ResultRows, book_results
from models.payout.steps import approve_withdrawals, book_return, fail, pay, refuse_withdrawal, unapprove
from models.payout.verifying import give_payee, payee_of, refuse_payee, verify_payee
from models.payout.withdrawal import Withdrawal
from models.stories.money import deposits
from tests.given.factories import at_desk, make_member
from tests.given.ledger_books import NOON
from tests.given.tills import ALIPAY, BANK, CARD, SEAL, Till, approved, asked, coded, held, till

MARK = "a-mark-of-one-form"
Verb = Callable[[Session, Withdrawal, Member], object]
VERBS: dict[str, tuple[str, Verb]] = {
    "approve": ("requested", lambda session, one, by: approve_withdrawals(session, [one], Act.operator(by, NOON))),
    "refuse": ("requested", lambda session, one, by: refuse_withdrawal(session, one, Act.operator(by, NOON, "x"))),
    "unapprove": ("approved", lambda session, one, by: unapprove(session, one, Act.operator(by, NOON, "x"))),
    "pay": ("approved", lambda session, one, by: pay(session, one, Act.operator(by, NOON), reference="1")),
    "fail": ("approved", lambda session, one, by: fail(session, one, Act.operator(by, NOON, "x"))),
    "return": (
        "paid",
        lambda session, one, by: book_return(session, one, Act.operator(by, NOON, "x"), returned_at=NOON),
    ),
}


def _withdrawal(database: Database, at: Till, state: str, who: str) -> str:
    code = asked(database, at, 2_000, MARK, who)
    if state != "requested":
        approved(database, at, code)
    if state == "paid":
        with database.transaction() as session:
            pay(session, coded(session, code), Act.operator(at.member(session, "desk"), NOON), reference="1")
    return code


def _attacker(session: Session, at: Till, who: str) -> Member:
    """Keeps the shop, or works for the supplier, and sits at the desk too."""
    by = at.member(session)
    if who == "supplier":
        by = make_member(session, name="内鬼")
        session.add(SupplierStaff(member_id=by.id, supplier_id=at.supplier, since=NOON))
    at_desk(session, by.id, at=NOON)
    session.flush()
    return by


@pytest.mark.parametrize("who", ["shop", "supplier"])
@pytest.mark.parametrize("step", VERBS)
def test_no_step_on_ones_own_withdrawal(database: Database, step: str, who: str) -> None:
    at = till(database)
    state, verb = VERBS[step]
    code = _withdrawal(database, at, state, who)
    before = held(database, at, who)
    with database.transaction() as session:
        by = _attacker(session, at, who)
        other = at.member(session, "desk")
        withdrawal = coded(session, code)
        assert own_withdrawals(session, [withdrawal], by=by) == {code}
        assert own_withdrawals(session, [withdrawal], by=other) == set()
        with pytest.raises(Refused, match="另一位平台人员"):
            verb(session, withdrawal, by)
        assert withdrawal.state == state and len(withdrawal.events) == {"requested": 1, "approved": 2, "paid": 3}[state]
    assert held(database, at, who) == before
    with database.transaction() as session:
        verb(session, coded(session, code), at.member(session, "desk"))


def test_who_asked_for_it_does_not_decide_after_leaving_either(database: Database) -> None:
    at = till(database)
    with database.transaction() as session:
        left, supplier = make_member(session, name="离职"), session.get_one(Supplier, at.supplier)
        session.add(SupplierStaff(member_id=left.id, supplier_id=supplier.id, since=NOON))
        session.flush()
        payee = give_payee(session, supplier, BANK, Act.owner(left, NOON), seal=SEAL)
        session.delete(session.get_one(SupplierStaff, left.id))
        at_desk(session, left.id, at=NOON)
        session.flush()
        with pytest.raises(Refused):
            verify_payee(session, payee, Act.operator(left, NOON))
        verify_payee(session, payee, Act.operator(at.member(session, "desk"), NOON))
        withdrawal = request(session, supplier, Money(2_000), Act.owner(left, NOON), once=MARK, rules=DEFAULT)
        with pytest.raises(Refused):
            approve_withdrawals(session, [withdrawal], Act.operator(left, NOON))


def test_one_of_ones_own_stops_the_whole_batch(database: Database) -> None:
    at = till(database)
    codes = [asked(database, at, 2_000, f"{MARK}-{who}", who) for who in ("shop", "supplier")]
    with database.transaction() as session:
        by = _attacker(session, at, "supplier")
        with pytest.raises(Refused, match="自己") as refused:
            approve_withdrawals(session, [coded(session, code) for code in codes], Act.operator(by, NOON))
        assert refused.value.params["code"] == codes[1]
        assert [coded(session, code).state for code in codes] == ["requested", "requested"]


@pytest.mark.parametrize("who", ["shop", "supplier"])
def test_no_word_on_ones_own_account(database: Database, who: str) -> None:
    at = till(database)
    with database.transaction() as session:
        owner, other = at.owner(session, who), at.member(session, "desk")
        by = _attacker(session, at, who)
        given = give_payee(session, owner, ALIPAY if who == "shop" else BANK, Act.owner(other, NOON), seal=SEAL)
        assert own_payees(session, [given], by=by) == {given.code}
        with pytest.raises(Refused, match="另一位平台人员"):
            verify_payee(session, given, Act.operator(by, NOON))
        with pytest.raises(Refused, match="另一位平台人员"):
            refuse_payee(session, given, Act.operator(by, NOON, "x"))
        standing = payee_of(session, owner)
        assert standing is not None and standing.state == "asked"
        third = make_member(session, name="第三位")
        verify_payee(session, given, Act.operator(third, NOON))


def test_no_deposit_of_ones_own_supplier(database: Database) -> None:
    at = till(database)
    with database.transaction() as session:
        supplier, other = session.get_one(Supplier, at.supplier), at.member(session, "desk")
        by, amount = _attacker(session, at, "supplier"), Money(5_000)
        assert deposits.pay_deposit(session, supplier, amount, Act.operator(other, NOON), reference="IN-1")
        verbs: tuple[Callable[[], bool], ...] = (
            lambda: deposits.pay_deposit(session, supplier, amount, Act.operator(by, NOON), reference="IN-2"),
            lambda: deposits.deduct_deposit(session, supplier, amount, Act.operator(by, NOON, "x"), once="o" * 16),
            lambda: deposits.return_deposit(session, supplier, Act.operator(by, NOON), reference="OUT-1"),
            lambda: deposits.require_deposit(session, supplier, Money(0), Act.operator(by, NOON)),
        )
        for verb in verbs:
            with pytest.raises(Refused, match="另一位平台人员"):
                verb()
        assert deposits.deduct_deposit(session, supplier, amount, Act.operator(other, NOON, "x"), once="o" * 16)


def test_a_result_file_books_none_of_ones_own(database: Database, tmp_path: Path) -> None:
    at = till(database)
    codes = [asked(database, at, 2_000, f"{MARK}-{who}", who) for who in ("shop", "supplier")]
    approved(database, at, *codes)
    with database.transaction() as session:
        by = _attacker(session, at, "supplier").id
    path = tmp_path / "r.csv"
    rows = [f"{CARD},20.00,{codes[0]},成功", f"tea@example.com,20.00,{codes[1]},成功"]
    path.write_text("\n".join(["收款账号,金额,备注,结果", *rows]), "utf-8")
    booked = book_results(
        database, by, ResultRows("r.csv", read_results(path, path.name)), seal=SEAL, rules=DEFAULT, at=NOON
    )
    assert (booked.paid, [problem["code"] for problem in booked.problems]) == (1, [codes[1]])
    with database.reading() as session:
        assert coded(session, codes[1]).state == "approved"


def test_who_is_alone_at_the_desk(database: Database) -> None:
    with database.transaction() as session:
        first, second = make_member(session), make_member(session)
        at_desk(session, first.id, at=NOON)
        session.flush()
        assert is_alone(session, first) and not is_alone(session, second)
        at_desk(session, second.id, at=NOON)
        session.flush()
        assert not is_alone(session, first)


def test_only_who_has_the_finance_role_is_another_pair_of_eyes(database: Database) -> None:
    with database.transaction() as session:
        first, clerk = make_member(session), make_member(session)
        at_desk(session, first.id, at=NOON)
        at_desk(session, clerk.id, "admin", "approval", "people", "service", at=NOON)
        session.flush()
        assert is_alone(session, first)
