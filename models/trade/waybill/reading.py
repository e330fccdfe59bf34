"""A file of tracking numbers, read into plain values: CSV or XLSX, Chinese or English headings, in any order."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from models.catalogue.imports.sheets.book import QUICK
from models.catalogue.imports.sheets.tables import open_table
from models.kernel.cells import read_cell
from models.kernel.errors import N_, Refused
from models.kernel.text import one_line
from models.trade.parcel.carriers import CARRIER_BY_NAME

WAYBILL_FILE_BYTES = 5 * 1024 * 1024
_CELL = 80
# Our columns and what other programs call them.
WAYBILL_HEADINGS = {
    "parcel": ("包裹", "包裹号", "包裹编号", "parcel", "parcels", "parcel code", "package"),
    "order": ("订单", "订单号", "订单编号", "order", "order number", "order no", "order no."),
    "carrier": ("快递", "快递公司", "物流", "物流公司", "承运商", "carrier", "courier", "shipping carrier"),
    "tracking": (
        "运单号", "快递单号", "物流单号", "单号", "面单号", "tracking", "tracking number", "tracking no",
        "tracking no.", "waybill",
    ),
}  # fmt: skip
_NAMES = {heading: name for name, headings in WAYBILL_HEADINGS.items() for heading in headings}


@dataclass(frozen=True, slots=True)
class Waybill:
    """One row. `line` is the number that a spreadsheet program shows; the texts are as they were written."""

    line: int
    parcel: str
    order: str
    carrier: str
    tracking: str


def read_waybills(path: Path, filename: str, *, most: int) -> list[Waybill]:
    """Every row that is not empty. Raises Refused("file") for what is no such table or has more than `most` rows."""
    if path.stat().st_size > WAYBILL_FILE_BYTES:
        raise Refused("file", N_("文件超过 %(most)d MB，请分成几个再传"), most=WAYBILL_FILE_BYTES // 1024 // 1024)
    table = open_table(path, filename, unpacked=QUICK)
    places = _places(table.header)
    found: list[Waybill] = []
    for line, cells in table.rows():
        read = Waybill(line, *(_cell(cells, places.get(name, -1)) for name in WAYBILL_HEADINGS))
        if any((read.parcel, read.order, read.tracking)):
            found.append(read)
        if len(found) > most:
            raise Refused("file", N_("一个文件最多 %(most)d 行，请分成几个文件"), most=most)
    return found


def carrier_meant(written: str) -> str:
    """The carrier that a file means by a name or its short form; what is none comes back as it is."""
    return CARRIER_BY_NAME.get(_plain(written), written)


def _places(header: list[str]) -> Mapping[str, int]:
    places: dict[str, int] = {}
    for at, text in enumerate(header):
        name = _NAMES.get(_plain(text), "")
        if name in places:
            raise Refused("file", N_("表头里“%(column)s”出现了两次，请只留一列"), column=text.strip()[:40])
        if name:
            places[name] = at
    if "tracking" not in places or not {"parcel", "order"} & places.keys():
        raise Refused("file", N_("认不出表头。第一行要有“包裹”或“订单号”，还要有“运单号”，可以先下载表格照着填"))
    return places


def _cell(cells: list[str], at: int) -> str:
    return one_line(read_cell(cells[at].strip()))[:_CELL] if 0 <= at < len(cells) else ""


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).replace("\ufeff", "").strip("* ").casefold().split())
