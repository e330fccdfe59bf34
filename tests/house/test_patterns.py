"""Every pattern that meets people's text reads it in a time that grows as the text does, however hostile it is. They
are found in the code, so that a new one is tested by itself."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

from models.kernel.reading import disguises
from models.kernel.rules import DEFAULT
from tests.given.hostile import SEARCHES, slow_on
from views.kit import said

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("models", "views", "app.py", "config.py", "jobs")
USES = SEARCHES | {"match", "fullmatch"}
# Processor seconds after which a child is killed; an honest one needs far less than one.
MOST_SECONDS = 60
# Made while the program runs, by which call: what it is made of here stands for all.
MADE = {
    # The words of a network that has changed nothing, and one of other letters.
    ("models/kernel/reading/disguises.py", "re.compile"): [
        (one.pattern, "search") for word in (*DEFAULT.forbidden_in_names, "Outlet") for one in disguises._patterns(word)
    ],
    ("models/payout/reading.py", "re.fullmatch"): [("6222(?>.+?0)(?>.+?1).+2", "fullmatch")],
    ("views/kit/said.py", "re.compile"): [
        (said._pattern(msgid).pattern, "fullmatch")
        for msgid in ("第 %(row)d 行，%(field)s：%(why)s", "%(one)s和%(other)s，共 %(sum)s 元", "%(a)s、%(b)s、%(a)s、")
    ],
}
# What meets no text of people.
OURS = {"_OF_PEOPLES": "reads the country's own list of regions"}


@dataclass
class Found:
    """A pattern: where it stands, what it says, and how it is used."""

    where: str
    text: str
    flags: int
    name: str = ""
    methods: set[str] = field(default_factory=set)


def _files() -> Iterator[Path]:
    for room in ROOMS:
        yield from sorted((ROOT / room).rglob("*.py")) if (ROOT / room).is_dir() else [ROOT / room]


# A file without any of these neither makes a pattern nor uses one.
_MAY = re.compile(rf"\bre\.|\bRegexp\b|\b_?[A-Z][A-Z_]*\.(?:{'|'.join(sorted(USES))})\(")


@cache
def _trees() -> dict[Path, ast.Module]:
    return {path: ast.parse(text) for path in _files() if _MAY.search(text := path.read_text())}


@cache
def _uses() -> dict[str, set[str]]:
    """By a pattern's name, the methods called on it anywhere."""
    found: dict[str, set[str]] = defaultdict(set)
    for tree in _trees().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.attr in USES:
                found[node.value.id].add(node.attr)
    return found


def _calls(tree: ast.Module) -> Iterator[tuple[ast.Call, str, str]]:
    """Calls that make a pattern: the call, what is called, and the name that the pattern is given."""
    names = {
        id(node.value): target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        if not isinstance(node.func, ast.Name | ast.Attribute):
            continue
        called = ast.unparse(node.func)
        if called in {"Regexp", "re.compile", *(f"re.{use}" for use in USES)}:
            yield node, called, names.get(id(node), "")


def _patterns() -> Iterator[Found]:
    told = set[tuple[str, str]]()
    for path, tree in _trees().items():
        inside = path.relative_to(ROOT)
        for call, called, name in _calls(tree):
            where = f"{inside}:{call.lineno}"
            scope = dict(vars(import_module(".".join(inside.with_suffix("").parts).removesuffix(".__init__"))))
            made = ast.Call(ast.parse("re.compile", mode="eval").body, call.args[:1], [])
            flags = [*call.args[1:], *(word.value for word in call.keywords if word.arg == "flags")]
            made.args += flags[:1] if called in ("re.compile", "Regexp") else flags[len(call.args) - 1 :]
            try:
                expression = ast.fix_missing_locations(ast.Expression(made))
                pattern = eval(compile(expression, where, "eval"), scope | {"re": re})  # noqa: S307  Our own code.
            except NameError:
                made_here = (inside.as_posix(), called)
                # What all the calls of a file make is tried at the first of them.
                for text, method in MADE[made_here] if made_here in MADE and made_here not in told else []:
                    yield Found(where, text, 0, methods={method})
                told.add(made_here)
                if made_here not in MADE:
                    yield Found(where, "", 0)
                continue
            text = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
            methods = {"match"} if called == "Regexp" else {called[3:]} - {"compile"} or _uses()[name] or {"search"}
            yield Found(where, text, pattern.flags & ~re.UNICODE, name, methods)


FOUND = [found for found in _patterns() if found.name not in OURS]


def test_patterns_are_found_where_they_stand() -> None:
    known = {found.name for found in _patterns()}
    assert {"_MOBILE", "_EMAIL", "_LINK", "_SPACES", "MAINLAND", *OURS} <= known
    assert len(FOUND) > 80


@pytest.mark.parametrize("found", FOUND, ids=[f"{found.where} {found.name}" for found in FOUND])
def test_a_pattern_reads_hostile_words_in_a_straight_line(found: Found) -> None:
    assert found.text, f"{found.where} is made while the program runs: say in MADE what it makes"
    assert slow_on(found.text, found.flags, found.methods, seconds=MOST_SECONDS) == ""


@pytest.mark.parametrize(
    ("text", "method"),
    [
        (r"(a+)+$", "match"),
        (r"[ \t]+$", "search"),
        (r"<!--.*?-->", "sub"),
        (r"a*b?a*c", "fullmatch"),
        (r"\w+@\w+", "search"),
    ],
)
def test_the_test_finds_a_pattern_that_is_not(text: str, method: str) -> None:
    assert slow_on(text, 0, {method}, seconds=2).startswith(method)
