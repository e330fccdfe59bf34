"""Figures that all processes of one server share, in memory that no disk backs: a disk that is full cannot end a
process that counts (a file mapped into memory does that, by SIGBUS).

The memory is made before the processes fork, in places of one process each, so that counting needs no lock between
them. A process that takes a place goes on with the figures it finds there: nothing is lost when one ends.
"""

import json
import mmap
import struct
import threading
from collections.abc import Iterator
from typing import NamedTuple

# Memory counts once it is written to; a place holds some thousand figures.
_BYTES = 1 << 20
PLACES = 64
_USED, _VALUE, _LENGTH = struct.Struct("=Q"), struct.Struct("=d"), struct.Struct("=I")


class Figure(NamedTuple):
    """What is counted: a name, and what tells its figures apart."""

    name: str
    labels: tuple[str, ...] = ()


class SharedFigures:
    """Sums by name and labels, over all places."""

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, _BYTES * PLACES)
        self._taken: set[int] = {0}
        self._lock = threading.Lock()
        self._go_to(0)

    def find_place(self) -> int | None:
        """A place for a process that is about to be forked; None where there are no more, and it counts for itself."""
        free = next((place for place in range(1, PLACES) if place not in self._taken), None)
        if free is not None:
            self._taken.add(free)
        return free

    def leave(self, place: int | None) -> None:
        """The process of a place has ended. Its figures stay, and the next one goes on with them."""
        if place is not None:
            self._taken.discard(place)

    def take(self, place: int | None) -> None:
        """From here on this process counts in its place."""
        if place is None:
            self._memory = mmap.mmap(-1, _BYTES * PLACES)
        self._lock = threading.Lock()
        self._go_to(place or 0)

    def add(self, *counted: tuple[Figure, float]) -> None:
        """Adds to figures. One for which there is no room any more is not counted."""
        with self._lock:
            for figure, amount in counted:
                at = self._at.get(figure) or self._made(figure)
                if at is not None:
                    value = _VALUE.unpack_from(self._memory, at)[0]
                    _VALUE.pack_into(self._memory, at, value + amount)

    def totals(self) -> dict[Figure, float]:
        """Every figure, summed over all processes, living or not."""
        found: dict[Figure, float] = {}
        for place in range(PLACES):
            for figure, at in self._read(place):
                found[figure] = found.get(figure, 0.0) + _VALUE.unpack_from(self._memory, at)[0]
        return found

    def _go_to(self, place: int) -> None:
        self._place = place
        self._at = dict(self._read(place))

    def _made(self, figure: Figure) -> int | None:
        """Writes a new figure at nought. Its place's length is written last: who reads meanwhile sees all of it."""
        name = json.dumps([figure.name, *figure.labels]).encode()
        begin = self._place * _BYTES
        used = _USED.unpack_from(self._memory, begin)[0] or _USED.size
        end = used + _LENGTH.size + len(name) + _VALUE.size
        if end > _BYTES:
            return None
        _LENGTH.pack_into(self._memory, begin + used, len(name))
        self._memory[begin + used + _LENGTH.size : begin + end - _VALUE.size] = name
        at = begin + end - _VALUE.size
        _VALUE.pack_into(self._memory, at, 0.0)
        _USED.pack_into(self._memory, begin, end)
        self._at[figure] = at
        return at

    def _read(self, place: int) -> Iterator[tuple[Figure, int]]:
        begin = place * _BYTES
        used = _USED.unpack_from(self._memory, begin)[0]
        at = begin + _USED.size
        while at < begin + used:
            length = _LENGTH.unpack_from(self._memory, at)[0]
            name, *labels = json.loads(self._memory[at + _LENGTH.size : at + _LENGTH.size + length])
            at += _LENGTH.size + length
            yield Figure(name, tuple(labels)), at
            at += _VALUE.size
