"""The sample files that a supplier downloads to fill in, out of the sample that a layout has."""

import csv
import io
from collections.abc import Sequence


def sample_csv(rows: Sequence[Sequence[str]]) -> bytes:
    """UTF-8 with a byte order mark, without which Excel would show the Chinese as noise."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def sample_xlsx(rows: Sequence[Sequence[str]]) -> bytes:
    """The sample as a workbook whose cells are all text, so that no barcode is rounded while it is filled in."""
    import openpyxl

    book = openpyxl.Workbook()
    page = book.active
    page.title = "商品"
    for row in rows:
        page.append(row)
    for column in page.iter_cols(max_row=500):
        page.column_dimensions[column[0].column_letter].width = 16
        for cell in column:
            cell.number_format = "@"
    page.freeze_panes = "A2"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
