"""Which language a reader gets: a cookie by its exact name, else what the browser ranks highest, by the primary tag."""

import pytest
from flask import Flask

from tests.given.people import Person
from views.kit.locale import chosen, of_environ, preferred


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("zh-CN,en;q=0.8", "zh_CN"),
        ("zh-TW,en-US;q=0.8,en;q=0.6", "zh_CN"),
        ("en-GB,zh;q=0.3", "en"),
        ("en", "en"),
        ("EN-us", "en"),
        ("en;q=0.5, zh;q=0.9", "zh_CN"),
        ("fr-FR, fr;q=0.9, en;q=0.4", "en"),
        ("fr, de;q=0.5", "zh_CN"),
        ("en, zh", "en"),
        ("zh, en", "zh_CN"),
        ("en;q=0", "zh_CN"),
        ("zh;q=0, en;q=0.1", "en"),
        ("*", "zh_CN"),
        ("en;q=0.2, *", "zh_CN"),
        ("zh;q=0, *;q=0.1", "en"),
        ("", "zh_CN"),
        ("en;q=many, ;;;", "zh_CN"),
        ("\x00,=;q", "zh_CN"),
    ],
)
def test_what_a_browser_asks_for(header: str, language: str) -> None:
    assert preferred(header, ("zh_CN", "en")) == language


def test_of_two_with_one_primary_tag_the_one_that_is_named() -> None:
    offered = ("zh_CN", "en", "zh_TW")
    assert preferred("zh-TW,en;q=0.8", offered) == "zh_TW"
    assert preferred("zh-CN,en;q=0.8", offered) == "zh_CN"
    assert preferred("en-GB,zh-TW;q=0.8", offered) == "en"


@pytest.mark.parametrize(
    ("cookies", "language"),
    [
        ("lang=en", "en"),
        ('lang="en"', "en"),
        ("a=b; lang=zh_CN; c=d", "zh_CN"),
        ("xlang=en", ""),
        ("lang=en; shop_lang=zh_CN", "en"),
        ("shop_lang=zh_CN; lang=en", "en"),
        ("lang=english", ""),
        ("lang=xx; lang=en", "en"),
        ("lang", ""),
        ("", ""),
    ],
)
def test_a_cookie_by_its_exact_name(cookies: str, language: str) -> None:
    assert chosen(cookies) == language


def test_the_cookie_goes_before_the_browser() -> None:
    assert of_environ({"HTTP_COOKIE": "lang=zh_CN", "HTTP_ACCEPT_LANGUAGE": "en"}) == "zh_CN"
    assert of_environ({"HTTP_COOKIE": "xlang=zh_CN", "HTTP_ACCEPT_LANGUAGE": "en"}) == "en"


def test_pages_have_a_switch_with_every_language_in_its_own_name(app: Flask) -> None:
    page = Person(app).get("/", headers={"Accept-Language": "en-GB,zh;q=0.3"}).text
    assert '<html lang="en"' in page
    assert ">中文</button>" in page
    assert ">English</button>" in page
