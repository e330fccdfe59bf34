"""Refusals of commands: in the language of the terminal."""

from pathlib import Path

import pytest
from flask import Flask

from tests.given.factories import make_supplier
from views.commands.one_line import terminal_language
from views.kit.house import House

LOCALES = {
    "zh_CN.UTF-8": "zh_CN",
    "zh_TW.Big5": "zh_CN",
    "zh": "zh_CN",
    "en_GB.UTF-8": "en",
    "C.UTF-8": "en",
    "POSIX": "en",
    "fr_FR": "en",
    "": "en",
}


@pytest.mark.parametrize("said", LOCALES)
def test_a_locale_is_a_language_that_we_speak(said: str) -> None:
    assert terminal_language({"LANG": said}) == LOCALES[said]


def test_the_first_that_is_set_counts() -> None:
    assert terminal_language({"LANG": "zh_CN", "LC_ALL": "", "LC_MESSAGES": "en_US"}) == "en"
    assert terminal_language({"LANG": "en_US", "LC_ALL": "zh_CN", "LC_MESSAGES": "en_US"}) == "zh_CN"
    assert terminal_language({}) == "en"


@pytest.mark.parametrize(
    ("locale", "password", "rows"),
    [("zh_CN.UTF-8", "密码至少 8 位", "文件是空的"), ("en_US.UTF-8", "at least 8 characters", "The file is empty")],
)
def test_commands_refuse_in_it(
    app: Flask, house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, locale: str, password: str, rows: str
) -> None:
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.setenv("LC_MESSAGES", locale)
    with house.database.transaction() as session:
        code = make_supplier(session).code
    (tmp_path / "empty.csv").write_bytes(b"")
    runner = app.test_cli_runner()
    made = runner.invoke(args=["create-operator", "13800138000", "--password", "short"])
    lost = runner.invoke(args=["reset-password", "13800138000", "--password", "short"])
    bad = runner.invoke(args=["import-goods", f"{tmp_path}/empty.csv", "--supplier", code])
    assert (made.exit_code, lost.exit_code, bad.exit_code) == (1, 2, 1)
    assert password in made.output and password in lost.output
    assert rows in bad.output
