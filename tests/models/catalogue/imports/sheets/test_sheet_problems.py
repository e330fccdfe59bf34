"""The file of problems: what was wrong, ready to be mended and loaded again."""

import csv
import io

import pytest

from models.catalogue.imports.reading import plan_of
from models.catalogue.imports.sheets import problem_rows
from tests.given.sheet_files import Sheet

ROWS = [
    ["商品编号", "标题", "价格", "规格1名", "规格1值", "备注"],
    ["good", "好货", "5", "", "", ""],
    ["cup", "杯", "6", "色", "红", "多行\n备注"],
    ["cup", "", "x", "", "蓝", "含,逗号"],
    ["", "没有编号", "", "", "", ""],
]


def table(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("kind", ["csv", "gbk", "xlsx"])
def test_all_rows_of_bad_goods_come_back_with_reasons_beside_them(sheet: Sheet, kind: str) -> None:
    path = sheet.book(ROWS) if kind == "xlsx" else sheet.table(ROWS, encoding="utf-8" if kind == "csv" else "gbk")
    _, problems = sheet.read(path)
    rows = table(b"".join(problem_rows(path, path.name, plan_of(path, path.name), problems)))
    assert rows[0] == ["行号", "列", "原因", *ROWS[0]]
    assert [row[0] for row in rows[1:]] == ["3", "4", "5"]
    assert [row[1] for row in rows[1:]] == ["", "价格", "商品编号、价格"]
    assert rows[2][2].startswith("“x”不是金额") and rows[3][2] == "这一格不能空着；这一格不能空着"
    assert [[cell.replace("\r", "") for cell in row[3:]] for row in rows[1:]] == ROWS[2:]


def test_the_mended_file_loads_and_can_be_returned_again(sheet: Sheet) -> None:
    path = sheet.table(ROWS)
    _, problems = sheet.read(path)
    returned = b"".join(problem_rows(path, path.name, plan_of(path, path.name), problems))
    half = returned.replace(b",x,", b",7,")
    goods, problems = sheet.read(half, name="again.csv")
    assert [(entry.handle, len(entry.skus)) for entry in goods] == [("cup", 2)]
    again = sheet.folder / "again.csv"
    rows = table(b"".join(problem_rows(again, again.name, plan_of(again, again.name), problems)))
    assert rows[0] == ["行号", "列", "原因", *ROWS[0]]
    assert [row[0] for row in rows[1:]] == ["4"]


def test_reasons_speak_the_readers_language(sheet: Sheet) -> None:
    path = sheet.table(ROWS)
    _, problems = sheet.read(path)
    english = {"这一格不能空着": "This cell may not be empty"}
    rows = table(
        b"".join(
            problem_rows(path, path.name, plan_of(path, path.name), problems, lambda text: english.get(text, text))
        )
    )
    assert rows[3][2] == "This cell may not be empty；This cell may not be empty"


def test_no_problems_give_the_header_alone(sheet: Sheet) -> None:
    path = sheet.table(ROWS[:2])
    assert len(table(b"".join(problem_rows(path, path.name, plan_of(path, path.name), [])))) == 1
