"""Fixtures for goods files."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from models.catalogue.imports.sheets import Problem, sentence
from tests.given.sheet_files import Said, Sheet


@pytest.fixture
def sheet(tmp_path: Path) -> Sheet:
    """A maker of small files in a folder of its own."""
    return Sheet(tmp_path)


@pytest.fixture
def said() -> Said:
    """Problems as (line, column, sentence)."""

    def say(problems: Sequence[object]) -> list[tuple[int, str, str]]:
        return [
            (problem.line, problem.column, sentence(problem)) for problem in problems if isinstance(problem, Problem)
        ]

    return say
