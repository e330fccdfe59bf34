"""Kinds are found in their folder, in the order of the places that they say."""

from pathlib import Path

import pytest

from models.kernel.kinds import kinds_in

KIND = "from types import SimpleNamespace as Kind\nKIND = Kind(name={name!r}, place={place})\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.syspath_prepend(str(tmp_path))
    made = tmp_path / f"kinds_{tmp_path.name}"
    made.mkdir()
    (made / "__init__.py").write_text("")
    (made / "zebra.py").write_text(KIND.format(name="zebra", place=1))
    (made / "ant.py").write_text(KIND.format(name="ant", place=2))
    (made / "helper.py").write_text("WORD = 1\n")
    return made


def test_files_say_their_names_and_places(folder: Path) -> None:
    assert list(kinds_in(folder.name, "KIND")) == ["zebra", "ant"]


def test_two_of_one_name_are_a_mistake(folder: Path) -> None:
    (folder / "other.py").write_text(KIND.format(name="ant", place=3))
    with pytest.raises(AssertionError, match="one name or place"):
        kinds_in(folder.name, "KIND")
