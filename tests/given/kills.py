"""Work in processes that are killed (SIGKILL) at moments that chance chooses, and taken up again by the next."""

from collections.abc import Callable
from random import Random
from time import monotonic, sleep
from typing import Any

from tests.given.processes import SERVER

PATIENCE = 60


def killed_past(
    work: Callable[..., Any], arguments: tuple[Any, ...], done: Callable[[], int], least: int, chance: Random
) -> int:
    """Has a process do it, and kills it a moment after so much is done; returns how much that is then."""
    process = SERVER.Process(target=work, args=arguments)
    process.start()
    patience = monotonic() + PATIENCE
    while process.is_alive() and done() < least and monotonic() < patience:
        sleep(0.003)
    sleep(chance.random() * 0.1)
    process.kill()
    process.join()
    assert process.exitcode == -9, "it was through before it could be killed"
    return done()


def wait_to_be_killed() -> None:
    """For work that is nearly through: where the machine does other things besides, whoever kills it may be late."""
    sleep(PATIENCE)
