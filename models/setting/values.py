"""Values as they are kept and read: JSON of the type that the setting's declaration has, and nothing near it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from models.kernel.errors import N_, Refused
from models.kernel.rules import Rules
from models.kernel.setting import declared

UNFIT = N_("这个值不行")


@dataclass(frozen=True, slots=True)
class Fixed:
    """What the program was started with: rules as the environment has them over the defaults, and the names of those
    that it says. Whatever is set at the desk does not touch these."""

    rules: Rules
    names: frozenset[str] = frozenset()


@cache
def adapters() -> dict[str, TypeAdapter[Any]]:
    """What reads each rule's value, by name."""
    return {name: TypeAdapter(annotation) for name, (annotation, _) in declared(Rules).items()}


def kept_value(value: Any) -> str:
    """As it is stored; equal values are equal texts."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def read_value(name: str, kept: str) -> Any:
    """A stored value of this rule. Raises Refused where the rule cannot have it: it was of another type, or in another
    span, in the version that stored it."""
    try:
        value = json.loads(kept)
        return adapters()[name].validate_python(tuple(value) if isinstance(value, list) else value, strict=True)
    except (ValueError, RecursionError):
        raise Refused(name, UNFIT) from None


def checked_value(name: str, value: Any) -> Any:
    """A value that somebody wants, as the rule has it. Raises Refused."""
    return read_value(name, kept_value(value))


def rules_with(rows: Mapping[str, str], fixed: Fixed) -> tuple[Rules, dict[str, str]]:
    """The rules that hold where these values are set; and of rows that do nothing, what is the matter: they are let
    pass, as are unknown variables of the environment."""
    known = {one.name for one in fields(Rules)} & set(adapters())
    values: dict[str, Any] = {}
    idle: dict[str, str] = {}
    for name, kept in rows.items():
        if name not in known:
            idle[name] = "is no setting of this version"
        elif name not in fixed.names:
            try:
                values[name] = read_value(name, kept)
            except Refused:
                idle[name] = f"cannot be {kept} in this version; the default holds"
    return replace(fixed.rules, **values), idle
