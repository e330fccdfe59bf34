"""What goods may not say, however it is written; and what only looks like it."""

import pytest

from models.catalogue.goods.forbidden import forbidden_texts
from models.kernel.rules import DEFAULT


def _found(text: str) -> list[str]:
    return [str(one.why) for one in forbidden_texts([("title", text)], DEFAULT)]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("加微信 tea12345 更便宜", "tea12345"),
        ("加 微-信 问价", "加微信"),
        ("ＱＱ号在包装上", "QQ号"),
        ("电话 138 1234 5678", "138 1234 5678"),
        ("一三八一二三四五六七八", "一三八一二三四五六七八"),
        ("见 ｗｗｗ．ｆｏｏ．ｃｏｍ", "ｗｗｗ．ｆｏｏ．ｃｏｍ"),
        ("<p>根<b>治</b>失眠</p>", "根治"),
        ("治　愈系", "治愈"),
        ("全网·最低", "全网最"),
        ("顶&#32423;白茶", "顶级"),
    ],
)
def test_it_is_found_and_named_as_the_word_it_is(text: str, word: str) -> None:
    (why,) = _found(text)
    assert f"“{word}”" in why


@pytest.mark.parametrize(
    "text",
    [
        "福鼎白茶 老寿眉 2019",
        "第一泡八秒就出水，最好放冰箱，信不信由你",
        "净含量 500ml*12 保质期 365 天，可进微波炉",
        "2024.10.01 生产，执行标准 GB/T 22291，批号 20241001",
        "USB 3.1, 100% cotton – “très joli” café mug",
        "",
    ],
)
def test_what_goods_ordinarily_say_is_left_alone(text: str) -> None:
    assert _found(text) == []
