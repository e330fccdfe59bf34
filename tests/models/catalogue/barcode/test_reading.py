"""Barcodes are read from photos of shelves; of a photo that shows none, that is said."""

from functools import partial
from io import BytesIO
from random import Random

import pytest
from PIL import Image
from zxingcpp import BarcodeFormat

from bench.shelf import gtins_of, label, photos, shelf
from models.catalogue.barcode.reading import barcodes_in, barcodes_of
from models.kernel.errors import Refused


def test_shelf_photos_of_every_kind_are_read() -> None:
    asked = list(photos(13))
    read = [gtin in gtins_of(partial(barcodes_in, light)) for _kind, gtin, light in asked]
    assert len({kind for kind, *_ in asked}) == 6 and sum(read) >= 0.8 * len(read)


@pytest.mark.parametrize(("kind", "gtin"), [(BarcodeFormat.UPCE, "01234565"), (BarcodeFormat.EAN13, "9787115428028")])
def test_a_photo_as_it_is_sent(kind: BarcodeFormat, gtin: str) -> None:
    held = BytesIO()
    shelf(label(kind, gtin, 600), Random(1)).convert("RGB").save(held, "JPEG", quality=70)
    assert [one.gtin for one in barcodes_of(held.getvalue())] == [{"01234565": "0012345000065"}.get(gtin, gtin)]


def test_two_codes_are_two_to_choose_from() -> None:
    both = Image.new("L", (1400, 1200), 255)
    both.paste(label(BarcodeFormat.EAN13, "6901234567892", 600), (100, 100))
    both.paste(label(BarcodeFormat.EAN13, "9787115428028", 600), (700, 700))
    assert {one.gtin for one in barcodes_in(both)} == {"6901234567892", "9787115428028"}


def test_nothing_and_what_is_no_barcode_are_said() -> None:
    with pytest.raises(Refused, match="没有读出条码"):
        barcodes_in(shelf(Image.new("L", (10, 10), 200), Random(2)))
    with pytest.raises(Refused, match="校验位不对"):
        barcodes_in(label(BarcodeFormat.QRCode, "12", 500))
    with pytest.raises(Refused) as refused:
        barcodes_of(b"no picture")
    assert refused.value.field == "barcode"
