"""Files as they come: encodings, separators, workbooks, damage and junk."""

import datetime
import io
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from models.catalogue.imports.formats import own_format
from models.catalogue.imports.reading import ignored_columns, read_goods
from models.catalogue.imports.sheets import count_rows, sample_csv, sample_xlsx
from models.kernel.errors import Refused
from tests.given.sheet_files import Said, Sheet

PLAIN = "商品编号,标题,价格\r\ncup,陶杯“大”,39.90\r\ntea,龙井,168\r\n"
SAMPLE = own_format().sample


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gbk", "gb18030"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\r\n", "\n", "\r"])
def test_every_encoding_separator_and_newline(sheet: Sheet, encoding: str, separator: str, newline: str) -> None:
    text = PLAIN.replace(",", separator).replace("\r\n", newline)
    goods, problems = sheet.read(text, encoding=encoding)
    assert problems == []
    assert [(entry.handle, entry.title, entry.line) for entry in goods] == [("cup", "陶杯“大”", 2), ("tea", "龙井", 3)]


def test_utf16_of_either_order(sheet: Sheet) -> None:
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        goods, _ = sheet.read(mark + PLAIN.encode(encoding))
        assert len(goods) == 2


def test_four_byte_characters_of_gb18030(sheet: Sheet) -> None:
    goods, _ = sheet.read(PLAIN.replace("陶杯", "𠮷杯€"), encoding="gb18030")
    assert goods[0].title == "𠮷杯€“大”"


@pytest.mark.parametrize(
    "text",
    [
        "sep=;\r\n商品编号;标题;价格\r\ncup;陶, 杯;39.90\r\n",
        '"商品编号"\t"标题"\t"价格"\r\n"cup"\t"陶, 杯"\t"39.90"\r\n',
        '\r\n , ,\r\n商品编号,标题,价格\r\n\r\ncup,"陶, 杯",39.90\r\n,,\r\n',
        '备注;,商品编号,标题,价格\r\n;;;;;,cup,"陶, 杯",39.90\r\n',
        '行号,列,原因,商品编号,标题,价格\r\n9,价格,不对,cup,"陶, 杯",39.90\r\n',
    ],
)
def test_headers_are_found(sheet: Sheet, text: str) -> None:
    (goods,), problems = sheet.read(text)
    assert (problems, goods.title) == ([], "陶, 杯")


def test_quotes_and_newlines_inside_cells_and_the_line_a_spreadsheet_shows(sheet: Sheet, said: Said) -> None:
    goods, problems = sheet.read(
        '商品编号,标题,价格,描述\r\na,"12"" 锅",5,"第一行\n第二行"\r\n\r\nb,乙,免费,\r\nc,5" 刀,6\r\n'
    )
    assert [(entry.title, entry.line) for entry in goods] == [('12" 锅', 2), ('5" 刀', 5)]
    assert [(line, column) for line, column, _ in said(problems)] == [(4, "价格")]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "空的"),
        (b"\xef\xbb\xbf", "空的"),
        (b"\r\n , \r\n", "空的"),
        ("商品编号,标题,价格\r\n", "只有表头"),
        ("商品编号,标题,价格\r\n,,\r\n\r\n", "只有表头"),
        ("a,b,c\r\n1,2,3\r\n", "认不出表头"),
        ("商品编号,标题\r\n1,2\r\n", "缺少这些列：价格"),
        ("商品编号,标题,价格,Price\r\n1,2,3,4\r\n", "“Price”出现了两次"),
        (bytes(range(256)) * 40, "文件"),
        (b"\x00" * 5000, "不是表格"),
        ("商品编号,标题,价格\r\n".encode() + b"a,caf\xe9 au lait,5\r\n" + b"\xff\xff,", "编码"),
        (b"%PDF-1.7\n", "不是表格"),
        (b"\x89PNG\r\n\x1a\n", "不是表格"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "XLS"),
        (b"PK\x03\x04 not really a zip", "打不开"),
        ('商品编号,标题,价格\r\na,"没有关的引号,5\r\nb,乙,6\r\n', "第 2 行的引号"),
        ("商品编号,标题,价格\r\na," + "长" * 140_000 + ",5\r\n", "第 2 行有一格太长"),
        ("商品编号,标题,价格\r\na," + "x," * 600_000, "超过 1000000 个字"),
        (b"\xff\xfe" + PLAIN.encode("utf-16-le")[:-1], "编码"),
    ],
)
def test_files_that_are_no_goods_table_are_refused_whole(sheet: Sheet, content: bytes, words: str) -> None:
    path = sheet.write(content)
    with pytest.raises(Refused) as refused:
        list(read_goods(path, path.name))
    assert refused.value.field == "file"
    assert words in str(refused.value)


def test_nothing_was_yielded_before_a_damaged_end_is_refused(sheet: Sheet) -> None:
    path = sheet.write(PLAIN * 200 + 'x,"没有关的引号,5\r\n')
    reader = read_goods(path, path.name)
    with pytest.raises(Refused):
        next(reader)


def test_a_workbook_is_known_by_its_bytes_not_its_name(sheet: Sheet) -> None:
    book = sheet.book([["商品编号", "标题", "价格"], ["cup", "陶杯", 39.9]], name="goods.csv")
    assert len(sheet.read(book)[0]) == 1
    assert len(sheet.read(PLAIN, name="goods.xlsx")[0]) == 2


def test_cells_of_a_workbook_are_read_as_a_person_sees_them(sheet: Sheet) -> None:
    header = ["商品编号", "标题", "价格", "库存", "佣金率", "条码", "上架", "属性:上市", "属性:编号", "属性:时刻"]
    row = [1001, "杯", 39.900000000000006, 5.0, 0.1, 6901234567892, True, datetime.date(2026, 5, 1), 1.5,
           datetime.datetime(2026, 5, 1, 8, 30)]  # fmt: skip
    path = sheet.book([header, row], formats=[("E2", "0%"), ("F2", "0.00E+00")])
    (goods,), problems = sheet.read(path)
    assert problems == []
    sku = goods.skus[0]
    assert (goods.handle, sku.price, sku.stock, sku.commission_bp) == ("1001", 3990, 5, 1000)
    assert (sku.barcode, goods.submit) == ("6901234567892", True)
    assert goods.attributes == {"上市": "2026-05-01", "编号": "1.5", "时刻": "2026-05-01 08:30:00"}


def rewritten(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """The same workbook with one of its parts changed."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts[part] = change(parts[part])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in parts.items():
            new.writestr(name, data)
    return path


SHEET1 = "xl/worksheets/sheet1.xml"


def test_formulas_give_their_values(sheet: Sheet) -> None:
    path = sheet.book([["商品编号", "标题", "价格"], ["cup", "杯", "=20+19.9"]])
    rewritten(path, SHEET1, lambda xml: xml.replace(b"<v></v>", b"<v>39.9</v>").replace(b"<v />", b"<v>39.9</v>"))
    assert sheet.read(path)[0][0].skus[0].price == 3990


def test_a_failed_formula_is_told(sheet: Sheet, said: Said) -> None:
    path = sheet.book([["商品编号", "标题", "价格"], ["cup", "杯", "#DIV/0!"]])
    _, problems = sheet.read(path)
    assert [(line, column) for line, column, _ in said(problems)] == [(2, "价格")]
    assert "公式" in said(problems)[0][2]


@pytest.mark.parametrize("far", [0, 6_000])
def test_a_formula_that_nobody_worked_out_is_told_and_never_empty(sheet: Sheet, said: Said, far: int) -> None:
    """Programs that only write workbooks leave formulas without what they come to."""
    good = [[f"g{at}", f"杯 {at} 号", 5, 1, "长" * 20] for at in range(far)]
    bad = [["cup", "杯", 5, "=2*3", ""], ["pot", '=A2&"壶"', 5, 1, ""]]
    header = ["商品编号", "标题", "价格", "库存", "备注"]
    goods, problems = sheet.read(sheet.book([header, *good, *bad]))
    assert len(goods) == far
    assert [(line, column) for line, column, _ in said(problems)] == [(far + 2, "库存"), (far + 3, "标题")]
    assert all("公式" in reason for _, _, reason in said(problems))


def test_the_sheet_with_our_header_is_found_behind_a_cover(sheet: Sheet) -> None:
    book = openpyxl.Workbook()
    book.active.append(["填写说明"])
    page = book.create_sheet("商品")
    for row in ([], ["商品编号", "标题", "价格"], [], ["cup", "杯", 5]):
        page.append(row)
    book.save(sheet.folder / "two.xlsx")
    (goods,), _ = sheet.read(sheet.folder / "two.xlsx")
    assert goods.line == 4


@pytest.mark.parametrize(
    "change",
    [
        lambda xml: xml.replace(b'<row r="2"', b'<row r="999999999"'),
        lambda xml: xml.replace(b"</sheetData>", b"<row r="),
        lambda xml: (
            b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
            + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
            + b"]>"
            + xml.split(b"?>", 1)[-1].replace(b"</sheetData>", b"<row><c><v>&j;</v></c></row></sheetData>")
        ),
        lambda xml: b"",
        lambda xml: b"not xml",
    ],
    ids=["far row", "broken", "laughter", "empty", "no xml"],
)
def test_damaged_and_hostile_workbooks_are_refused(sheet: Sheet, change: Callable[[bytes], bytes]) -> None:
    path = rewritten(sheet.book([["商品编号", "标题", "价格"], ["cup", "杯", 5]]), SHEET1, change)
    with pytest.raises(Refused) as refused:
        list(read_goods(path, path.name))
    assert refused.value.field == "file"


def test_a_million_claimed_columns_cost_nothing(sheet: Sheet) -> None:
    path = sheet.book([["商品编号", "标题", "价格"], ["cup", "杯", 5]])
    rewritten(path, SHEET1, lambda xml: xml.replace(b'ref="A1:C2"', b'ref="A1:XFD1048576"'))
    assert len(sheet.read(path)[0]) == 1


@pytest.mark.parametrize("part", ["xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"])
def test_zip_bombs_are_refused_before_they_are_unpacked(sheet: Sheet, part: str) -> None:
    path = sheet.book([["商品编号", "标题", "价格"]])
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as book,
        book.open("xl/worksheets/more.xml" if "sheet1" in part else part + "x", "w") as file,
    ):
        block = bytes(8 * 1024 * 1024)
        for _ in range(77 if "sheet1" in part else 7):
            file.write(block)
    assert path.stat().st_size < 1_000_000
    with pytest.raises(Refused, match="太大"):
        list(read_goods(path, path.name))


def test_other_zips_are_refused(sheet: Sheet) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.jpg", b"x")
    with pytest.raises(Refused, match="不是 XLSX"):
        list(read_goods(sheet.write(file.getvalue(), "goods.xlsx"), "goods.xlsx"))


def test_too_many_rows_and_too_large_a_file_are_refused(sheet: Sheet) -> None:
    path = sheet.write("商品编号,标题,价格\n" + "\n" * 200_001)
    with pytest.raises(Refused, match="200000 行"):
        list(read_goods(path, path.name))
    with path.open("wb") as file:
        file.truncate(64 * 1024 * 1024 + 1)
    with pytest.raises(Refused, match="64 MB"):
        read_goods(path, path.name)


@pytest.mark.parametrize(("name", "content"), [("s.csv", sample_csv(SAMPLE)), ("s.xlsx", sample_xlsx(SAMPLE))])
def test_the_samples_load_as_they_are(sheet: Sheet, name: str, content: bytes) -> None:
    goods, problems = sheet.read(content, name=name)
    assert problems == []
    assert [(entry.handle, len(entry.skus), entry.submit) for entry in goods] == [
        ("green-tea", 1, True),
        ("clay-cup", 2, False),
    ]
    assert goods[1].option_names == ("颜色", "容量")
    assert ignored_columns(sheet.folder / name, name) == ()
    assert count_rows(sheet.folder / name, name) >= 3


def test_columns_that_are_not_read_are_named(sheet: Sheet) -> None:
    path = sheet.write("行号,商品编号,标题,价格,库村,备注\r\n1,cup,杯,5,6,x\r\n")
    assert ignored_columns(path, path.name) == ("库村", "备注")


@pytest.mark.parametrize("name", ["many.csv", "many.xlsx"])
def test_the_estimate_of_rows_is_never_too_low(sheet: Sheet, name: str) -> None:
    rows: list[list[object]] = [["商品编号", "标题", "价格"], *([f"g{n}", "杯\n子", 5] for n in range(300))]
    path = sheet.book(rows, name) if name.endswith("xlsx") else sheet.table(rows, name)
    assert 300 <= count_rows(path, name) <= 620


def large(path: Path, rows: int) -> Path:
    """A file of goods with long descriptions, as CSV or as the smallest workbook there is."""
    words = "手作陶杯，一窑一色。" * 20
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8") as file:
            file.write("商品编号,标题,价格,描述\n")
            file.writelines(f"g{n},杯 {n},39.90,{words}\n" for n in range(rows))
        return path
    cell = '<c t="inlineStr"><is><t>{}</t></is></c>'.format
    with zipfile.ZipFile(sheet_skeleton(path)) as old:
        parts = {name: old.read(name) for name in old.namelist() if name != SHEET1}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, data in parts.items():
            book.writestr(name, data)
        with book.open(SHEET1, "w") as file:
            file.write(b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>')
            file.write(f"<row>{cell('商品编号')}{cell('标题')}{cell('价格')}{cell('描述')}</row>".encode())
            for n in range(rows):
                file.write(f"<row>{cell(f'g{n}')}{cell(f'杯 {n}')}<c><v>39.9</v></c>{cell(words)}</row>".encode())
            file.write(b"</sheetData></worksheet>")
    return path


def sheet_skeleton(path: Path) -> Path:
    book = openpyxl.Workbook()
    book.save(path)
    return path


PEAK = """
import resource, sys
from pathlib import Path
from models.catalogue.imports.reading import read_goods
from models.catalogue.imports.sheets import GoodsEntry, count_rows
for name in sys.argv[1:]:
    path = Path(name)
    assert count_rows(path, path.name) > 0
    print(sum(isinstance(entry, GoodsEntry) for entry in read_goods(path, path.name)))
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@pytest.mark.slow
def test_fifty_thousand_rows_take_little_more_memory_than_five_hundred(tmp_path: Path, suffix: str) -> None:
    few, many = large(tmp_path / f"few{suffix}", 500), large(tmp_path / f"many{suffix}", 50_000)
    done = subprocess.run([sys.executable, "-c", PEAK, few, many], capture_output=True, text=True, check=True)
    first, before, second, after = map(int, done.stdout.split())
    assert (first, second) == (500, 50_000)
    # The text alone is 30 MB of UTF-8, and would be a multiple of that as cells or entries.
    assert after - before < 24
