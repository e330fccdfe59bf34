"""Random histories: Hypothesis drives a machine, each history on an empty database of one kind."""

import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from models.kernel.database import Database
from tests.given import databases

QUICK: dict[str, Any] = {
    "deadline": None,
    "suppress_health_check": list(HealthCheck),
    "print_blob": True,
    # A failure is shown as it was met: making it shorter could take as long as all other tests.
    "phases": (Phase.explicit, Phase.reuse, Phase.generate),
}


class OnDatabase(RuleBasedStateMachine):
    """A machine that begins with an empty database; `kind` is "sqlite" or "postgres"."""

    kind: str

    def __init__(self) -> None:
        super().__init__()
        self._kept = ExitStack()

    def opened(self) -> Database:
        """An empty database. It stays until the history is over."""
        if self.kind == "postgres":
            return Database(self._kept.enter_context(databases.postgres()))
        folder = self._kept.enter_context(tempfile.TemporaryDirectory(prefix="xiaopu-history-"))
        return Database(self._kept.enter_context(databases.sqlite(Path(folder))))

    def over(self) -> None:
        """What must hold in the end."""

    def teardown(self) -> None:
        with self._kept:
            self.over()


def prove(machine: type[OnDatabase], kind: str, *, histories: int, steps: int) -> None:
    """Runs so many histories of at most so many steps each; skips where no such database answers."""
    if kind == "postgres":
        databases.postgres_or_skip()
    asked = settings(max_examples=histories, stateful_step_count=steps, **QUICK)
    run_state_machine_as_test(type(machine.__name__, (machine,), {"kind": kind}), settings=asked)
