"""The tables that a supplier downloads: parcels to send, ready for tracking numbers; and the rows that were bad."""

import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlmodel import Session

from models.kernel.address.recipient import Recipient
from models.kernel.cells import MARK, csv_line
from models.kernel.errors import N_, Say
from models.trade.order.order import Parcel
from models.trade.parcel.readdressing import destinations
from models.trade.waybill.file import ShippingFile

# Headings as msgids; in both languages they are among those that waybills.py reads, or are passed over by it.
_TO_SEND = (
    N_("包裹号"), N_("订单号"), N_("收货人"), N_("手机号"), N_("地址"), N_("货品"), N_("买家留言"), N_("快递"),
    N_("运单号"),
)  # fmt: skip
BAD = (N_("行"), N_("原因"), N_("包裹号"), N_("订单号"), N_("快递"), N_("运单号"))
_WIDTHS = (12, 20, 12, 14, 44, 40, 20, 14, 22)


def rows_to_send(session: Session, parcels: Sequence[Parcel]) -> list[list[str]]:
    """A row for each parcel, its last two cells empty."""
    places = destinations(session, parcels)
    return [_row(parcel, places[parcel.id]) for parcel in parcels]


def sheet_csv(rows: Iterable[Sequence[str]], say: Say) -> Iterator[bytes]:
    """The table as CSV, row by row."""
    yield MARK + csv_line([say(heading) for heading in _TO_SEND])
    for row in rows:
        yield csv_line(row)


def sheet_xlsx(rows: Iterable[Sequence[str]], say: Say) -> bytes:
    """The table as a workbook whose cells are all text: no number is rounded and nothing is a formula."""
    import openpyxl

    book = openpyxl.Workbook()
    page = book.active
    page.append([say(heading) for heading in _TO_SEND])
    for line, row in enumerate(rows, 2):
        for place, text in enumerate(row, 1):
            cell = page.cell(line, place)
            cell.value, cell.number_format = text, "@"
            cell.data_type = "s"
    for letter, width in zip("ABCDEFGHI", _WIDTHS, strict=True):
        page.column_dimensions[letter].width = width
    page.freeze_panes = "A2"
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def bad_rows(kept: ShippingFile, say: Say) -> Iterator[bytes]:
    """The bad rows of a file, each with its reason, to be mended and loaded again as they are."""
    yield MARK + csv_line([say(heading) for heading in BAD])
    for problem in kept.problems:
        row = [problem[name] for name in ("parcel", "order", "carrier", "tracking")]
        yield csv_line([str(problem["line"]), reason(problem, say), *row])


def reason(problem: dict[str, Any], say: Say) -> str:
    """Why a row was bad, in words."""
    return say(problem["reason"], **problem["params"])


def _row(parcel: Parcel, to: Recipient) -> list[str]:
    goods = "；".join(
        f"{line.title}{' ' + line.options if line.options else ''} × {line.to_ship}"
        for line in parcel.lines
        if line.to_ship
    )
    order = parcel.order
    return [parcel.code, order.number, to.name, to.phone, f"{to.region} {to.street}", goods, order.note, "", ""]
