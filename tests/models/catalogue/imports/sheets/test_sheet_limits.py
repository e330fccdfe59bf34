"""Small workbooks that unpack into a flood, and numbers that a workbook cannot hold."""

import subprocess
import sys
import time
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest

from models.catalogue.imports.sheets import unpacking
from models.kernel.errors import Refused
from models.payout.reading import read_results
from models.trade.waybill.reading import read_waybills
from tests.given.sheet_files import Said, Sheet

SHEET1 = "xl/worksheets/sheet1.xml"
START = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


def flooded(path: Path, blocks: Iterable[bytes]) -> Path:
    """A workbook whose first sheet is made of these blocks."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist() if name != SHEET1}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, data in parts.items():
            book.writestr(name, data)
        with book.open(SHEET1, "w") as file:
            file.write(START)
            for block in blocks:
                file.write(block)
    return path


WIDE = (b"<row>", *([b'<c r="A2"/>' * 100_000] * 40))
WIDE_PREFIXED = (b"<x:row>", *([b"<x:c />" * 100_000] * 40))
LONG = (b'<row><c t="inlineStr"><is><t>', *([b"\xe8\x8c\xb6" * 1_000_000] * 40))
LONG_NAME = (b'<row><c t="', *([b"n" * 1_000_000] * 60))
# Marks that are no marks pass the counting: the process's own memory is what stops them.
DISGUISED = (b"<row><c><v><![CDATA[", *([b"<row><c " * 100_000] * 8))
SIXTEEN = ("".join(["\ufeff<row>", "<c/>" * 6_000_000]).encode("utf-16-le"),)

PEAK = """
import resource, sys
from pathlib import Path
from models.catalogue.imports.reading import read_goods
from models.kernel.errors import Refused
# A process that is started takes over the peak of the one that starts it: what matters is how it grows.
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    read_goods(Path(sys.argv[1]), "goods.xlsx")
except Refused as no:
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    reader = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(no.field, own // 1024, reader // 1024, resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime)
"""


@pytest.mark.parametrize("blocks", [WIDE, WIDE_PREFIXED, LONG, LONG_NAME], ids=["wide", "prefixed", "long", "name"])
def test_a_row_without_end_is_refused_before_it_is_parsed(sheet: Sheet, blocks: tuple[bytes, ...]) -> None:
    path = flooded(sheet.book([["商品编号", "标题", "价格"]]), blocks)
    assert path.stat().st_size < 600_000
    done = subprocess.run([sys.executable, "-c", PEAK, path], capture_output=True, text=True, check=True)
    field, own, reader, seconds = done.stdout.split()
    assert field == "file"
    assert int(own) < 10 and int(reader) < 100
    assert float(seconds) < 2


@pytest.mark.slow
@pytest.mark.parametrize("blocks", [DISGUISED, SIXTEEN], ids=["disguised", "sixteen bits"])
def test_what_passes_the_counting_meets_the_end_of_memory(sheet: Sheet, blocks: tuple[bytes, ...]) -> None:
    path = flooded(sheet.book([["商品编号", "标题", "价格"]]), blocks)
    done = subprocess.run([sys.executable, "-c", PEAK, path], capture_output=True, text=True, check=True)
    field, own, reader, _ = done.stdout.split()
    assert (field, int(own) < 10, int(reader) < 520) == ("file", True, True)


def test_the_readers_of_payments_and_parcels_refuse_the_same(sheet: Sheet) -> None:
    path = flooded(sheet.book([["包裹号", "运单号"]]), (b"<row>", b"<c/>" * 1_000_000))
    begun = time.process_time()
    with pytest.raises(Refused, match="太大"):
        read_results(path, "paid.xlsx")
    with pytest.raises(Refused, match="太大"):
        read_waybills(path, "parcels.xlsx", most=100)
    assert time.process_time() - begun < 1


def test_the_reading_process_ends_when_its_time_is_over(sheet: Sheet) -> None:
    path = sheet.book([["商品编号", "标题", "价格"], *([f"g{n}", "杯", 5] for n in range(20_000))])
    command = [sys.executable, "-I", unpacking.__file__, "rows", str(path), str(2**29), "1", str(2**29), "0", "4"]
    spent = subprocess.run(command, capture_output=True, check=False, timeout=60)
    assert spent.returncode in (0, -24, -9)
    little = [*command[:5], str(2**29), "60", "1000", "0", "4"]
    with (sheet.folder / "spool").open("w") as spool:
        assert subprocess.run(little, stdout=spool, stderr=subprocess.DEVNULL, check=False, timeout=60).returncode
    assert (sheet.folder / "spool").stat().st_size <= 1000


@pytest.mark.parametrize("number", [1_234_567_890_123_456, 98_765_432_109_876_543, 4.5e20])
@pytest.mark.parametrize("column", ["商品编号", "规格编号", "条码"])
def test_a_number_of_more_digits_than_a_cell_holds_is_told(
    sheet: Sheet, said: Said, column: str, number: float
) -> None:
    cells: dict[str, object] = {"商品编号": "cup", "标题": "杯", "价格": 5, "规格编号": "A-1", "条码": ""}
    cells[column] = number
    goods, problems = sheet.read(sheet.book([tuple(cells), tuple(cells.values())]))
    assert goods == []
    assert [(line, name) for line, name, _ in said(problems)] == [(2, column)]
    assert "设成“文本”" in said(problems)[0][2]


def test_fifteen_digits_are_all_there_and_so_is_text(sheet: Sheet) -> None:
    rows: list[list[object]] = [
        ["商品编号", "标题", "价格", "规格编号"],
        ["a", "杯", 5, 123_456_789_012_345],
        ["b", "碗", 5, "9" * 18],
    ]
    goods, problems = sheet.read(sheet.book(rows))
    assert (problems, [entry.skus[0].code for entry in goods]) == ([], ["123456789012345", "9" * 18])


@pytest.mark.parametrize("unseen", ["\u202e", "\u2067", "\u200b", "\u2060", "\u00ad"])
def test_what_nobody_sees_goes_from_a_title(sheet: Sheet, said: Said, unseen: str) -> None:
    (goods,), problems = sheet.one(标题=f"{unseen}青瓷{unseen}茶杯")
    assert (problems, goods.title) == ([], "青瓷茶杯")
    goods_of_blank, problems = sheet.one(标题=unseen * 3)
    assert (goods_of_blank, said(problems)[0][1:]) == ([], ("标题", "这一格不能空着"))
