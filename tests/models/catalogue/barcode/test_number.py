"""What a number on a package is: one GTIN in all its spellings, and what shops print for themselves kept apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.catalogue.barcode.number import Barcode, barcode_readings, expanded, read_barcode, spellings
from models.catalogue.goods.gtin import check_digit, valid_gtin
from models.kernel.errors import Refused

digits = st.text("0123456789", min_size=12, max_size=12)


@pytest.mark.parametrize(
    ("text", "barcode"),
    [
        ("6901234567892", Barcode("gtin", "6901234567892")),
        ("０３６０００ ２９１４５２", Barcode("gtin", "0036000291452")),
        ("00036000291452", Barcode("gtin", "0036000291452")),
        ("96385074", Barcode("gtin", "96385074")),
        ("0000096385074", Barcode("gtin", "96385074")),
        ("16901234567899", Barcode("gtin", "16901234567899")),
        ("9787115428028", Barcode("isbn", "9787115428028")),
        ("7-115-42802-6", Barcode("isbn", "9787115428028")),
        ("0-8044-2957-X", Barcode("isbn", "9780804429573")),
        ("2100123012553", Barcode("weighed", "", "2100123")),
        ("2100123099990", Barcode("weighed", "", "2100123")),
        ("0212345012340", Barcode("weighed", "", "0212345")),
        ("0412345678903", Barcode("in_store", "", "0412345678903")),
        ("20123451", Barcode("in_store", "", "20123451")),
        ("https://id.gs1.org/01/09506000134352/10/ABC?17=2612", Barcode("gtin", "9506000134352")),
        ("https://brand.example/some/path/01/06901234567892", Barcode("gtin", "6901234567892")),
        ("(01)09506000134352(10)ABC", Barcode("gtin", "9506000134352")),
        ("010950600013435210ABC", Barcode("gtin", "9506000134352")),
    ],
)
def test_every_spelling_is_read(text: str, barcode: Barcode) -> None:
    if barcode.kind in ("weighed", "in_store") and text.isdigit():
        text = text[:-1] + check_digit(text[:-1])
        barcode = Barcode(barcode.kind, "", barcode.item if len(barcode.item) == 7 else text)
    assert read_barcode(text) == barcode


@pytest.mark.parametrize(
    "text",
    ["", "12", "6901234567893", "690123456789X", "https://xiaopu.shop/q/7K3MQ2XA", "0" * 13, "0" * 400, "７" * 13],
)
def test_what_is_none_is_refused_at_its_field(text: str) -> None:
    with pytest.raises(Refused) as refused:
        barcode_readings(text)
    assert refused.value.field == "barcode"


@given(digits, st.integers(0, 11), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(body: str, place: int, by: int) -> None:
    whole = body + check_digit(body)
    wrong = whole[:place] + str((int(whole[place]) + by) % 10) + whole[place + 1 :]
    assert valid_gtin(whole) == bool(whole.strip("0")) and not valid_gtin(wrong)


@given(st.sampled_from("01"), st.text("0123456789", min_size=6, max_size=6))
def test_a_short_upc_is_the_long_one(system: str, six: str) -> None:
    check = check_digit(expanded(system + six + "0")[:11])
    short = system + six + check
    long = expanded(short)
    assert len(long) == 12 and long[0] == system and long[-1] == check
    if valid_gtin(long) and long[:2] != "05":
        assert read_barcode(long) in barcode_readings(short)


@given(st.integers(1, 10**13 - 1))
def test_spellings_are_one_number(number: int) -> None:
    written = spellings(str(number).zfill(13))
    assert all(int(one) == number for one in written) and str(number).zfill(14) in written
    assert all(spellings(one) == written for one in written)


def test_eight_digits_may_be_of_two_kinds() -> None:
    both = [f"1{n:06}{c}" for n in range(0, 3000, 7) for c in range(10)]
    two = [text for text in both if valid_gtin(text) and valid_gtin(expanded(text))]
    assert two and all(len(barcode_readings(text)) == 2 for text in two)
