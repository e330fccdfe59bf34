"""Files of payments, out and back: nothing runs in a spreadsheet, a row is about its withdrawal, and is booked once."""

from pathlib import Path
from uuid import uuid4

import openpyxl
import pytest

from models.kernel.act import Act
from models.kernel.cells import MARK
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.kernel.rules import DEFAULT
from models.payout.bank_files import payment_file
from models.payout.finding import to_pay
from models.payout.payee_details import PayeeDetails
from models.payout.reading import read_results
from models.payout.results import Booked, ResultRows, book_results
from models.payout.verifying import give_payee, verify_payee
from tests.given.kinds import ON_SQLITE
from tests.given.ledger_books import NOON
from tests.given.processes import in_threads
from tests.given.tills import CARD, SEAL, approved, asked, coded, held, till

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
        return book_results(
            self.database, self.at.operator, ResultRows("results.csv", told), seal=SEAL, rules=DEFAULT, at=NOON
        )

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
    assert sum(answer.paid for answer in booked) == 3
    assert sum(answer.again for answer in booked) == 6
    assert held(desk.database, desk.at) == (4_000, 0)


@ON_SQLITE
def test_alipays_file_and_nothing_that_runs(database: Database, tmp_path: Path) -> None:
    desk = Desk(database, tmp_path)
    code = asked(database, desk.at, 2_000, "a-form-of-alipay", "supplier")
    with database.transaction() as session:
        owner, by = desk.at.owner(session), desk.at.member(session)
        evil = PayeeDetails("bank", '=HYPERLINK("http://x")', CARD, "@bank", "+1+1")
        operator = desk.at.member(session, "desk")
        verify_payee(
            session, give_payee(session, owner, evil, Act.owner(by, NOON), seal=SEAL), Act.operator(operator, NOON)
        )
    other = asked(database, desk.at, 1_000, "a-form-of-evil-words")
    desk.batch = approved(database, desk.at, code, other)
    with desk.database.reading() as session:
        body = payment_file(to_pay(session, desk.batch, "alipay"), "alipay", seal=SEAL)
    # Alipay's own template, to the letter, in the encoding it is known to take.
    assert body.decode("gbk").split("\r\n")[:3] == [
        "支付宝批量付款文件模板（前面两行请勿删除）,,,,",
        "序号（必填）,收款方支付宝账号（必填）,收款方姓名（必填）,金额（必填，单位：元）,备注（选填）",
        f"1,tea@example.com,福鼎茶厂,20.00,{code}",
    ]
    bank = desk.file()
    assert "\"'=HYPERLINK" in bank and ",'@bank,'+1+1," in bank
    with database.reading() as session:
        assert payment_file(to_pay(session, desk.batch, "bank"), "bank", seal=SEAL).startswith(MARK)
    booked = desk.load(
        ["1", "tea@example.com", "福鼎茶厂", "20.00", code, "成功", ""],
        heading="序号,收款方支付宝账号,姓名,金额,备注,结果,原因",
    )
    assert booked.paid == 1 and held(database, desk.at, "supplier") == (8_000, 0)


# What Alipay's own result file looks like, as far as is known (docs/payments.md).
ALIPAY_HEAD = (
    "账号户称,小铺网络科技有限公司,付款账户,pay@example.com,订单号,2026112200001,付款状态,部分成功,总金额（元）,60.00"
)
ALIPAY_ROWS = "序号,创建时间,订单号,流水号,收款账号,姓名,金额（元）,状态,备注,失败原因"


class AlipayDesk(Desk):
    """Three withdrawals of a supplier that is paid by Alipay."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database, self.folder, self.at = database, folder, till(database)
        self.codes = [asked(database, self.at, 1_000 * (n + 1), f"a-form-number-{n}", "supplier") for n in range(3)]
        self.batch = approved(database, self.at, *self.codes)


def alipays(desk: Desk, *rows: str, account: str = "tea@example.com") -> str:
    """The file, whose rows name the place of a withdrawal, what became of it, and why."""
    lines = [ALIPAY_HEAD, "", ALIPAY_ROWS]
    for row in rows:
        place, state, why = row.split(" ")
        n = int(place)
        amount = f"{10 * (n + 1)}.00"
        lines.append(
            f"{n + 1},2026-11-22 12:00:00,A{n},2026112222001{n}\t,{account}\t,福鼎茶厂,{amount},{state},"
            f"{desk.codes[n]},{why}"
        )
    return "\r\n".join(lines)


@pytest.mark.parametrize("account", ["tea@example.com", "TEA@example.com", "te*@example.com"])
def test_alipays_own_result_file(database: Database, tmp_path: Path, account: str) -> None:
    desk = AlipayDesk(database, tmp_path)
    path = tmp_path / "批量付款结果.csv"
    path.write_text(alipays(desk, "0 成功 ", "1 失败 收款账户有误或不存在", "2 处理中 ", account=account), "gb18030")
    rows = read_results(path, path.name)
    booked = book_results(database, desk.at.operator, ResultRows(path.name, rows), seal=SEAL, rules=DEFAULT, at=NOON)
    assert (booked.paid, booked.failed, booked.blank, booked.problems) == (1, 1, 1, [])
    assert desk.states() == ["paid", "failed", "approved"]
    with database.reading() as session:
        assert coded(session, desk.codes[0]).reference == "20261122220010"
        assert coded(session, desk.codes[1]).events[-1].why == "收款账户有误或不存在"


@ON_SQLITE
@pytest.mark.parametrize("account", ["cup@example.com", "t*@*.*", "*", "te*@example.org", "***"])
def test_a_masked_account_of_somebody_else_is_not_this_payment(
    database: Database, tmp_path: Path, account: str
) -> None:
    desk = AlipayDesk(database, tmp_path)
    path = tmp_path / "r.csv"
    path.write_text(alipays(desk, "0 成功 ", account=account), "gb18030")
    rows = read_results(path, path.name)
    booked = book_results(database, desk.at.operator, ResultRows(path.name, rows), seal=SEAL, rules=DEFAULT, at=NOON)
    assert (booked.paid, [column for _, column, _ in told(booked)]) == (0, ["收款账号"])


@ON_SQLITE
def test_alipays_file_saved_again_as_a_workbook(database: Database, tmp_path: Path) -> None:
    desk = AlipayDesk(database, tmp_path)
    book = openpyxl.Workbook()
    for line in alipays(desk, "0 成功 ", "1 付款失败 账户不存在").split("\r\n"):
        book.active.append(line.split(","))
    path = tmp_path / "r.xlsx"
    book.save(path)
    book.close()
    rows = read_results(path, path.name)
    booked = book_results(database, desk.at.operator, ResultRows(path.name, rows), seal=SEAL, rules=DEFAULT, at=NOON)
    assert (booked.paid, booked.failed, booked.problems) == (1, 1, [])


@ON_SQLITE
def test_the_file_as_it_was_uploaded_with_a_column_more(database: Database, tmp_path: Path) -> None:
    desk = AlipayDesk(database, tmp_path)
    with database.reading() as session:
        body = payment_file(to_pay(session, desk.batch, "alipay"), "alipay", seal=SEAL).decode("gb18030")
    title, heading, *rows = body.split("\r\n")
    path = tmp_path / "r.csv"
    path.write_text("\r\n".join([title, f"{heading},结果", *(f"{row},成功" for row in rows if row)]), "gb18030")
    told_rows = read_results(path, path.name)
    assert [row.line for row in told_rows] == [3, 4, 5]
    booked = book_results(
        database, desk.at.operator, ResultRows(path.name, told_rows), seal=SEAL, rules=DEFAULT, at=NOON
    )
    assert booked.paid == 3 and desk.states() == ["paid"] * 3


def test_what_the_bank_returned_is_told_by_a_file(desk: Desk) -> None:
    heading = "序号,收款人,收款账号,开户银行,开户支行,金额,备注,结果,原因,退回日期"
    first, second, third = desk.rows()
    assert desk.load([*first, "成功", ""], [*second, "成功", ""]).paid == 2
    assert held(desk.database, desk.at) == (4_000, 3_000)
    rows = (
        [*first, "已退票", "户名不符", "2026/11/22"],
        [*second, "退回", "", ""],
        # Nobody had noted yet that it left.
        [*third, "退回", "销户", ""],
    )
    booked = desk.load(*rows, heading=heading)
    assert (booked.returned, booked.failed, booked.paid) == (1, 1, 0)
    assert [(line, column) for line, column, _ in told(booked)] == [(3, "原因")]
    assert desk.states() == ["returned", "paid", "failed"]
    assert held(desk.database, desk.at) == (8_000, 0)
    again = desk.load(*rows, heading=heading)
    assert (again.returned, again.failed, again.again, len(again.problems)) == (0, 0, 2, 1)
    # The file of the payments, loaded once more, knows nothing of what came later.
    late = desk.load([*first, "成功", ""])
    assert (late.again, late.problems) == (1, [])
    wrong = desk.load([*second, "失败", "退票", ""], [*second, "退回", "退票", "昨天"], heading=heading)
    assert [column for _, column, _ in told(wrong)] == ["结果", "退回日期"]
    assert "退回" in told(wrong)[0][2]
    assert held(desk.database, desk.at) == (8_000, 0)
