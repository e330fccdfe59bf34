"""How a setting is declared: once, beside what it changes, in the annotation of a field that has a default.

    pick_limit: Annotated[int, Field(ge=1), Setting(PICKS, N_("一家店最多选多少件"))] = 1000

Type, default and range are the field's own. Everything else follows from it: its variable in the environment
(config.py), the value that rules or providers get, and its row in README.md and README.zh-CN.md
(views/commands/settings.py). Rules are declared in models/kernel/rules/, what a provider needs in its folder, what
the program itself needs in config.py.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from typing import Annotated, Any, Literal, get_type_hints

from pydantic import BeforeValidator, Field

# The shortest RSA public key takes more characters than any sensible path.
LONGEST_PATH = 250


@dataclass(frozen=True, slots=True)
class Setting:
    """`subject` and `words` are msgids: under which heading it stands, and what it is, in one sentence. `unset` says
    what holds where it is empty. `choices` are the words it may hold, where its type does not say. `restart`: whether a
    change takes effect only when the program starts; rules are asked for with each request and job. `at_desk` is the
    sentence where units and choices have controls of their own; `named` are msgids for its choices there."""

    subject: str
    words: str
    unset: str = ""
    choices: tuple[str, ...] = ()
    restart: bool = True
    at_desk: str = ""
    named: Mapping[str, str] = field(default_factory=dict)


# What a number counts, where people type it: fen as yuan, basis points as per cent.
Unit = Literal["day", "hour", "minute", "second", "fen", "rate"]


@dataclass(frozen=True, slots=True)
class Measured:
    """Stands in the annotation of a number that has a unit."""

    unit: Unit


@dataclass(frozen=True, slots=True)
class WebAddress:
    """Stands in the annotation of a setting that is an address, of one of these schemes, with a host. One that is
    `guarded` must be https in production; one that is `bare` has neither path nor query."""

    schemes: tuple[str, ...] = ("http", "https")
    guarded: bool = False
    bare: bool = False


def declaration_in(metadata: Iterable[Any]) -> Setting | None:
    """The declaration among what an annotation says."""
    return next((one for one in metadata if isinstance(one, Setting)), None)


def declared(kind: type[Any]) -> dict[str, tuple[Any, Any]]:
    """Annotation and default of each field of a dataclass that is declared as a setting."""
    hints = get_type_hints(kind, include_extras=True)
    found = {one.name: (hints[one.name], one.default) for one in fields(kind)}
    settings = {name: one for name, one in found.items() if declaration_in(getattr(one[0], "__metadata__", ()))}
    assert MISSING not in [default for _, default in settings.values()], f"a setting of {kind} has no default"
    return settings


def _parts(value: Any) -> Any:
    """A list as people write one in a variable: "cod,alipay"."""
    return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value


def _secrets(value: Any) -> Any:
    """Secrets in one variable: with commas or space between them, or as a list of JSON where one holds such a sign."""
    if not isinstance(value, str):
        return value
    if value.strip().startswith("["):
        found = json.loads(value)
        if not all(isinstance(one, str) for one in found):
            raise ValueError("a list of texts is meant")
        return tuple(one for one in found if one)
    return tuple(one for one in re.split(r"[,\s]+", value) if one)


def _kept_in_file(value: Any) -> Any:
    """A key as people give one: itself, or the path of the file that holds it."""
    text = value.strip() if isinstance(value, str) else ""
    if not text or "-----BEGIN" in text or len(text) > LONGEST_PATH:
        return text
    try:
        return Path(text).read_text()
    except (OSError, UnicodeDecodeError):
        raise ValueError("neither a key nor a file that can be read") from None


# What is not shown: by nobody's repr, in no complaint.
Secret = Annotated[str, Field(repr=False)]
Secrets = Annotated[tuple[str, ...], BeforeValidator(_secrets), Field(repr=False)]
Key = Annotated[str, BeforeValidator(_kept_in_file), Field(repr=False)]
Listed = Annotated[tuple[str, ...], BeforeValidator(_parts)]
# Amounts and spans: an upper end that nobody misses, so that no date or sum runs over.
Days = Annotated[int, Field(ge=1, le=3650), Measured("day")]
Hours = Annotated[int, Field(ge=1, le=8760), Measured("hour")]
Minutes = Annotated[int, Field(ge=1, le=43_200), Measured("minute")]
Fen = Annotated[int, Field(ge=0, le=1_000_000_000), Measured("fen")]
