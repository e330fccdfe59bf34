"""Patience, cut short."""

import pytest

from models.kernel.provider import wire


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits ten seconds for a double."""
    monkeypatch.setattr(wire, "ANSWER_SECONDS", 0.4)
