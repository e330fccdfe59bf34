"""Values that travel together are types (Act, Decision, LevelTerms …): a long list of parameters says that one is
missing. Some functions mirror a library's own signature or weigh many small things; there are few, and no more come."""

import ast
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parents[2]
LONG, CEILING = 7, 8


def parameters(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """All of them: by place, by name, and the two with stars."""
    given = function.args
    stars = (given.vararg is not None) + (given.kwarg is not None)
    return len(given.posonlyargs) + len(given.args) + len(given.kwonlyargs) + stars


def functions() -> Iterator[tuple[str, int]]:
    """Where each function of the domain and of the views stands, and how many parameters it has."""
    for folder in ("models", "views"):
        for path in sorted((HERE / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    yield f"{path.relative_to(HERE)}:{node.lineno} {node.name}", parameters(node)


def test_long_lists_of_parameters_stay_few() -> None:
    long = [where for where, count in functions() if count >= LONG]
    assert len(long) <= CEILING, "\n".join(long)
