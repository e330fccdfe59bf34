"""Two people edit one thing from the same page: what each of them touched is kept, and what both touched is a clash."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Merged(Generic[Value]):
    """`values` by name, as they should be saved; `kept` names those that others changed and this person did not;
    `clashes` those that both changed to something different, where `values` has what was sent."""

    values: Mapping[str, Value]
    kept: frozenset[str]
    clashes: frozenset[str]


def merged(shown: Mapping[str, Value], sent: Mapping[str, Value], today: Mapping[str, Value]) -> Merged[Value]:
    """What a form means that was `shown` one version, was `sent` with others' changes missing, and meets what stands
    `today`. A name that was not shown is taken as sent; one that came up since, and was not asked for, stays."""
    values = {name: value for name, value in today.items() if name not in sent and name not in shown}
    kept, clashes = set(), set()
    for name, value in sent.items():
        is_touched = name not in shown or value != shown[name]
        is_overtaken = name in shown and (name not in today or today[name] != shown[name])
        if is_touched and is_overtaken and not (name in today and today[name] == value):
            clashes.add(name)
        if is_touched or not is_overtaken:
            values[name] = value
            continue
        kept.add(name)
        if name in today:
            values[name] = today[name]
    return Merged(values, frozenset(kept), frozenset(clashes))
