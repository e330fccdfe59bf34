"""Withdrawing: set aside at once, never more than there is, paid or given back exactly once; and the check of it."""

import pytest
from sqlmodel import col, select

from models.account.audit import Audit
from models.checks import withdrawals as checks
from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.kernel.ring import Ring
from models.kernel.sealing import Seal
from models.kernel.snapshot import snapshot
from models.ledger.balance import balance
from models.ledger.transaction import Transaction
from models.payout.asking import cancel_withdrawal
from models.payout.payee import PAYEE_NUMBER, PayeeAccount
from models.payout.payee_details import PayeeDetails
from models.payout.steps import approve_withdrawals, fail, pay, refuse_withdrawal
from models.payout.verifying import give_payee, number_of, payee_of, refuse_payee, verify_payee
from models.payout.withdrawal import Withdrawal
from tests.given import databases
from tests.given.ledger_books import NOON, faults, spoil
from tests.given.processes import in_processes, in_threads
from tests.given.tills import BANK, CARD, SEAL, Till, approved, asked, coded, earn, held, till

MARK = "a-mark-of-one-form"


def wrong(database: Database) -> set[str]:
    """What the checks of withdrawals find."""
    with snapshot(database) as connection:
        return {fault.kind for part in (checks.reserves, checks.postings) for fault in part(connection)}


def ask_at_once(url: str, at: Till, amount: int, once: str) -> str:
    """In a process or thread of its own: the code, or the refusal."""
    database = Database(url)
    try:
        return asked(database, at, amount, once)
    except Refused as refusal:
        return refusal.message
    finally:
        database.engine.dispose()


def test_a_request_sets_aside_at_once_and_is_paid(database: Database) -> None:
    at = till(database)
    code = asked(database, at, 6_000, MARK)
    assert held(database, at) == (4_000, 6_000)
    approved(database, at, code)
    for _ in range(2):
        with database.transaction() as session:
            pay(session, coded(session, code), Act.operator(at.member(session, "desk"), NOON), reference="工行 0001")
    assert held(database, at) == (4_000, 0)
    with database.reading() as session:
        withdrawal = coded(session, code)
        assert (withdrawal.state, withdrawal.reference) == ("paid", "工行 0001")
        assert [(event.step, event.who) for event in withdrawal.events] == [
            ("request", "owner"),
            ("approve", "operator"),
            ("pay", "operator"),
        ]
        assert balance(session, "clearing-bank") == 6_000
        acts = session.exec(select(Audit.what).where(Audit.subject == code)).all()
        assert list(acts) == ["withdrawal.approve", "withdrawal.pay"]
    assert wrong(database) == set() and faults(database) == set()


@pytest.mark.parametrize("way", ["cancel", "refuse", "fail"])
def test_every_other_end_gives_it_back_once(database: Database, way: str) -> None:
    at = till(database)
    code = asked(database, at, 6_000, MARK, "supplier")
    if way == "fail":
        approved(database, at, code)
    for _ in range(2):
        with database.transaction() as session:
            one, desk = coded(session, code), at.member(session, "desk")
            if way == "cancel":
                cancel_withdrawal(session, one, Act.owner(at.member(session), NOON))
            elif way == "refuse":
                refuse_withdrawal(session, one, Act.operator(desk, NOON, "户名不对"))
            else:
                fail(session, one, Act.operator(desk, NOON, "户名不对"))
    assert held(database, at, "supplier") == (10_000, 0)
    assert wrong(database) == set()
    with database.transaction() as session, pytest.raises(Refused):
        pay(session, coded(session, code), Act.operator(at.member(session, "desk"), NOON), reference="1")


@pytest.mark.parametrize(("amount", "words"), [(999, "最少提 10"), (0, "最少提"), (-1, "最少提"), (10_001, "100.00")])
def test_what_may_not_be_asked(database: Database, amount: int, words: str) -> None:
    at = till(database)
    with pytest.raises(Refused, match=words):
        asked(database, at, amount, MARK)
    assert held(database, at) == (10_000, 0)


def test_less_than_nothing_is_earned_back_first(database: Database) -> None:
    at = till(database)
    with database.transaction() as session:
        earn(session, at.owner(session), -12_000)
    with pytest.raises(Refused, match=r"-20\.00"):
        asked(database, at, 1_000, MARK)
    with database.transaction() as session:
        earn(session, at.owner(session), 3_000)
    assert asked(database, at, 1_000, MARK)
    assert held(database, at) == (0, 1_000)


def test_requests_at_once_never_take_more_than_there_is(database: Database, database_url: str) -> None:
    at = till(database)
    for run in (in_threads, in_processes):
        answers = run(ask_at_once, [(database_url, at, 4_000, f"{run.__name__}-form-{n}-xxxxxx") for n in range(4)])
        codes = [answer for answer in answers if len(answer) == 10]
        assert len(codes) == 2, answers
        assert held(database, at) == (2_000, 8_000)
        with database.transaction() as session:
            for code in codes:
                cancel_withdrawal(session, coded(session, code), Act.owner(at.member(session), NOON))
    assert wrong(database) == set()


def test_the_same_form_at_once_asks_once(database: Database, database_url: str) -> None:
    at = till(database)
    answers = in_threads(ask_at_once, [(database_url, at, 4_000, MARK)] * 4)
    assert len(set(answers)) == 1
    assert held(database, at) == (6_000, 4_000)
    # Another owner's form with the same mark is another form.
    assert asked(database, at, 4_000, MARK, "supplier") not in answers


def end_at_once(url: str, at: Till, code: str, way: str) -> bool:
    """In a thread of its own: whether it was this one that ended it."""
    database = Database(url)
    try:
        with database.transaction() as session:
            one, desk = coded(session, code), at.member(session, "desk")
            if way == "pay":
                return pay(session, one, Act.operator(desk, NOON), reference="1")
            return fail(session, one, Act.operator(desk, NOON, "退票"))
    except Refused:
        return False
    finally:
        database.engine.dispose()


def test_paid_and_failed_at_once_is_one_of_them(database: Database, database_url: str) -> None:
    at = till(database)
    code = asked(database, at, 6_000, MARK)
    approved(database, at, code)
    answers = in_threads(end_at_once, [(database_url, at, code, way) for way in ("pay", "fail", "pay", "fail")])
    assert sum(answers) == 1
    assert held(database, at)[1] == 0
    assert wrong(database) == set()


def test_a_batch_leaves_what_was_taken_back(database: Database) -> None:
    at = till(database)
    codes = [asked(database, at, 1_000, f"{MARK}-{n}") for n in range(3)]
    with database.transaction() as session:
        cancel_withdrawal(session, coded(session, codes[1]), Act.owner(at.member(session), NOON))
    with database.transaction() as session:
        chosen = [coded(session, code) for code in codes]
        batch, count = approve_withdrawals(session, chosen, Act.operator(at.member(session, "desk"), NOON))
        again, none = approve_withdrawals(session, chosen, Act.operator(at.member(session, "desk"), NOON))
    assert (count, none) == (2, 0) and again != batch
    with database.reading() as session:
        found = session.exec(select(Withdrawal.state, Withdrawal.batch).order_by(col(Withdrawal.id))).all()
        assert found == [("approved", batch), ("cancelled", ""), ("approved", batch)]
    with database.transaction() as session, pytest.raises(Refused):
        cancel_withdrawal(session, coded(session, codes[0]), Act.owner(at.member(session), NOON))


class TestPayees:
    def test_the_number_is_sealed_and_shown_as_its_last_four(self, database: Database) -> None:
        at = till(database)
        with database.reading() as session:
            payee = payee_of(session, at.owner(session))
            assert payee and payee.state == "verified"
            assert payee.shown == "**** 0128" and CARD not in payee.sealed
            assert number_of(payee, SEAL) == CARD
            for other in (
                Seal(Ring.of("another secret"), PAYEE_NUMBER),
                Seal(Ring.of("a secret of the tests"), "another purpose"),
            ):
                with pytest.raises(Refused, match="密钥换过"):
                    number_of(payee, other)

    def test_a_change_is_verified_anew_and_what_was_asked_stays(self, database: Database) -> None:
        at = till(database)
        code = asked(database, at, 2_000, MARK)
        other = PayeeDetails("bank", "林小满", "6217001234567890", "建设银行")
        with database.transaction() as session:
            owner, by = at.owner(session), at.member(session)
            assert give_payee(session, owner, BANK, Act.owner(by, NOON), seal=SEAL).state == "verified"
            give_payee(session, owner, other, Act.owner(by, NOON), seal=SEAL)
        with pytest.raises(Refused, match="核对好"):
            asked(database, at, 2_000, f"{MARK}-2")
        approved(database, at, code)
        with database.reading() as session:
            payee = coded(session, code).payee
            assert payee.state == "replaced" and number_of(payee, SEAL) == CARD

    def test_to_a_refused_account_nothing_is_approved(self, database: Database) -> None:
        at = till(database)
        code = asked(database, at, 2_000, MARK)
        with database.transaction() as session:
            refuse_payee(
                session, coded(session, code).payee, Act.operator(at.member(session, "desk"), NOON, "不是本人")
            )
            give_payee(session, at.owner(session), BANK, Act.owner(at.member(session), NOON), seal=SEAL)
        with pytest.raises(Refused, match="没有通过核对"):
            approved(database, at, code)
        with database.transaction() as session:
            verify_payee(session, payee_of(session, at.owner(session)), Act.operator(at.member(session, "desk"), NOON))  # type: ignore[arg-type]
        with pytest.raises(Refused, match="没有通过核对"):
            approved(database, at, code)

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            (PayeeDetails("cash", "林小满", "1"), "kind"),
            (PayeeDetails("bank", " ", CARD, "工行"), "holder"),
            (PayeeDetails("bank", "林小满", "1234567", "工行"), "number"),
            (PayeeDetails("bank", "林小满", "=1+1", "工行"), "number"),
            (PayeeDetails("bank", "林小满", CARD, ""), "bank"),
            (PayeeDetails("bank", "林小满", CARD, "工行", "支" * 61), "branch"),
            (PayeeDetails("alipay", "林小满", "not an account"), "number"),
            (PayeeDetails("alipay", "林小满", "=cmd@example.com"), "number"),
        ],
    )
    def test_what_is_no_account(self, database: Database, given: PayeeDetails, field: str) -> None:
        at = till(database)
        with database.transaction() as session:
            with pytest.raises(Refused) as refused:
                give_payee(session, at.owner(session), given, Act.owner(at.member(session), NOON), seal=SEAL)
            assert refused.value.field == field
            assert len(session.exec(select(PayeeAccount)).all()) == 2


class TestTheCheck:
    @pytest.fixture
    def database(self, tmp_path, request):  # type: ignore[no-untyped-def]
        """One of its own: faults are seeded behind the program's back."""
        with databases.own() as opened:
            yield opened

    @pytest.mark.parametrize(
        ("statement", "kinds"),
        [
            ("UPDATE withdrawal SET state = 'cancelled', batch = ''", {"withdrawal.reserve", "withdrawal.posting"}),
            ("UPDATE withdrawal SET amount = amount + 1", {"withdrawal.reserve", "withdrawal.posting"}),
            ("UPDATE withdrawal SET state = 'paid', batch = 'B'", {"withdrawal.reserve", "withdrawal.posting"}),
            (
                "UPDATE withdrawal SET supplier_id = (SELECT id FROM supplier), shop_id = NULL",
                {"withdrawal.reserve", "withdrawal.posting"},
            ),
            ("UPDATE ledger_transaction SET key = 'x' WHERE kind = 'withdrawal_requested'", {"withdrawal.posting"}),
        ],
    )
    def test_finds_what_is_wrong(self, database: Database, statement: str, kinds: set[str]) -> None:
        at = till(database)
        asked(database, at, 6_000, MARK)
        assert wrong(database) == set()
        spoil(database, statement)
        assert wrong(database) == kinds

    def test_each_shop_and_supplier_apart(self, database: Database) -> None:
        at = till(database)
        asked(database, at, 6_000, MARK)
        asked(database, at, 3_000, MARK, "supplier")
        with database.reading() as session:
            keys = session.exec(select(Transaction.key).where(Transaction.kind == "withdrawal_requested")).all()
            assert len(keys) == 2
        spoil(database, "UPDATE withdrawal SET amount = 4000 WHERE shop_id IS NOT NULL")
        spoil(database, "UPDATE withdrawal SET amount = 5000 WHERE supplier_id IS NOT NULL")
        with snapshot(database) as connection:
            subjects = [fault.subject.split()[0] for fault in checks.reserves(connection)]
        assert subjects == ["shop", "supplier"]
