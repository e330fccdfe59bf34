"""The sample files that a supplier downloads to fill in: every column of ours, two goods, one of them with options."""

import csv
import io

import openpyxl

from models.catalogue.imports.sheets.layout import OURS

ATTRIBUTE = "属性:材质"
HEADER = (*OURS.values(), ATTRIBUTE)
_TEA = {"handle": "green-tea", "title": "明前龙井 250 克", "category": "茶叶",
        "description": "今年春天头采，豆香清爽。",
        "pictures": "green-tea-1.jpg|green-tea-2.jpg", "sku": "TEA-250", "price": "168", "was": "198", "stock": "60",
        "commission": "12%", "barcode": "6901234567892", "submit": "是"}  # fmt: skip
_CUP = {"handle": "clay-cup", "title": "手作粗陶杯", "category": "水具咖啡具", "description": "一窑一色，可进微波炉。",
        "pictures": "clay-cup.jpg", "option1_name": "颜色", "option1_value": "米白", "option2_name": "容量",
        "option2_value": "250 毫升", "sku": "CUP-W-250", "price": "39.90", "stock": "25", "commission": "15",
        "declared_price": "45", "declared_commission": "10", "submit": "否", ATTRIBUTE: "粗陶"}  # fmt: skip
_CUP_TOO = {"handle": "clay-cup", "option1_value": "墨绿", "option2_value": "350 毫升", "sku": "CUP-G-350",
            "price": "45.90", "stock": "18", "commission": "15"}  # fmt: skip
ROWS = tuple(tuple(row.get(name, "") for name in (*OURS, ATTRIBUTE)) for row in (_TEA, _CUP, _CUP_TOO))


def sample_csv() -> bytes:
    """UTF-8 with a byte order mark, without which Excel would show the Chinese as noise."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows((HEADER, *ROWS))
    return text.getvalue().encode("utf-8-sig")


def sample_xlsx() -> bytes:
    """The same as a workbook whose cells are all text, so that no barcode is rounded while it is filled in."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = "商品"
    for row in (HEADER, *ROWS):
        page.append(row)
    for column in page.iter_cols(max_row=500):
        page.column_dimensions[column[0].column_letter].width = 16
        for cell in column:
            cell.number_format = "@"
    page.freeze_panes = "A2"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
