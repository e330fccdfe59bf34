"""Which tests a change touches, nearest first. `python -m tests.touched` prints them; `make quick` runs them.

Changed is what differs from where this branch left main, and what is not committed yet; on main itself, the last commit
where nothing else is. Nearest is the test that mirrors a module (models/x.py: tests/models/test_x.py), next is
what imports the module, then its neighbours and what imports a test helper that does. A template counts as the
modules that name it, and as the templates that include or extend it."""

import ast
import re
import subprocess
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# What follows from a file by where it lies.
OTHERS = {
    "templates/": ["tests/house/test_translations.py"],
    "views/": ["tests/house/test_translations.py", "tests/house/test_routes.py"],
    "models/": ["tests/house/test_translations.py"],
    "translations/": ["tests/house/test_translations.py"],
    "migrations/": ["tests/house/test_migrations.py"],
    "docs/": ["tests/house/test_papers.py"],
    "README": ["tests/house/test_papers.py"],
    "gunicorn.conf.py": ["tests/house/test_slow_clients.py"],
}
NAMED = re.compile(r"""["']([\w/]+\.html)["']""")


def changed_files() -> list[str]:
    """Paths from the root, those alone that still stand."""
    left = _git("merge-base", "HEAD", "main") or _git("rev-parse", "HEAD")
    found = _changed_since(left)
    return found or _changed_since("HEAD~1")


def _changed_since(commit: str) -> list[str]:
    listed = _git("diff", "--name-only", commit).split() + _git("ls-files", "--others", "--exclude-standard").split()
    return sorted({path for path in listed if (ROOT / path).is_file()})


def _git(*words: str) -> str:
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""


def touched_by(changed: Iterable[str]) -> list[str]:
    """Test files, each once, nearest first. Those in a browser are left out: a network takes too long to come up."""
    ranked: dict[str, int] = {}
    for path in changed:
        for rank, test in _near(path):
            if test.startswith("tests/browser"):
                continue
            ranked[test] = min(rank, ranked.get(test, rank))
    return sorted(ranked, key=lambda test: (ranked[test], test))


def _near(path: str) -> Iterator[tuple[int, str]]:
    for start, tests in OTHERS.items():
        if path.startswith(start):
            yield from ((1, test) for test in tests)
    if path.endswith(".html"):
        for module in modules_of_template(path.removeprefix("templates/")):
            yield from mirrors(module)
    if path.endswith(".py"):
        yield from _near_module(path)


def _near_module(path: str) -> Iterator[tuple[int, str]]:
    if _is_test(path):
        yield 0, path
        return
    if path.startswith("tests/"):
        yield from ((2, test) for test in _tests_importing({path}))
        return
    yield from mirrors(path)
    yield from ((1, test) for test in importers(path) if _is_test(test))
    helpers = {user for user in importers(path) if user.startswith("tests/") and not _is_test(user)}
    yield from ((3, test) for test in _tests_importing(helpers))


def _tests_importing(helpers: set[str]) -> set[str]:
    """Tests that import one of these helpers, itself or by another helper. A conftest's are those of its folder."""
    found: set[str] = set()
    waiting, seen = list(helpers), set(helpers)
    while waiting:
        path = waiting.pop()
        users = importers(path)
        if Path(path).name == "conftest.py":
            users = users | {str(test.relative_to(ROOT)) for test in (ROOT / path).parent.rglob("test_*.py")}
        found |= {user for user in users if _is_test(user)}
        onward = {user for user in users if user.startswith("tests/") and not _is_test(user)} - seen
        waiting += onward
        seen |= onward
    return found


def mirrors(path: str) -> Iterator[tuple[int, str]]:
    """The test of the same name, and its neighbours where there is none."""
    folder, stem = ROOT / "tests" / Path(path).parent, Path(path).stem
    exact = folder / f"test_{stem}.py"
    if exact.exists():
        yield 0, str(exact.relative_to(ROOT))
    elif folder != ROOT / "tests" and folder.is_dir():
        yield from ((2, str(test.relative_to(ROOT))) for test in folder.glob("test_*.py"))


def modules_of_template(name: str) -> set[str]:
    """The views that render it, or a template that includes or extends it."""
    names, waiting = {name}, [name]
    while waiting:
        used = waiting.pop()
        onward = {user for user, uses in _templates().items() if used in uses} - names
        names |= onward
        waiting += onward
    return {path for path, source in _sources().items() if not path.startswith("tests/") and names & _named(source)}


@cache
def _named(source: str) -> frozenset[str]:
    return frozenset(NAMED.findall(source))


@cache
def _templates() -> dict[str, frozenset[str]]:
    """What each template names."""
    folder = ROOT / "templates"
    return {str(path.relative_to(folder)): _named(path.read_text()) for path in folder.rglob("*.html")}


@cache
def _sources() -> dict[str, str]:
    """Every module's text by its path."""
    tops = [path for name in ("models", "views", "demo", "tests", "bench") for path in (ROOT / name).rglob("*.py")]
    return {str(path.relative_to(ROOT)): path.read_text() for path in (*ROOT.glob("*.py"), *tops)}


def importers(path: str) -> set[str]:
    """The modules that import this one."""
    return _importers()[path]


@cache
def _importers() -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for user, source in _sources().items():
        for name in _imports(source):
            for path in (f"{name}.py", f"{name}/__init__.py"):
                if path in _sources():
                    found[path].add(user)
    return found


def _imports(source: str) -> Iterator[str]:
    """What a module's text imports, as paths without an ending: a name may be a module or something in one."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name.replace(".", "/") for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            module = node.module.replace(".", "/")
            yield module
            yield from (f"{module}/{alias.name}" for alias in node.names)


def _is_test(path: str) -> bool:
    return path.startswith("tests/") and Path(path).name.startswith("test_")


if __name__ == "__main__":
    print(*touched_by(changed_files()), sep="\n")  # noqa: T201
