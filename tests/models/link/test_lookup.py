"""What people paste into the lookup box, and what is understood of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.link.lookup import understand

SHARE = (
    "【林间小铺】福鼎白茶 老寿眉 2019 ¥128（原价 138），我喝了 3 年。"
    "店铺号 258147，打开 http://shop.example/Q/AB12CD3 看看 🍵"
)


@pytest.mark.parametrize(
    "typed",
    [
        "258147",
        " 258147\n",
        "２５８１４７",
        "258 147",
        "25 81 47",
        "2 5 8 1 4 7",
        "258-147",
        "258—147",
        "258.147",
        "258·147",
        "258_147",
        "258\u200b147",
        "\u202a258147\u202c",
        "②⑤⑧①④⑦",
        "2️⃣5️⃣8️⃣1️⃣4️⃣7️⃣",
        "𝟐𝟓𝟖𝟏𝟒𝟕",
        "店铺号258147",
        "店铺号：２５８１４７。",
        "门牌 258147",
        "小铺号 #258147",
        "Shop No. 258147",
        "shop number: 258147!",
        "进店 258 147 看看",
        "【林间小铺】老寿眉 ¥128，店铺号 258147，喝了三年",
        "原价 1299 现价 999，店铺号258147",
        "12 点前下单，258147",
        "老寿眉 2019 年 128 元 258147 13800138000",
        "电话 138 0013 8000 店铺号 258147",
        "http://shop.example/258147",
        "https://shop.example/258147?from=wechat",
        "shop.example/258147/",
        "看这里：http://127.0.0.1:8000/258147，不错",
        "🍵258147🍵",
        "258147" + "，好喝" * 3_300,
    ],
)
def test_a_number_is_read(typed: str) -> None:
    assert understand(typed).numbers[0] == "258147"


@pytest.mark.parametrize(
    "typed",
    [
        "二五八一四七",
        "贰伍捌壹肆柒",
        "两五八幺四七",
        "二五八 一四七",
        "二，五，八，一，四，七",
        "去二五八一四七这家看看",
        "店铺号是二五八幺四拐，茶不错",
        "2五8一4七",
    ],
)
def test_a_number_that_is_said_is_read(typed: str) -> None:
    assert understand(typed).numbers[0] == "258147"


@pytest.mark.parametrize(
    "typed", ["一二三", "十二月二十五日三点", "二零二六年十一月", "零一二三四五", "两三家店一二十块"]
)
def test_other_words_are_no_shop_number(typed: str) -> None:
    assert all(len(number) != 6 for number in understand(typed).numbers)


def test_a_number_that_is_named_comes_before_one_that_is_not() -> None:
    assert understand("订单 123456 在 店铺号 258147").numbers == ("258147", "123456")


@pytest.mark.parametrize(
    "typed",
    [
        "13800138000",
        "138 0013 8000",
        "138-0013-8000",
        "138.0013.8000",
        "138–0013–8000",
        "+86 138 0013 8000",
        "0571-88886666",
        "2026-11-22",
        "2026.11.22",
        "20261122",
        "6901234567892",
        "订单号 261122258147",
        "¥128",
        "39.90",
        "1234",
        "12345678",
        "",
        "   ",
        "🍵🍵🍵",
        "好茶",
        "٢٥٨١٤٧",
    ],
)
def test_what_holds_no_shop_number(typed: str) -> None:
    meaning = understand(typed)
    assert (meaning.numbers, meaning.link, meaning.goods) == ((), "", "")


@pytest.mark.parametrize(("typed", "slip"), [("25814", "25814"), ("2581477", "2581477"), ("258 14", "25814")])
def test_one_digit_too_few_or_too_many_is_a_slip(typed: str, slip: str) -> None:
    assert understand(typed).numbers == (slip,)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("http://shop.example/q/ab12cd3", "AB12CD3"),
        ("HTTP://SHOP.EXAMPLE/Q/AB12CD3", "AB12CD3"),
        ("https://elsewhere.example/Q/AB12CD3?x=1", "AB12CD3"),
        ("/q/oil0oil", "0110011"),
        ("AB12CD3", "AB12CD3"),
        ("ab12cd3", "AB12CD3"),
        ("oilabcd", "011ABCD"),
        ("ＡＢ１２ＣＤ３", "AB12CD3"),
        (SHARE, "AB12CD3"),
    ],
)
def test_a_link_is_read(typed: str, code: str) -> None:
    assert understand(typed).link == code


def test_a_share_text_still_holds_its_number_where_its_link_is_unknown() -> None:
    assert understand(SHARE).numbers == ("258147",)


@pytest.mark.parametrize(
    "typed",
    [
        "二五八，一四七",
        "二五八、一四七。",
        "二五八……一四七",
        "二五八嗯一四七",
        "二五八，呃，一四七",
        "二五八，然后一四七",
        "两五八 那个 幺四拐",
        "店铺号是二五八，一四七",
        "二，五，八，一，四，七",
        "258，147",
        "258、147",
        "258 uh 147".replace("258", "二五八"),
        "2五8，1四7",
    ],
)
def test_a_number_is_said_with_pauses(typed: str) -> None:
    assert understand(typed).numbers[0] == "258147"


@pytest.mark.parametrize(
    "typed",
    ["现价 258，147 人买过", "一斤二两，三十块", "五六个人，七八天", "¥258,147", "一再二，三三两两", "买二送一"],
)
def test_amounts_and_prose_are_no_number(typed: str) -> None:
    assert "258147" not in understand(typed).numbers
    assert all(len(number) != 6 for number in understand(typed).numbers)


@pytest.mark.parametrize(
    ("typed", "goods"),
    [
        ("http://shop.example/258147/0K3X9QAB", "0K3X9QAB"),
        ("http://shop.example/258147/ok3x9qab", "0K3X9QAB"),
        ("/258147/oilABCDE", "011ABCDE"),
    ],
)
def test_goods_behind_a_number(typed: str, goods: str) -> None:
    meaning = understand(typed)
    assert (meaning.numbers, meaning.goods) == (("258147",), goods)


@pytest.mark.parametrize(
    "typed", ["hello", "hello world", "/q/AB12CD", "/q/AB12CD34", "http://shop.example/posters/x", "0000A0-"]
)
def test_what_is_no_link(typed: str) -> None:
    assert understand(typed).link == ""


@given(st.text(max_size=300))
def test_anything_is_read_without_harm(typed: str) -> None:
    meaning = understand(typed)
    assert all(number.isascii() and 5 <= len(number) <= 7 for number in meaning.numbers)
    assert meaning.link == "" or len(meaning.link) == 7
    assert understand(typed) == meaning


@pytest.mark.parametrize(
    "unit", ["1", "1 ", "/q/", "店铺号", "258147 ", "\u200b", "a", "一 ", "一，呃", "然后", "1,", "一um "]
)
def test_ten_thousand_characters(unit: str) -> None:
    meaning = understand((unit * 10_000)[:10_000])
    assert len(meaning.text) <= 2_000
