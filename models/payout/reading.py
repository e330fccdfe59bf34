"""The files of payments coming back with what became of each: ours with two more columns, or Alipay's own result file.

    ours    the columns of the payment file, and 结果 (成功, 失败 or 退回) and 原因; 退回日期 where the day is known
    alipay  lines about the whole, then 序号, 创建时间, 订单号, 流水号, 收款账号, 姓名, 金额（元）, 状态, 备注, 失败原因

The headings may stand below other lines, and may say more in brackets. CSV in UTF-8 or GBK, or XLSX.
"""

import re
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from models.catalogue.imports.sheets.book import QUICK, BookTable
from models.catalogue.imports.sheets.tables import open_table
from models.catalogue.imports.sheets.text import SEPARATORS, TextTable, records
from models.kernel.cells import read_cell
from models.kernel.clock import SHANGHAI
from models.kernel.errors import N_, Refused
from models.kernel.text import narrow, one_line

_FILE_BYTES = 5 * 1024 * 1024
_ROWS = 5_000
_CELL = 200
# How far down the headings may stand, and how many columns are looked at.
HEAD, WIDTH = 30, 40
# What is read, and the headings it may stand under: where a file has several, the first of these counts.
_READ = {
    "code": ("备注", "提现单号", "付款理由"),
    "account": ("收款方支付宝账号", "收款账号", "收款支付宝账号", "收款方账号", "收款人email"),
    "amount": ("金额", "付款金额"),
    "result": ("结果", "状态", "付款状态"),
    "why": ("原因", "失败原因"),
    "reference": ("流水号", "支付宝流水号"),
    "day": ("退回日期",),
}
_NEEDED = ("code", "account", "amount", "result")
_WORDS = {
    "paid": ("成功", "付款成功", "转账成功", "已付款", "success", "paid"),
    "failed": ("失败", "付款失败", "转账失败", "fail", "failed"),
    "returned": ("退回", "已退回", "退票", "已退票", "return", "returned"),
    # Nothing became of it yet.
    "": ("处理中", "付款中", "待付款", "待处理", "processing", "pending"),
}
_RESULTS = {word: result for result, words in _WORDS.items() for word in words}
_ASIDE = re.compile(r"\([^()]*\)")
_DAY = re.compile(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?( .*)?")
# So many characters beside the stars make a masked number one that can be told from others; so often it may be masked.
_SEEN, _GAPS = 4, 2

Numbered = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class Told:
    """A row that came back. `line` is the number that a spreadsheet program shows; `result` is "paid", "failed",
    "returned", "" where nothing was written yet, or what stood there."""

    line: int
    code: str
    account: str
    amount: str
    result: str
    why: str
    reference: str = ""
    day: str = ""


def read_results(path: Path, filename: str) -> list[Told]:
    """Every row that names a withdrawal or a result. Raises Refused("file") for what is no such table."""
    if path.stat().st_size > _FILE_BYTES:
        raise Refused("file", N_("文件超过 %(most)d MB，请分成几个再传"), most=_FILE_BYTES // 1024 // 1024)
    heads = [_closed_after(rows) for rows in _ways(path, filename)]
    best = max(heads, key=lambda head: len(head.places))
    lacking = next((_READ[name][0] for name in _NEEDED if name not in best.places), "")
    if lacking:
        words = N_("缺少“%(column)s”一列。请用下载的付款文件加上“结果”和“原因”两列，或者支付宝的结果文件")
        raise Refused("file", words, column=lacking)
    rows = _ways(path, filename)[heads.index(best)]
    return [row for row in _rows(rows, best) if row.code or row.result]


def is_same_account(told: str, number: str) -> bool:
    """Whether an account as a file tells it is this one; stars stand for what it hides."""
    if "*" not in told:
        return told == number
    seen = [re.escape(part) for part in re.split(r"\*+", told)]
    if len(told.replace("*", "")) < _SEEN or len(seen) > _GAPS + 1:
        return False
    first, *between, last = seen
    hidden = "".join(f"(?>.+?{part})" for part in between)
    return re.fullmatch(f"{first}{hidden}.+{last}", number) is not None


def day_of(text: str) -> datetime:
    """The beginning of a day that was written as 2026-11-22, 2026/11/22, 2026年11月22日 or 20261122."""
    written = _DAY.fullmatch(narrow(text).strip())
    try:
        if written:
            return datetime(int(written[1]), int(written[2]), int(written[3]), tzinfo=SHANGHAI)
    except ValueError:
        pass
    raise Refused("returned_on", N_("日期写成 2026-11-22 这样"))


@dataclass(frozen=True, slots=True)
class _Head:
    """Where the headings stand and what is below each; nothing where none was found."""

    line: int
    places: dict[str, int]


def _ways(path: Path, filename: str) -> list[Generator[Numbered, None, None]]:
    """The file's rows, all of them; a text once for each sign that may part its cells, the likeliest first."""
    table = open_table(path, filename, unpacked=QUICK)
    if isinstance(table, BookTable):
        return [_book_rows(table)]
    assert isinstance(table, TextTable)
    signs = dict.fromkeys((table.separator, *SEPARATORS))
    return [_text_rows(table, sign) for sign in signs]


def _book_rows(table: BookTable) -> Generator[Numbered, None, None]:
    yield from table.all_rows(WIDTH)


def _text_rows(table: TextTable, separator: str) -> Generator[Numbered, None, None]:
    with table.path.open(encoding=table.encoding, newline="") as file:
        yield from records(file, separator)


def _head(rows: Iterable[Numbered]) -> _Head:
    """The first row with all that is needed, else the one with most of it."""
    best = _Head(0, {})
    for line, cells in rows:
        head = _Head(line, _places(cells))
        if all(name in head.places for name in _NEEDED):
            _require_once(cells, head.places)
            return head
        best = max(best, head, key=lambda head: len(head.places))
    return best


def _closed_after(rows: Generator[Numbered, None, None]) -> _Head:
    with closing(rows):
        return _head(islice(rows, HEAD))


def _rows(rows: Iterator[Numbered], head: _Head) -> Iterator[Told]:
    below = ((line, cells) for line, cells in rows if line > head.line and any(cells))
    for count, (line, cells) in enumerate(below, 1):
        if count > _ROWS:
            raise Refused("file", N_("一个文件最多 %(most)d 行，请分成几个文件"), most=_ROWS)
        told = {name: _cell(cells, head.places.get(name, -1)) for name in _READ}
        told["result"] = _RESULTS.get(narrow(told["result"]).casefold(), told["result"])
        yield Told(line, **told)


def _places(cells: list[str]) -> dict[str, int]:
    titles = _titles(cells)
    headings = {name: next((one for one in known if one in titles), "") for name, known in _READ.items()}
    return {name: titles.index(title) for name, title in headings.items() if title}


def _require_once(cells: list[str], places: dict[str, int]) -> None:
    titles = _titles(cells)
    for at in places.values():
        if titles.count(titles[at]) > 1:
            raise Refused("file", N_("有两列都叫“%(column)s”，请去掉一列"), column=titles[at])


def _titles(cells: list[str]) -> list[str]:
    """The headings without what they say in brackets ("金额（必填，单位：元）")."""
    return [_ASIDE.sub("", narrow(one_line(read_cell(cell)))).strip().casefold() for cell in cells]


def _cell(cells: list[str], at: int) -> str:
    return one_line(read_cell(cells[at].strip()))[:_CELL] if 0 <= at < len(cells) else ""
