"""Real processes for tests of what happens at once. They are forked from one clean server, which has no threads."""

import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from typing import Any, TypeVar

Answer = TypeVar("Answer")
SERVER = multiprocessing.get_context("forkserver")
SERVER.set_forkserver_preload(["tests.given.processes", "models.records", "models.stories.order.place"])


def in_processes(work: Callable[..., Answer], calls: Sequence[tuple[Any, ...]]) -> list[Answer]:
    """Calls `work` once for each tuple of arguments, each in a process of its own; returns the answers in order."""
    with ProcessPoolExecutor(len(calls), mp_context=SERVER) as pool:
        return [one.result() for one in [pool.submit(work, *call) for call in calls]]


def in_threads(work: Callable[..., Answer], calls: Sequence[tuple[Any, ...]]) -> list[Answer]:
    """The same with threads."""
    with ThreadPoolExecutor(len(calls)) as pool:
        return [one.result() for one in [pool.submit(work, *call) for call in calls]]
