"""Hostile strings for a pattern, made from what it says: long runs of each kind of letter that it tells apart, of every
two of them in turns, and of what it would match, cut short; each ended by something that spoils the match."""

import re
import resource
import string
import sys
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from multiprocessing.connection import Connection
from time import perf_counter
from typing import Any

from tests.given.processes import SERVER

# The library keeps how it reads a pattern to itself.
_compiler, _constants, _parser = (import_module(f"re.{name}") for name in ("_compiler", "_constants", "_parser"))


CANDIDATES = "a0 \n\tAzZ9_-.,:;/()[]<>{}\"'`@%+*#!?=&|\\~^$\x00中０３٣\u3000\u200b元号é县（「" + string.printable
SINGLE = (_constants.LITERAL, _constants.NOT_LITERAL, _constants.IN, _constants.ANY)
MOST_KINDS, MOST_HEADS = 14, 40
SOME, SIZE = 3, 4_000
# In this part of a second nothing with a square in it reads SIZE letters: what takes longer is looked at closely.
QUICK = 0.001
SEARCHES = {"search", "sub", "subn", "findall", "finditer", "split"}


def kinds(pattern: str, flags: int = 0) -> list[str]:
    """One letter of each kind that the pattern tells apart, and one that it knows nothing of."""
    tree = _parser.parse(pattern, flags)
    singles = [_compiler.compile(_parser.SubPattern(tree.state, [node])) for node in _singles(tree)]
    literals = [chr(node[1]) for node in _singles(tree) if node[0] is _constants.LITERAL]
    seen: dict[tuple[bool, ...], str] = {}
    for letter in [*CANDIDATES, *literals]:
        seen.setdefault(tuple(single.match(letter) is not None for single in singles), letter)
    return sorted(seen.values(), key=lambda letter: -sum(s.match(letter) is not None for s in singles))[:MOST_KINDS]


def hostile(pattern: str, flags: int = 0) -> Iterator[Callable[[int], str]]:
    """Strings, each told how long it is to be."""
    letters = kinds(pattern, flags)
    samples = list(dict.fromkeys(sample(pattern, flags, turn=turn) for turn in range(SOME)))
    heads = list(dict.fromkeys(made[:cut] for made in samples for cut in range(1, len(made) + 1)))[:MOST_HEADS]
    pairs = [one + other for one in letters for other in letters if one != other]
    for unit in (*letters, *pairs, *heads):
        for end in ("", "\x00", "b"):
            yield partial(_run, "", unit, end)
    for pair in pairs:
        yield partial(_two, pair)
    for head in heads:
        for letter in letters:
            yield partial(_run, head, letter, "\x00")
    yield partial(_run, "a", " ", "b")


def _run(head: str, unit: str, end: str, size: int) -> str:
    return head + unit * (size // len(unit)) + end


def _two(pair: str, size: int) -> str:
    return pair[0] * (size // 2) + pair[1] * (size // 2) + "\x00"


def sample(pattern: str, flags: int = 0, *, turn: int = 0) -> str:
    """Something that the pattern matches, or nearly so: its letters, repeated parts a few times, branch by turn."""
    return _said(_parser.parse(pattern, flags), turn)[:60]


def _said(nodes: Any, turn: int) -> str:
    return "".join(_one(node, turn) for node in nodes)


def _one(node: Any, turn: int) -> str:
    kind, value = node
    if kind is _constants.LITERAL:
        return chr(value)
    if kind in (_constants.IN, _constants.NOT_LITERAL, _constants.ANY):
        compiled = _compiler.compile(_parser.SubPattern(_parser.State(), [node]))
        fits = [letter for letter in CANDIDATES if compiled.match(letter)]
        return fits[turn % len(fits)] if fits else _first_of(value)
    if kind is _constants.BRANCH:
        return _said(value[1][turn % len(value[1])], turn)
    if kind is _constants.SUBPATTERN:
        return _said(value[-1], turn)
    if kind in (_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT):
        least, most, inner = value
        return _said(inner, turn) * min(most, max(least, turn))
    if kind is _constants.ATOMIC_GROUP:
        return _said(value, turn)
    return ""


def _first_of(ranges: Any) -> str:
    """A letter of a class none of whose letters are among the candidates."""
    kind, value = ranges[0]
    return chr(value if kind is _constants.LITERAL else value[0]) if kind is not _constants.CATEGORY else ""


def _singles(nodes: Any) -> Iterator[Any]:
    """Every part of the pattern that stands for a single letter."""
    for node in nodes:
        # By identity: the library's names are numbers, and so are the bounds of a repeat.
        if isinstance(node, tuple) and any(node[0] is kind for kind in SINGLE):
            yield node
        elif isinstance(node, tuple | list | _parser.SubPattern):
            yield from _singles(node)


def meet(pattern: str, flags: int, method: str) -> Callable[[str], object]:
    """The pattern as the code uses it, over a whole string."""
    compiled = re.compile(pattern, flags)
    if method in SEARCHES:
        return lambda text: sum(1 for _ in compiled.finditer(text))
    used: Callable[[str], object] = getattr(compiled, method)
    return used


def slow_on(pattern: str, flags: int, methods: set[str], *, seconds: int) -> str:
    """The string for which a child of ours needs more time than it has letters, or any other that takes so many seconds
    of processor; "" where there is none."""
    ours, theirs = SERVER.Pipe(duplex=False)
    child = SERVER.Process(target=_find_slow, args=(pattern, flags, methods, theirs, seconds))
    child.start()
    theirs.close()
    said = "it did not begin"
    try:
        while True:
            said = ours.recv()
    except EOFError:
        child.join()
    return said


def _find_slow(pattern: str, flags: int, methods: set[str], tell: Connection, seconds: int) -> None:
    """Tells which string it tries before it tries it, and "" at last: who is killed has told as well."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    for method in sorted(methods):
        use = meet(pattern, flags, method)
        for string_of in hostile(pattern, flags):
            text = string_of(SIZE)
            tell.send(f"{method} {text[:80]!r} … {text[-3:]!r}")
            if took(use, text, 1) > QUICK and not any(
                _is_straight(use, string_of, 2**n * SIZE) for n in (0, 0, 1, 1, 2, 2, 3, 3)
            ):
                sys.exit(1)
    tell.send("")


def _is_straight(use: Callable[[str], object], string_of: Callable[[int], str], size: int) -> bool:
    """Whether four times as many letters take less than eight times as long; with a square in it, it would be sixteen.
    A machine that does other things besides may say no, so it is asked more than once."""
    return took(use, string_of(4 * size), 3) < 8 * took(use, string_of(size), 3)


def took(use: Callable[[str], object], text: str, times: int) -> float:
    """Seconds, the least of so many: what waits for the processor now and then does not wait each time. The processor's
    own clock ticks only a hundred times a second on some machines."""
    least = float("inf")
    for _ in range(times):
        begun = perf_counter()
        use(text)
        least = min(least, perf_counter() - begun)
    return least
