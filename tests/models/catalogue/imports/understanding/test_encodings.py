"""The encoding of a text file: by what people write, also in a few characters."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.catalogue.imports.understanding.characters import SIMPLIFIED, TRADITIONAL
from models.catalogue.imports.understanding.encodings import close_readings, readings_of
from models.kernel.errors import Refused
from models.kernel.money import Money
from tests.given.sheet_files import Sheet


def read(folder: Path, data: bytes) -> tuple[str, list[str]]:
    path = folder / "text.csv"
    path.write_bytes(data)
    found = readings_of(path)
    return data.decode(found[0].encoding), [one.encoding for one in close_readings(found)]


@pytest.mark.parametrize(
    ("encoding", "title"),
    [
        ("big5", "高山烏龍茶葉禮盒"),
        ("big5", "紅棗"),
        ("gbk", "纯棉毛巾"),
        ("gbk", "联通"),
        ("gbk", "寿眉 白茶"),
        ("gb18030", "𠮷祥如意"),
        ("cp932", "抹茶ラテ 粉末"),
        ("cp932", "手拭い"),
        ("cp1252", "Crème brûlée à la carte"),
        ("cp1252", "Té"),
        ("cp1252", "Größe Weiß"),
        ("utf-8", "한국어"),
        ("utf-8", "привет"),
        ("utf-8-sig", "红枣"),
        ("utf-16", "红枣"),
        ("utf-16-le", "红枣"),
        ("utf-16-be", "Té"),
    ],
)
def test_a_title_decides(tmp_path: Path, encoding: str, title: str) -> None:
    text = f"handle,title,price\nx,{title},10\n"
    found, close = read(tmp_path, text.encode(encoding))
    assert found.lstrip("\ufeff") == text and len(close) == 1


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(SIMPLIFIED[:900]), min_size=6, max_size=40), st.sampled_from(["gbk", "utf-8"]))
def test_everyday_words_are_never_taken_for_another_writing(tmp_path: Path, letters: list[str], encoding: str) -> None:
    text = "编号,名称\n1," + "".join(letters)
    assert read(tmp_path, text.encode(encoding))[0] == text


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(TRADITIONAL[:300]), min_size=6, max_size=40))
def test_nor_are_those_of_taiwan(tmp_path: Path, letters: list[str]) -> None:
    text = "handle,title\n1," + "".join(letters)
    try:
        data = text.encode("big5")
    except UnicodeEncodeError:
        return
    assert read(tmp_path, data)[0] == text


def test_what_is_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="编码"):
        read(tmp_path, b"a,\xff\xff\x80\xfe\n" * 40)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("title", ["一品茶", "一一一", "丁香，一包"])
def test_letters_with_a_zero_byte_of_their_own_do_not_hide_utf_16(tmp_path: Path, encoding: str, title: str) -> None:
    path = tmp_path / "goods.csv"
    path.write_bytes(f"货号,品名,售价\r\nA-1,{title},10.50\r\n".encode(encoding))
    assert readings_of(path)[0].encoding == encoding


@pytest.mark.parametrize(
    ("encoding", "heading", "title"),
    [
        ("big5", "商品編號,商品名稱,售價", "手沖咖啡壺"),
        ("big5", "貨號,品名,零售價", "鳳梨酥禮盒"),
        ("cp932", "商品コード,商品名,価格", "抹茶茶碗"),
        ("gb18030", "货号,品名,售价", "柿饼"),
    ],
)
def test_headings_of_the_same_writing_are_understood(sheet: Sheet, encoding: str, heading: str, title: str) -> None:
    (goods,), problems = sheet.read(f"{heading}\nT-9,{title},880\n".encode(encoding))
    assert (problems, goods.handle, goods.title, goods.skus[0].price) == ([], "T-9", title, Money(88000))
