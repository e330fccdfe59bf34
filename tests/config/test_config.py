"""The environment: what it means, what is refused and how, and the key that is made once."""

import stat
from pathlib import Path

import pytest
from pydantic import ValidationError

from config import Config, Misconfigured
from tests.given.processes import in_processes, in_threads

GOOD = {
    "XIAOPU_ENV": "production",
    "XIAOPU_GATEWAYS": "cod",
    "XIAOPU_SECRET_KEY": "k" * 32,
    "XIAOPU_PUBLIC_URL": "https://p.example/",
}


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing set but the data folder."""
    import os

    for name in [name for name in os.environ if name.startswith("XIAOPU_")] + ["PORT"]:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XIAOPU_DATA", str(tmp_path))


def read(monkeypatch: pytest.MonkeyPatch, **variables: str) -> Config:
    """The Config of an environment."""
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    made = Config()
    made.check()
    return made


def test_a_bare_environment_is_one_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    made = read(monkeypatch)
    assert made.database == f"sqlite:///{tmp_path}/xiaopu.sqlite3"
    assert made.media == f"file://{tmp_path}/media"
    assert (made.where, made.is_https, made.gateways) == ("http://127.0.0.1:8000", False, ("cod", "test"))
    assert read(monkeypatch, PORT="9000").where == "http://127.0.0.1:9000"


def test_rules_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    made = read(monkeypatch, XIAOPU_PICK_LIMIT="5", XIAOPU_FORBIDDEN_IN_NAMES="官方, 自营", XIAOPU_UNPAID_MINUTES="10")
    assert (made.rules.pick_limit, made.rules.unpaid_minutes) == (5, 10)
    assert made.rules.forbidden_in_names == ("官方", "自营")


def test_production_as_it_should_be(monkeypatch: pytest.MonkeyPatch) -> None:
    made = read(monkeypatch, **GOOD)
    assert (made.where, made.is_https, made.secret) == ("https://p.example", True, "k" * 32)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("XIAOPU_GATEWAYS", "cod,test"),
        ("XIAOPU_GATEWAYS", "barter"),
        ("XIAOPU_GATEWAYS", ""),
        ("XIAOPU_SECRET_KEY", ""),
        ("XIAOPU_SECRET_KEY", "short"),
        ("XIAOPU_PUBLIC_URL", ""),
        ("XIAOPU_PUBLIC_URL", "http://p.example"),
        ("XIAOPU_PUBLIC_URL", "p.example"),
    ],
)
def test_production_refuses_and_names_the_variable(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    with pytest.raises(Misconfigured, match=name) as refusal:
        read(monkeypatch, **(GOOD | {name: value}))
    assert "\n" not in str(refusal.value)
    assert not value or "k" * 32 not in str(refusal.value)


def test_a_config_does_not_change(monkeypatch: pytest.MonkeyPatch) -> None:
    made = read(monkeypatch)
    with pytest.raises(ValidationError):
        made.env = "production"


def test_the_key_is_made_once_and_for_nobody_elses_eyes(tmp_path: Path) -> None:
    first = Config(data=tmp_path / "new").secret
    path = tmp_path / "new" / "secret-key"
    assert len(first) >= 32
    assert Config(data=tmp_path / "new").secret == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["secret-key"]
    assert Config(data=tmp_path / "other").secret != first


def secret_in(folder: Path) -> str:
    """What a program that starts in this folder uses."""
    return Config(data=folder).secret


@pytest.mark.parametrize("at_once", [in_threads, in_processes])
def test_programs_that_start_at_once_agree_on_one_key(tmp_path: Path, at_once: object) -> None:
    found = at_once(secret_in, [(tmp_path,)] * 4)  # type: ignore[operator]
    assert len(set(found)) == 1
    assert [file.name for file in tmp_path.iterdir()] == ["secret-key"]
