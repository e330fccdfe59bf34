"""Files of payments, out and back: nothing runs in a spreadsheet, a row is about its own withdrawal, twice is once."""

from pathlib import Path
from uuid import uuid4

import pytest

from models.kernel.cells import MARK
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.ledger.payees import Given, give, verify
from models.ledger.payout_results import Booked, book_results
from models.ledger.payout_sheets import payment_file, read_results
from models.ledger.withdrawals import to_pay
from tests.models.kernel.kinds import ON_SQLITE
from tests.models.kernel.processes import in_threads
from tests.models.ledger.books import NOON
from tests.models.ledger.tills import CARD, SEAL, approved, asked, coded, held, till

ACCOUNT, AMOUNT, CODE = 2, 5, 6


class Desk:
    """Three withdrawals of a shop that were approved together, and their file."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database, self.folder, self.at = database, folder, till(database)
        self.codes = [asked(database, self.at, 1_000 * (n + 1), f"a-form-number-{n}") for n in range(3)]
        self.batch = approved(database, self.at, *self.codes)

    def file(self, kind: str = "bank") -> str:
        """What the operator downloads."""
        with self.database.reading() as session:
            return payment_file(to_pay(session, self.batch, kind), kind, seal=SEAL).decode("utf-8-sig")

    def rows(self) -> list[list[str]]:
        """The cells of the bank's file, without the heading."""
        return [line.split(",") for line in self.file().split("\r\n")[1:] if line]

    def load(self, *rows: list[str], heading: str = "", encoding: str = "utf-8-sig") -> Booked:
        """Uploads rows under the heading of the file and the two more columns."""
        # Each its own file, as each upload is: several may come at once.
        path = self.folder / f"{uuid4()}.csv"
        heading = heading or "序号,收款人,收款账号,开户银行,开户支行,金额,备注,结果,原因"
        path.write_text("\n".join([heading, *(",".join(row) for row in rows)]), encoding)
        told = read_results(path, path.name)
        return book_results(self.database, self.at.operator, told, name="results.csv", seal=SEAL, at=NOON)

    def states(self) -> list[str]:
        """Of the three."""
        with self.database.reading() as session:
            return [coded(session, code).state for code in self.codes]


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Desk:
    return Desk(database, tmp_path)


def told(booked: Booked) -> list[tuple[int, str, str]]:
    """Line, column and sentence of each problem."""
    return [(one["line"], one["column"], one["reason"] % (one["params"] or {})) for one in booked.problems]


def test_good_rows_are_booked_bad_ones_told_and_twice_is_once(desk: Desk) -> None:
    first, second, third = desk.rows()
    rows = (
        [*first, "成功", ""],
        [*second, "失败", "账户已销户"],
        [*third, "也许", ""],
        ["4", "某人", CARD, "", "", "10.00", "ZZZZZZZZZZ", "成功", ""],
    )
    booked = desk.load(*rows)
    assert (booked.paid, booked.failed, booked.again) == (1, 1, 0)
    assert [(line, column) for line, column, _ in told(booked)] == [(4, "结果"), (5, "备注")]
    assert desk.states() == ["paid", "failed", "approved"]
    assert held(desk.database, desk.at) == (6_000, 3_000)
    with desk.database.reading() as session:
        assert coded(session, desk.codes[0]).reference == "results.csv"
        assert coded(session, desk.codes[1]).events[-1].why == "账户已销户"
    again = desk.load(*rows, encoding="gb18030")
    assert (again.paid, again.failed, again.again, len(again.problems)) == (0, 0, 2, 2)
    assert held(desk.database, desk.at) == (6_000, 3_000)
    assert [row[CODE] for row in desk.rows()] == [desk.codes[2]]


def test_a_row_of_another_account_or_amount_is_not_this_payment(desk: Desk) -> None:
    def changed(at: int, to: str) -> list[str]:
        row = desk.rows()[0]
        return [*row[:at], to, *row[at + 1 :], "成功", ""]

    booked = desk.load(
        changed(ACCOUNT, CARD[:-1] + "9"),
        changed(ACCOUNT, ""),
        changed(ACCOUNT, "6.22202E+18"),
        changed(AMOUNT, "10.01"),
        changed(AMOUNT, "1e1"),
        changed(AMOUNT, "-10.00"),
        [*desk.rows()[0], "失败", ""],
        changed(CODE, desk.codes[1]),
        changed(CODE, ""),
    )
    columns = ["收款账号"] * 3 + ["金额"] * 3 + ["原因", "金额", "备注"]
    assert [column for _, column, _ in told(booked)] == columns
    assert "科学计数法" in told(booked)[2][2]
    assert desk.states() == ["approved"] * 3
    assert not any(CARD in str(problem) for problem in booked.problems)


def test_what_was_ended_otherwise_stays(desk: Desk) -> None:
    first = desk.rows()[0]
    booked = desk.load([*first, "成功", ""], [*first, "失败", "反悔"])
    assert booked.paid == 1 and len(booked.problems) == 1
    waits = asked(desk.database, desk.at, 1_000, "one-more-form-here")
    booked = desk.load([*first[:CODE], waits, "成功", ""])
    assert len(booked.problems) == 1 and booked.paid == 0


@ON_SQLITE
def test_written_by_a_spreadsheet_or_by_hand(desk: Desk) -> None:
    first, second, _ = desk.rows()
    first[AMOUNT], first[ACCOUNT] = "¥10", f'="{CARD}"'
    second[CODE] = f" {second[CODE].lower()} "
    booked = desk.load([*first, " 成功 ", ""], [*second, "SUCCESS", ""], ["", "", "", "", "", "", "", "", ""])
    assert (booked.paid, booked.problems) == (2, [])


@ON_SQLITE
@pytest.mark.parametrize("heading", ["序号,金额,备注,结果", "备注,收款账号,金额", "备注,收款账号,金额,结果,结果", "x"])
def test_what_is_no_such_file(desk: Desk, heading: str) -> None:
    with pytest.raises(Refused) as refused:
        desk.load(["1", "2", "3", "4"], heading=heading)
    assert refused.value.field == "file"


def test_the_same_file_at_once(desk: Desk) -> None:
    rows = [[*row, "成功", ""] for row in desk.rows()]
    booked = in_threads(lambda: desk.load(*rows), [()] * 3)
    assert sum(one.paid for one in booked) == 3
    assert sum(one.again for one in booked) == 6
    assert held(desk.database, desk.at) == (4_000, 0)


@ON_SQLITE
def test_alipays_file_and_nothing_that_runs(database: Database, tmp_path: Path) -> None:
    desk = Desk(database, tmp_path)
    code = asked(database, desk.at, 2_000, "a-form-of-alipay", "supplier")
    with database.transaction() as session:
        owner, by = desk.at.owner(session), desk.at.member(session)
        evil = Given("bank", '=HYPERLINK("http://x")', CARD, "@bank", "+1+1")
        verify(session, give(session, owner, evil, seal=SEAL, by=by, at=NOON), by=by, at=NOON)
    other = asked(database, desk.at, 1_000, "a-form-of-evil-words")
    desk.batch = approved(database, desk.at, code, other)
    lines = desk.file("alipay").split("\r\n")
    assert lines[:2] == ["序号,收款方支付宝账号,姓名,金额,备注", f"1,tea@example.com,福鼎茶厂,20.00,{code}"]
    bank = desk.file()
    assert "\"'=HYPERLINK" in bank and ",'@bank,'+1+1," in bank
    with database.reading() as session:
        assert payment_file(to_pay(session, desk.batch, "bank"), "bank", seal=SEAL).startswith(MARK)
    booked = desk.load(
        ["1", "tea@example.com", "福鼎茶厂", "20.00", code, "成功", ""],
        heading="序号,收款方支付宝账号,姓名,金额,备注,结果,原因",
    )
    assert booked.paid == 1 and held(database, desk.at, "supplier") == (8_000, 0)
