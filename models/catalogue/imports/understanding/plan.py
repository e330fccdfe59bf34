"""How a file is read, as plain values: found by looking, put right by a person, kept with the run and remembered."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Literal, Self

YUAN = "CNY"
# Pieces that a SKU gets whose stock the file says is not counted. It has to be a number: stock is taken piece by piece.
UNCOUNTED = 999
# The sign before the parts of a unit in prices.
DecimalSign = Literal[".", ","]
# What rows of one goods are known by.
KnownBy = Literal["handle", "sku", "title"]


@dataclass(frozen=True, slots=True)
class TableWay:
    """How the table is got out of the bytes; what is empty, 0 or below is found anew. `heading` is the line of the
    first heading row, `depth` how many there are."""

    encoding: str = ""
    separator: str = ""
    sheet: int = -1
    heading: int = 0
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """`meanings` has one meaning for each column, "" for one that is not read. `rate` is what one unit of `currency` is
    in yuan, as typed; `decimal` is the sign before the parts of a unit. `empty_stock` None keeps what is there.
    `categories` are the file's words for categories under our slugs ("" for none). `day` is today, for prices that hold
    from and until a day."""

    way: TableWay = field(default_factory=TableWay)
    format: str = ""
    meanings: tuple[str, ...] = ()
    known_by: KnownBy = "handle"
    currency: str = YUAN
    rate: str = "1"
    decimal: DecimalSign = "."
    empty_stock: int | None = None
    uncounted_stock: int = UNCOUNTED
    categories: Mapping[str, str] = field(default_factory=dict)
    day: str = ""

    def as_json(self) -> dict[str, Any]:
        """For the column that keeps it."""
        return asdict(self) | {"meanings": list(self.meanings), "categories": dict(self.categories)}

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> Self:
        """What as_json kept; facts that it does not know yet are as they are by default."""
        known = {one.name for one in fields(cls)}
        facts = {name: value for name, value in kept.items() if name in known}
        facts["way"] = TableWay(**facts.get("way", {}))
        facts["meanings"] = tuple(facts.get("meanings", ()))
        return cls(**facts)
