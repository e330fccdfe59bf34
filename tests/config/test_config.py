"""The environment: what it means, what is refused and how, and the key that is made once."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from limits import parse_many
from pydantic import ValidationError

import config
from config import Config, Misconfigured, load
from tests.given.processes import in_processes, in_threads

ROOT = Path(__file__).resolve().parents[2]
GOOD = {
    "XIAOPU_ENV": "production",
    "XIAOPU_GATEWAYS": "cod",
    "XIAOPU_SECRET_KEY": "k" * 32,
    "XIAOPU_PUBLIC_URL": "https://p.example/",
}


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing set but the data folder."""
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
        ("XIAOPU_PUBLIC_URL", "https://p.example/shops"),
        ("XIAOPU_PUBLIC_URL", "https://p.example/?from=here"),
        ("XIAOPU_PUBLIC_URL", "https://["),
    ],
)
def test_production_refuses_and_names_the_variable(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    with pytest.raises(Misconfigured, match=name) as refusal:
        read(monkeypatch, **(GOOD | {name: value}))
    assert "\n" not in str(refusal.value)
    assert not value or "k" * 32 not in str(refusal.value)


def test_several_wrong_settings_are_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = GOOD | {"XIAOPU_PUBLIC_URL": "http://p.example", "XIAOPU_SECRET_KEY": "short", "XIAOPU_GATEWAYS": "test"}
    wrong |= {
        "PORT": "many",
        "XIAOPU_LINK_DAYS": "0",
        "XIAOPU_ORDER_LIMIT": "often",
        "XIAOPU_SMTP_URL": "http://u:geheim@m",
    }
    for name, value in wrong.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(Misconfigured) as refusal:
        load()
    told = str(refusal.value).removeprefix("xiaopu: ").splitlines()
    assert sorted(line.split()[0].split("=")[0] for line in told) == sorted(set(wrong) - {"XIAOPU_ENV"})
    assert "geheim" not in str(refusal.value)


@pytest.mark.parametrize("value", ["-1", "0", "3651", "999999999999999999999", "1.5", "", "ten"])
def test_a_rule_out_of_its_range_ends_the_start(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("XIAOPU_RECEIVED_DAYS", value)
    with pytest.raises(Misconfigured, match="XIAOPU_RECEIVED_DAYS cannot be used") as refusal:
        load()
    assert f"it says {value!r}" in str(refusal.value)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    ("value", "is_right"),
    [
        ("60 per minute", True),
        ("1/second", True),
        ("10 per 5 minutes", True),
        ("10 per minute; 100 per hour", True),
        ("10", False),
        ("often", False),
        ("10 per fortnight", False),
        ("-1 per minute", False),
        ("", False),
    ],
)
def test_a_limit_is_what_the_limiter_reads(monkeypatch: pytest.MonkeyPatch, value: str, is_right: bool) -> None:
    monkeypatch.setenv("XIAOPU_ORDER_LIMIT", value)
    if is_right:
        assert parse_many(load().order_limit)
        return
    with pytest.raises(Misconfigured, match="XIAOPU_ORDER_LIMIT cannot be used"):
        load()


def test_a_setting_of_earlier_versions_passes_with_a_notice(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(config, "DROPPED", {"XIAOPU_COLOUR": "pages have one colour now"})
    load()
    assert caplog.messages == []
    monkeypatch.setenv("XIAOPU_COLOUR", "red")
    load()
    assert caplog.messages == ["XIAOPU_COLOUR is no longer a setting and does nothing: pages have one colour now"]


def test_a_setting_that_nobody_knows_passes_with_a_notice(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("XIAOPU_ORDER_LIMT", "5 per hour")
    monkeypatch.setenv("XIAOPU_SHADE_OF_RED", "secret")
    monkeypatch.setenv("XIAOPU_TEST_ONLY", "1")
    load()
    assert caplog.messages == [
        "XIAOPU_ORDER_LIMT is no setting and does nothing; is XIAOPU_ORDER_LIMIT meant?",
        "XIAOPU_SHADE_OF_RED is no setting and does nothing",
    ]


def test_a_short_token_for_the_figures_is_refused() -> None:
    with pytest.raises(Misconfigured, match="XIAOPU_METRICS_TOKEN is shorter"):
        Config(env="test", metrics_token="short").check()
    Config(env="test", metrics_token="long enough it is").check()


FLASK = ["-m", "flask", "--app", "app", "settings"]
# The file that gunicorn reads at its start, as it reads it.
GUNICORN = [
    "-c",
    "import runpy; found = runpy.run_path('gunicorn.conf.py');"
    "print(found['bind'].replace('127.0.0.9:', 'XIAOPU_BIND=127.0.0.9\\nPORT='));"
    "print('XIAOPU_WEB_WORKERS', found['workers'], sep='=')",
]


@pytest.mark.parametrize("command", [FLASK, GUNICORN])
def test_a_file_env_counts_for_commands_and_for_the_web_alike(tmp_path: Path, command: list[str]) -> None:
    """The environment goes before it."""
    (tmp_path / ".env").write_text("PORT=8765\nXIAOPU_BIND=127.0.0.9\nXIAOPU_WEB_WORKERS=7\n")
    (tmp_path / "gunicorn.conf.py").symlink_to(ROOT / "gunicorn.conf.py")
    environment = os.environ | {"PYTHONPATH": str(ROOT), "XIAOPU_WEB_WORKERS": "3"}
    done = subprocess.run(
        [sys.executable, *command], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    said = {line.strip(" *") for line in done.stdout.splitlines()}
    assert {"PORT=8765", "XIAOPU_BIND=127.0.0.9", "XIAOPU_WEB_WORKERS=3"} <= said


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


def test_production_says_that_nobody_can_be_sent_a_code(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)
    load()
    assert "neither XIAOPU_NOTIFY_SMS nor XIAOPU_SMTP_URL is set" in caplog.text
    caplog.clear()
    monkeypatch.setenv("XIAOPU_NOTIFY_SMS", "https://sms.example/send")
    load()
    assert "XIAOPU_NOTIFY_SMS" not in caplog.text
