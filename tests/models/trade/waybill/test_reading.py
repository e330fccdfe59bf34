"""Files of tracking numbers, read: any order of columns, both languages, what spreadsheets do to numbers."""

import io
from pathlib import Path

import openpyxl
import pytest

from models.kernel.errors import Refused
from models.trade.parcel.carriers import CARRIERS
from models.trade.waybill.reading import Waybill, carrier_meant, read_waybills


def read(folder: Path, data: bytes, *, name: str = "numbers.csv", most: int = 100) -> list[Waybill]:
    """What a file of these bytes says."""
    path = folder / "table"
    path.write_bytes(data)
    return read_waybills(path, name, most=most)


@pytest.mark.parametrize(
    "text",
    [
        "包裹,快递,运单号\nAB12CD34,顺丰,SF1234567890\n",
        "﻿ 运单号 ; 备注;快递公司;包裹号\nSF1234567890;随便;顺丰;AB12CD34\n",
        "Tracking Number\tCarrier\tParcel code\nSF1234567890\t顺丰\tAB12CD34\n",
        '包裹,快递,运单号\n\nAB12CD34,顺丰,"=""SF1234567890"""\n,,\n',
    ],
)
def test_however_it_is_laid_out(tmp_path: Path, text: str) -> None:
    for encoding in ("utf-8", "gb18030", "utf-16"):
        if encoding != "utf-8" and text.startswith("﻿"):
            continue
        (row,) = read(tmp_path, text.encode(encoding))
        assert (row.parcel, row.order, row.carrier, row.tracking) == ("AB12CD34", "", "顺丰", "SF1234567890")


def test_a_workbook_with_numbers_as_numbers(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for cells in (
        ["订单号", "快递", "运单号"],
        [261122000001, "中通", 73123456789012],
        [None, None, None],
        ["B", "", ""],
    ):
        book.active.append(cells)
    held = io.BytesIO()
    book.save(held)
    rows = read(tmp_path, held.getvalue(), name="numbers.xlsx")
    assert rows == [Waybill(2, "", "261122000001", "中通", "73123456789012"), Waybill(4, "", "B", "", "")]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"%PDF-1.7",
        b"\x00\x01\x02" * 900,
        "标题,价格\n茶,1\n".encode(),
        "包裹,快递\nA,顺丰\n".encode(),
        "运单号,快递\nSF1,顺丰\n".encode(),
        "包裹,运单号,单号\nA,B,C\n".encode(),
        b"PK\x03\x04" + b"x" * 100,
        "包裹,运单号\n".encode() + b"A,SF123456\n" * 101,
        b"x" * (5 * 1024 * 1024 + 1),
    ],
)
def test_what_is_no_such_file(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(Refused) as refusal:
        read(tmp_path, data)
    assert refusal.value.field == "file"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("顺丰", "顺丰速运"),
        (" SF ", "顺丰速运"),
        ("ＥＭＳ", "邮政 EMS"),
        ("J&T Express", "极兔速递"),
        ("信鸽", "信鸽"),
        ("", ""),
    ],
)
def test_carriers_by_their_short_names(written: str, meant: str) -> None:
    assert carrier_meant(written) == meant
    assert all(carrier_meant(carrier) == carrier for carrier in CARRIERS)
