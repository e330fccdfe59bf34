"""One word for one thing: a public name of models/ stands in one file, and the name of a file says what is in it."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODELS = sorted((ROOT / "models").rglob("*.py"))
# The rows of the one table under this heading: a name, and the one meaning that it has wherever it stands.
RECURRING = re.compile(r"^## Names that recur on purpose$(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
ROW = re.compile(r"^\| `(\w+)` \| (.+) \|$", re.MULTILINE)
# What a session, and SQLAlchemy, call writing; steps are taken by functions that are called so.
WRITES = {"session.add", "session.add_all", "session.delete", "session.flush", "session.merge"}
WRITES |= {"delete", "insert", "insert_ignoring", "set_facts", "take", "update"}


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def _defined(path: Path) -> Iterator[str]:
    """The names that a module makes at its top level; what it imports is another's."""
    for statement in _tree(path).body:
        match statement:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.Assign(targets=targets):
                found = (node for target in targets for node in ast.walk(target))
                yield from (node.id for node in found if isinstance(node, ast.Name))
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield name


def _recurring() -> dict[str, str]:
    section = RECURRING.search((ROOT / "docs/glossary.md").read_text())
    assert section is not None
    return dict(ROW.findall(section[1]))


@cache
def _homes() -> dict[str, list[str]]:
    homes: dict[str, list[str]] = defaultdict(list)
    for path in MODELS:
        for name in set(_defined(path)):
            if not name.startswith("_"):
                homes[name].append(path.relative_to(ROOT).as_posix())
    return homes


def test_a_public_name_stands_in_one_module() -> None:
    twice = {name: homes for name, homes in _homes().items() if len(homes) > 1 and name not in _recurring()}
    assert twice == {}, "rename one of them, or make it private; docs/glossary.md has the names that recur on purpose"


def test_names_that_recur_on_purpose_do_recur() -> None:
    assert [name for name in _recurring() if len(_homes().get(name, ())) < 2] == []


def _records(path: Path) -> list[str]:
    """The records of a module, by the names that tables have: in snake case."""
    classes = (node for node in _tree(path).body if isinstance(node, ast.ClassDef))
    tables = (node.name for node in classes if any(keyword.arg == "table" for keyword in node.keywords))
    return [re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower() for name in tables]


@pytest.mark.parametrize("path", [path for path in MODELS if _records(path)], ids=lambda path: path.stem)
def test_a_file_of_records_has_the_name_of_one(path: Path) -> None:
    """`order.py` holds Order; `file.py` in the room of payouts holds PayoutFile."""
    assert any(path.stem in name for name in _records(path)), _records(path)


@pytest.mark.parametrize("path", [path for path in MODELS if path.stem == "finding"], ids=lambda path: path.parent.name)
def test_what_finds_changes_nothing(path: Path) -> None:
    called = (node.func for node in ast.walk(_tree(path)) if isinstance(node, ast.Call))
    names = {ast.unparse(func) for func in called}
    assert {name for name in names if name in WRITES or name.startswith("step_")} == set()
    assert not _records(path)
