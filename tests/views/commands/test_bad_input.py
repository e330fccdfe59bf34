"""Every command with what it cannot do: one line, no traceback, an exit status that is not 0."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from flask import Flask

from app import create_app
from config import Config
from models.stories.bring_up import bring_up
from tests.given.processes import SERVER
from views.commands.network import in_turn
from views.kit.house import House

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def database_url(tmp_path: Path) -> Iterator[str]:
    """Commands do not depend on the kind of database."""
    yield f"sqlite:///{tmp_path}/xiaopu.sqlite3"


@pytest.fixture
def network(app: Flask, house: House, tmp_path: Path) -> Flask:
    """A network with its tables, and files that are none."""
    bring_up(house.database)
    (tmp_path / "rubbish.csv").write_bytes(b"\x00\x01\xff\xfe rubbish \x89PNG")
    (tmp_path / "empty.csv").write_bytes(b"")
    (tmp_path / "rubbish.tar.gz").write_bytes(b"no archive at all")
    (tmp_path / "there.tar.gz").write_bytes(b"my last backup")
    return app


BAD = {
    "backup": [["{f}/no/such/place.tar.gz"], ["{f}"], ["{f}/there.tar.gz"], []],
    "restore": [["{f}/none.tar.gz"], ["{f}/rubbish.tar.gz"], ["{f}"], ["{f}/empty.csv"]],
    "import-goods": [
        ["{f}/none.csv", "--supplier", "ABC"],
        ["{f}/rubbish.csv", "--supplier", "NOBODY"],
        ["{f}", "--supplier", "ABC"],
        ["{f}/empty.csv"],
    ],
    "import-gtins": [["{f}/none.csv"], ["{f}"], ["{f}/empty.csv"], ["{f}/rubbish.csv"], []],
    "export-goods": [["{f}/goods.csv", "--supplier", "NOBODY"], ["{f}", "--supplier", "ABC"], ["{f}/goods.csv"]],
    "create-operator": [["123", "--password", "long enough 71!"], ["13800138000", "--password", "short"], []],
    "invite": [["--count", "0"], ["--count", "a thousand"]],
    "reset-password": [["12345", "--password", "long enough 71!"], ["13900000099", "--password", "long enough 71!"]],
    "check": [["--posters", "some"]],
    "settle": [["now"]],
    "roll-up": [["--again"], ["today"]],
    "upgrade": [["further"]],
    "demo": [["--yaml"]],
    "plant-categories": [["tea"]],
    "settings": [["--json"]],
    "permissions": [["--yaml"]],
    "worker": [["--many"]],
    "up": [["--fast"]],
    "dev": [["--fast"]],
}


def _one_line(words: str) -> bool:
    said = [line for line in words.strip().splitlines() if line and not line.startswith(("Usage:", "Try "))]
    return len(said) == 1 and "Traceback" not in words


def test_every_command_says_in_one_line_what_it_cannot_do(network: Flask, tmp_path: Path) -> None:
    runner = network.test_cli_runner()
    for name, wrong in BAD.items():
        for words in wrong:
            said = runner.invoke(args=[name, *(word.format(f=tmp_path) for word in words)])
            assert said.exit_code not in (0, None), (name, words, said.output)
            assert said.exception is None or isinstance(said.exception, SystemExit), (name, words, said.exception)
            assert _one_line(said.output), (name, words, said.output)


def test_no_command_is_left_out(network: Flask) -> None:
    assert set(network.cli.commands) - set(BAD) <= {
        "routes",
        "run",
        "shell",
        "secret",
        "version",
        "rotate-keys",
        "permissions",
    }
    assert all(isinstance(one, click.Command) for one in network.cli.commands.values())


@pytest.mark.parametrize("name", ["check", "settle", "invite", "demo-less"])
def test_a_database_without_tables_is_named(app: Flask, name: str) -> None:
    said = app.test_cli_runner().invoke(args=[name if name != "demo-less" else "plant-categories"])
    assert said.exit_code == 1
    assert "run `flask --app app upgrade` first" in said.output and _one_line(said.output)


def test_a_backup_is_not_written_over_another_unasked(network: Flask, tmp_path: Path) -> None:
    runner, kept = network.test_cli_runner(), tmp_path / "there.tar.gz"
    assert runner.invoke(args=["backup", str(kept)]).exit_code == 1
    assert kept.read_bytes() == b"my last backup"
    said = runner.invoke(args=["backup", str(kept), "--force"])
    assert said.exit_code == 0, said.output
    assert kept.read_bytes()[:2] == b"\x1f\x8b"


@pytest.mark.parametrize(
    ("variable", "value", "word"),
    [
        ("XIAOPU_DATABASE_URL", "hello", "XIAOPU_DATABASE_URL"),
        ("XIAOPU_DATABASE_URL", "mysql://root:hidden@host/shop", "XIAOPU_DATABASE_URL"),
        ("XIAOPU_DATABASE_URL", "postgresql://nobody:hidden@127.0.0.1:9/none", "refused"),
        ("XIAOPU_DATABASE_URL", "sqlite:////proc/nowhere/x.sqlite3", "/proc/nowhere"),
        ("XIAOPU_REDIS_URL", "memcached://host", "XIAOPU_REDIS_URL"),
        ("XIAOPU_MEDIA_URL", "ftp://host/files", "XIAOPU_MEDIA_URL"),
        ("XIAOPU_DATA", "/proc/nowhere", "/proc/nowhere"),
    ],
)
def test_an_environment_that_cannot_work(variable: str, value: str, word: str, tmp_path: Path) -> None:
    environment = os.environ | {"XIAOPU_DATA": str(tmp_path), variable: value}
    command = [sys.executable, "-m", "flask", "--app", "app", "check"]
    ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode not in (0, None)
    assert word in ran.stderr and "Traceback" not in ran.stderr and "hidden" not in ran.stderr
    assert len(ran.stderr.strip().splitlines()) == 1


def test_two_that_bring_a_network_up_take_turns(network: Flask, house: House) -> None:
    goes_on = SERVER.Process(target=_waits, args=(str(house.config.data),))
    with in_turn(house):
        goes_on.start()
        goes_on.join(3)
        assert goes_on.is_alive(), "it waits for its turn"
    goes_on.join(30)
    assert goes_on.exitcode == 0


def _waits(data: str) -> None:
    app = create_app(Config(env="test", data=Path(data)))
    with in_turn(app.extensions["xiaopu"]):
        return
