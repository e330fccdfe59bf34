"""Every fault that can stop a settlement is told in words."""

import inspect
import re
import sys

import pytest

from models.checks.check import BOOKS
from views.desk.fault_words import NOUNS, OTHER, WORDS, told

MODULES = sorted({part.__module__ for part in BOOKS})
FAULT = re.compile(r'Fault\(\s*f?"([^"]+)", f?"([\w-]+|\{noun\}) ')
# What is written with a name in it, and the names there are.
SPELT = {"line.{name}": ("line.commission", "line.bonus", "line.fee")}


@pytest.mark.parametrize("module", MODULES)
def test_each_kind_and_subject_has_a_word(module: str) -> None:
    found = FAULT.findall(inspect.getsource(sys.modules[module]))
    kinds = {kind for name, _ in found for kind in SPELT.get(name, (name,))}
    assert kinds and kinds <= set(WORDS)
    assert {noun for _, noun in found if noun != "{noun}"} <= set(NOUNS)


def test_a_fault_is_taken_apart() -> None:
    first, second, third = told(
        "ledger.line: parcel X1: “茶: 白” has fees 1.00 for 2.00\nodd.kind: thing 7: is odd\nno fault at all"
    )
    assert (first.words, first.noun, first.code) == (WORDS["ledger.line"], NOUNS["parcel"], "X1")
    assert first.detail == "ledger.line: “茶: 白” has fees 1.00 for 2.00"
    assert (second.words, second.noun, second.code) == (OTHER, "", "thing 7")
    assert (third.words, third.detail) == (OTHER, "no fault at all")
    assert told("") == []
