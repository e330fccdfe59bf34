"""Nobody else reads the data folder: what was made open is shut, and what comes is made shut."""

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.kernel.private import keep_private

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(autouse=True)
def usual_umask() -> Iterator[None]:
    """As most machines have it; the tests' own is put back."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def loose(folder: Path) -> list[str]:
    """What others may do anything with."""
    found = [folder, *folder.rglob("*")]
    return [str(path) for path in found if not path.is_symlink() and path.stat().st_mode & 0o077]


def an_open_folder(folder: Path) -> Path:
    """As earlier versions left it."""
    (folder / "media" / "posters").mkdir(parents=True)
    for name in ("xiaopu.sqlite3", "xiaopu.sqlite3-wal", "jobs.sqlite3", "media/posters/a.jpg", "backup.tar.gz"):
        (folder / name).write_text("x")
    return folder


def test_what_stands_open_is_shut(tmp_path: Path) -> None:
    folder = an_open_folder(tmp_path / "var")
    assert len(loose(folder)) == 8
    assert keep_private(folder) == 6
    # The pictures stand in a folder that nobody else enters; an upgrade goes through them too.
    assert len(loose(folder)) == 2
    assert keep_private(folder, whole=True) == 2
    assert loose(folder) == []
    assert keep_private(folder, whole=True) == 0
    (folder / "new").mkdir()
    (folder / "new" / "file").write_text("x")
    assert loose(folder) == []
    assert os.access(folder / "backup.tar.gz", os.R_OK | os.W_OK)


def test_a_folder_that_others_work_in_stays_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shared = an_open_folder(tmp_path / "shared")
    (shared / "somebody-else-s").write_text("x")
    for mode, here in ((0o755, shared / "media"), (0o1777, ROOT)):
        shared.chmod(mode)
        monkeypatch.chdir(here)
        keep_private(shared, whole=True)
        left = {Path(path).name for path in loose(shared)}
        assert left == {"shared", "somebody-else-s", "backup.tar.gz"}


def test_links_lead_to_nothing_that_is_changed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "file").write_text("x")
    folder = an_open_folder(tmp_path / "var")
    (folder / "link").symlink_to(outside)
    keep_private(folder, whole=True)
    assert stat.S_IMODE((outside / "file").stat().st_mode) == 0o644
    assert stat.S_IMODE(outside.stat().st_mode) == 0o755


def test_every_command_keeps_it_shut(tmp_path: Path) -> None:
    folder = tmp_path / "var"
    folder.mkdir()
    clean = {"PATH": "/usr/bin:/bin", "XIAOPU_DATA": str(folder), "PYTHONPATH": str(ROOT)}

    def flask(*words: str) -> str:
        command = [sys.executable, "-W", "ignore", "-m", "flask", "--app", "app", *words]
        done = subprocess.run(command, cwd=ROOT, env=clean, capture_output=True, text=True, check=True)
        return done.stdout

    flask("upgrade")
    flask("invite")
    flask("backup", str(folder / "backup.tar.gz"))
    assert {"xiaopu.sqlite3", "secret-key", "backup.tar.gz"} <= {path.name for path in folder.iterdir()}
    assert loose(folder) == []
    (folder / "media" / "posters").mkdir(parents=True, exist_ok=True)
    (folder / "media" / "posters" / "old.jpg").write_text("x")
    for path in folder.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    assert "private now" in flask("upgrade")
    assert loose(folder) == []
