"""How goods may answer what a category asks of them: one file each, with a cell of the supplier's form beside it
(templates/supply/goods/attribute_types/<name>.html). Its CHECK in the database is written from these files."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from models.kernel.kinds import kinds_in


@dataclass(frozen=True, slots=True)
class AttributeType:
    """`words` is its name for people, a msgid; `place` its rank among the types. `settle` looks at the choices that an
    operator wrote, and raises Refused where the type cannot do with them. `read` takes the attribute's name, its
    choices and what was typed, and gives the answer as it is kept and shown; it raises Refused for one that is none."""

    name: str
    place: int
    words: str
    takes_choices: bool
    settle: Callable[[Sequence[str]], None]
    read: Callable[[str, Sequence[str], str], str]


def attribute_types() -> dict[str, AttributeType]:
    """Every type by name, in the order of their places."""
    return kinds_in(__name__, "TYPE")


def type_meant(name: str, choices: Sequence[str]) -> AttributeType:
    """The type of that name. Where none is named, or one that has no use for the choices that were written, the first
    that has: who writes choices wants them to be chosen from."""
    known = attribute_types()
    named = known.get(name)
    if named is not None and (named.takes_choices or not choices):
        return named
    return next(attribute_type for attribute_type in known.values() if attribute_type.takes_choices == bool(choices))
