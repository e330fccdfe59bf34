"""Every record is in models/records.py: what is missing there, migrations would drop."""

import ast
from pathlib import Path

import pytest

from models import records

MODELS = Path(records.__file__).parent
TABLES = [
    (path, node.name)
    for path in sorted(MODELS.rglob("*.py"))
    for node in ast.parse(path.read_text()).body
    if isinstance(node, ast.ClassDef) and any(keyword.arg == "table" for keyword in node.keywords)
]


@pytest.mark.parametrize(("path", "name"), TABLES, ids=[name for _, name in TABLES])
def test_every_record_is_listed(path: Path, name: str) -> None:
    module = ".".join(path.relative_to(MODELS.parent).with_suffix("").parts)
    assert module in {listed.__name__ for listed in records.MODULES}, name
