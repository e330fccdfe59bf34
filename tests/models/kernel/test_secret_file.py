"""The secrets in the data folder: made once, followed by running programs, whole at every moment."""

import stat
from pathlib import Path

from models.kernel.ring import Ring, secret_mark
from models.kernel.secret_file import SecretFile, fresh_secret
from tests.given.processes import in_processes


def add_some(path: Path, many: int) -> list[str]:
    """What one of several programs adds."""
    own = [fresh_secret() for _ in range(many)]
    for one in own:
        SecretFile(path).add(one)
    return own


def test_a_newer_secret_is_followed_by_who_has_read_the_file_before(tmp_path: Path) -> None:
    running, command = SecretFile(tmp_path / "secret-key"), SecretFile(tmp_path / "secret-key")
    ring = Ring(running.secrets)
    first = ring.newest
    newer = fresh_secret()
    command.add(newer)
    assert [*ring.secrets] == [newer, first]
    assert list(ring) == [first, newer], "itsdangerous signs with the last"
    assert command.keep_only(set()) == 1
    assert [*ring.secrets] == [newer]
    assert ring.marked(secret_mark(first)) is None
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


def test_a_file_of_before_is_one_secret(tmp_path: Path) -> None:
    (tmp_path / "secret-key").write_text("a secret with spaces, and commas\n")
    assert SecretFile(tmp_path / "secret-key").secrets() == ("a secret with spaces, and commas",)


def test_a_file_that_was_taken_away_leaves_who_has_read_it_running(tmp_path: Path) -> None:
    running = SecretFile(tmp_path / "secret-key")
    before = running.secrets()
    (tmp_path / "secret-key").unlink()
    assert running.secrets() == before
    (tmp_path / "secret-key").write_text("")
    assert running.secrets() == before


def test_programs_that_add_at_once_lose_none(tmp_path: Path) -> None:
    path = tmp_path / "secret-key"
    first = SecretFile(path).secrets()
    added = [one for some in in_processes(add_some, [(path, 3)] * 3) for one in some]
    assert set(SecretFile(path).secrets()) == {*first, *added} and len(added) == 9
