"""Every kind of row that anything leaves in the trail has its words, and its noun has some too."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from views.parts.trail_words import NOUNS, WORDS, noun_of

ROOT = Path(__file__).resolve().parents[2]
# What leaves rows, and which of its arguments says their kind.
LEAVE = {"note_audit": 1, "edited_by": 2, "note": 0}
KIND = re.compile(r"[a-z_]+\.[a-z_]+")


def _left() -> Iterator[tuple[str, str]]:
    """(where, kind) of every call that leaves a row of a kind that stands in it."""
    for path in (path for room in ("models", "views", "demo") for path in (ROOT / room).rglob("*.py")):
        tree = ast.parse(path.read_text())
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and _name(node.func) in LEAVE]
        for call in calls:
            for said in call.args[LEAVE[_name(call.func)] :][:1]:
                if isinstance(said, ast.Constant) and KIND.fullmatch(str(said.value)):
                    yield path.relative_to(ROOT).as_posix(), str(said.value)


def _name(called: ast.expr) -> str:
    return called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")


def test_no_kind_of_row_is_without_words() -> None:
    without = {(where, kind) for where, kind in _left() if kind not in WORDS}
    assert without == set(), "add its words to views/parts/trail_words.py"


def test_every_noun_has_words_and_every_word_a_noun() -> None:
    assert {noun_of(kind) for kind in WORDS} == set(NOUNS)


def test_kinds_are_really_found() -> None:
    assert {"goods.edit", "payee.look", "parcel.export", "trail.export"} <= {kind for _, kind in _left()}
