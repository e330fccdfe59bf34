"""What the program said reaches English readers in English; what people wrote stays as it is."""

import pytest
from flask import Flask

from models.kernel.errors import Refused
from models.kernel.said import Said
from views.kit.page import said, sentence

LACK = Said.joined([Said("先选一个类目"), Said("还缺 %(count)s 张图片", count=3)])
RATE = Said("佣金率 %(rate)s 低于类目下限 %(other)s", rate="5%", other="8%")
KEPT = [
    (LACK, "先选一个类目；还缺 3 张图片", "Choose a category first; 3 pictures are still missing"),
    (RATE, "佣金率 5% 低于类目下限 8%", "the commission of 5% is below the category’s minimum of 8%"),
    ("包装上的字看不清，请重拍", "包装上的字看不清，请重拍", "包装上的字看不清，请重拍"),
    ("100% 纯棉，再说", "100% 纯棉，再说", "100% 纯棉，再说"),
    ("", "", ""),
]


@pytest.mark.parametrize(("kept", "chinese", "english"), KEPT)
def test_in_english(app: Flask, kept: str, chinese: str, english: str) -> None:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert said(kept) == english


@pytest.mark.parametrize(("kept", "chinese", "english"), KEPT)
def test_in_chinese(app: Flask, kept: str, chinese: str, english: str) -> None:
    with app.test_request_context(headers={"Accept-Language": "zh-CN"}):
        assert said(kept) == chinese


def test_a_refusal_within_a_refusal_is_told_whole(app: Flask) -> None:
    no = Refused("", "现在不能上架：%(why)s", why=RATE)
    with app.test_request_context(headers={"Accept-Language": "en"}):
        told = sentence(no)
    assert "the commission of 5% is below the category’s minimum of 8%" in told
    assert str(no) == "现在不能上架：佣金率 5% 低于类目下限 8%"
