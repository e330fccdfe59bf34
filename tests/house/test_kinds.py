"""Folders of kinds, whose files nothing else lists: two files that came from two hands never share a name or a place.
`kinds_in` refuses to load such a folder; here it is said which files they are, of every folder."""

import ast
from collections import Counter
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import pytest

from models.kernel.kinds import kinds_in

ROOT = Path(__file__).resolve().parents[2]


def _constants() -> set[str]:
    """What the calls of `kinds_in` name."""
    calls = (
        node
        for room in ("models", "views")
        for path in (ROOT / room).rglob("*.py")
        if "kinds_in(" in (source := path.read_text())
        for node in ast.walk(ast.parse(source))
    )
    return {
        node.args[1].value
        for node in calls
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "kinds_in"
        if isinstance(node.args[1], ast.Constant) and isinstance(node.args[1].value, str)
    }


def _folders() -> list[tuple[str, str]]:
    """Each package where several files, or packages, assign such a constant, and the constant."""
    constants, found = _constants(), Counter[tuple[str, str]]()
    for room in ("models", "views"):
        for path in (ROOT / room).rglob("*.py"):
            folder = path.parent.parent if path.stem == "__init__" else path.parent
            package = ".".join(folder.relative_to(ROOT).parts)
            found.update((package, name) for name in _assigned(path) & constants)
    return sorted(one for one, many in found.items() if many > 1 and one[0].startswith(("models.", "views.")))


def _assigned(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.Assign):
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names.add(node.target.id)
    return names


def _kinds(package: str, constant: str) -> dict[str, Any]:
    """By the file that each is."""
    names = [one.name for one in iter_modules([str(ROOT / package.replace(".", "/"))])]
    modules = {name: import_module(f"{package}.{name}") for name in names}
    return {name: getattr(module, constant) for name, module in modules.items() if hasattr(module, constant)}


FOLDERS = _folders()


def test_the_folders_are_found() -> None:
    assert {("models.stories.news.kinds", "NEWS"), ("models.stories.waiting.kinds", "WAITING")} <= set(FOLDERS)


@pytest.mark.parametrize(("package", "constant"), FOLDERS, ids=[f"{one}:{two}" for one, two in FOLDERS])
def test_no_two_files_have_one_name_or_place(package: str, constant: str) -> None:
    kinds = _kinds(package, constant)
    for fact in ("name", "place"):
        many = Counter(getattr(kind, fact) for kind in kinds.values())
        twice = {file: getattr(kind, fact) for file, kind in kinds.items() if many[getattr(kind, fact)] > 1}
        assert not twice, f"one {fact} in several files"
    assert set(kinds_in(package, constant)) == {kind.name for kind in kinds.values()}
