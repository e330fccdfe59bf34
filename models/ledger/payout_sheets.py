"""The files that payments are made by, and the same ones coming back with what became of them.

    alipay  序号, 收款方支付宝账号, 姓名, 金额, 备注
    bank    序号, 收款人, 收款账号, 开户银行, 开户支行, 金额, 备注

备注 is the withdrawal's code. What comes back has two more columns: 结果 (成功 or 失败) and 原因. The headings are what
the bank and Alipay know, so they are not translated.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from models.catalogue.sheets.tables import QUICK, open_table
from models.kernel.cells import MARK, csv_line, read_cell
from models.kernel.errors import N_, Refused
from models.kernel.sealing import Seal
from models.kernel.text import narrow, one_line
from models.ledger.payees import number_of
from models.ledger.withdrawal import Withdrawal

FILE_BYTES = 5 * 1024 * 1024
ROWS = 5_000
CELL = 200
ALIPAY = ("序号", "收款方支付宝账号", "姓名", "金额", "备注")
BANK = ("序号", "收款人", "收款账号", "开户银行", "开户支行", "金额", "备注")
RESULT = ("结果", "原因")
# What is read, and the headings it may stand under.
_READ = {
    "code": ("备注", "提现单号"),
    "account": ("收款方支付宝账号", "收款账号"),
    "amount": ("金额",),
    "result": ("结果",),
    "why": ("原因",),
}
_NEEDED = ("code", "account", "amount", "result")
_RESULTS = {"成功": "paid", "失败": "failed", "success": "paid", "paid": "paid", "failed": "failed", "fail": "failed"}
# What a spreadsheet program makes of a long number when it saves CSV: the last digits are gone for good.
ROUNDED = re.compile(r"\d(?:\.\d+)?e\+\d+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Told:
    """A row that came back. `line` is the number that a spreadsheet program shows; `result` is "paid", "failed", ""
    where nothing was written yet, or what stood there."""

    line: int
    code: str
    account: str
    amount: str
    result: str
    why: str


def payment_file(chosen: Sequence[Withdrawal], kind: str, *, seal: Seal) -> bytes:
    """What to upload at the bank ("bank") or Alipay ("alipay"). Raises Refused where a number cannot be read."""
    lines = [csv_line(ALIPAY if kind == "alipay" else BANK)]
    for place, one in enumerate(chosen, 1):
        lines.append(csv_line(_row(place, one, kind, number_of(one.payee, seal))))
    return MARK + b"".join(lines)


def read_results(path: Path, filename: str) -> list[Told]:
    """Every row that names a withdrawal or a result. Raises Refused("file") for what is no such table."""
    if path.stat().st_size > FILE_BYTES:
        raise Refused("file", N_("文件超过 %(most)d MB，请分成几个再传"), most=FILE_BYTES // 1024 // 1024)
    table = open_table(path, filename, unpacked=QUICK)
    places = _places(table.header)
    return [row for row in _rows(table.rows(), places) if row.code or row.result]


def _row(place: int, one: Withdrawal, kind: str, number: str) -> list[str]:
    payee, amount = one.payee, one.amount.yuan
    if kind == "alipay":
        return [str(place), number, payee.holder, amount, one.code]
    return [str(place), payee.holder, number, payee.bank, payee.branch, amount, one.code]


def _rows(rows: Iterator[tuple[int, list[str]]], places: dict[str, int]) -> Iterator[Told]:
    for count, (line, cells) in enumerate(rows, 1):
        if count > ROWS:
            raise Refused("file", N_("一个文件最多 %(most)d 行，请分成几个文件"), most=ROWS)
        told = {name: _cell(cells, places.get(name, -1)) for name in _READ}
        told["result"] = _RESULTS.get(narrow(told["result"]).casefold(), told["result"])
        yield Told(line, **told)


def _places(header: list[str]) -> dict[str, int]:
    titles = [one_line(narrow(read_cell(title))) for title in header]
    places: dict[str, int] = {}
    for name, known in _READ.items():
        found = [at for at, title in enumerate(titles) if title in known]
        if len(found) > 1:
            raise Refused("file", N_("有两列都叫“%(column)s”，请去掉一列"), column=known[0])
        if found:
            places[name] = found[0]
        elif name in _NEEDED:
            raise Refused(
                "file", N_("缺少“%(column)s”一列。请用下载的付款文件，加上“结果”和“原因”两列"), column=known[0]
            )
    return places


def _cell(cells: list[str], at: int) -> str:
    return one_line(read_cell(cells[at].strip()))[:CELL] if 0 <= at < len(cells) else ""
