"""A language is its catalogue: a file that lies there is a language, with its own name and its place in every form."""

from pathlib import Path

import pytest

from models.kernel.languages import LANGUAGES, language_name, languages_in, named_in, primary, tag


def test_languages_are_the_catalogues_and_chinese(tmp_path: Path) -> None:
    assert LANGUAGES[0] == "zh_CN"
    assert "en" in LANGUAGES
    assert languages_in(tmp_path) == ("zh_CN",)
    for name in ("fr", "zh_TW", "en", "zh_CN"):
        (tmp_path / name / "LC_MESSAGES").mkdir(parents=True)
        (tmp_path / name / "LC_MESSAGES" / "messages.po").touch()
    assert languages_in(tmp_path) == ("zh_CN", "en", "fr", "zh_TW")


@pytest.mark.parametrize(
    ("language", "reader", "name"),
    [("zh_CN", "zh_CN", "中文"), ("en", "en", "English"), ("zh_CN", "en", "Chinese"), ("fr", "zh_CN", "法语")],
)
def test_a_language_is_called_as_its_reader_calls_it(language: str, reader: str, name: str) -> None:
    assert language_name(language, reader) == name


def test_tags() -> None:
    assert [primary(one) for one in ("zh_CN", "zh-Hant-TW", "EN")] == ["zh", "zh", "en"]
    assert tag("zh_CN") == "zh-CN"


@pytest.mark.parametrize(
    ("language", "others", "name"),
    [
        ("zh_CN", {"en": "Tea"}, "茶"),
        ("en", {"en": "Tea"}, "Tea"),
        ("zh_TW", {"en": "Tea"}, "茶"),
        ("fr", {"en": "Tea"}, "Tea"),
        ("fr", {"en": "Tea", "fr": "Thé"}, "Thé"),
        ("fr", {}, "茶"),
        ("en", None, "茶"),
    ],
)
def test_a_name_that_was_not_given_is_one_that_the_reader_can_read(
    language: str, others: dict[str, str] | None, name: str
) -> None:
    assert named_in(language, "茶", others) == name
