"""Stored sentences reach English readers in English; what people wrote stays as it is."""

import pytest
from flask import Flask

from views.kit.said import said

STORED = [
    ("先选一个类目；还缺 3 张图片", "Choose a category first; 3 pictures are still missing"),
    ("佣金率 5% 低于类目下限 8%", "the commission of 5% is below the category’s minimum of 8%"),
    ("包装上的字看不清，请重拍", "包装上的字看不清，请重拍"),
    ("100% 纯棉，再说", "100% 纯棉，再说"),
    ("", ""),
]


@pytest.mark.parametrize(("stored", "english"), STORED)
def test_in_english(app: Flask, stored: str, english: str) -> None:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert said(stored) == english


@pytest.mark.parametrize(("stored", "english"), STORED)
def test_in_chinese_nothing_changes(app: Flask, stored: str, english: str) -> None:
    with app.test_request_context(headers={"Accept-Language": "zh-CN"}):
        assert said(stored) == stored
