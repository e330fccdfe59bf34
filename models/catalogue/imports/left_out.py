"""What the loading of a file left out, or did otherwise than the file says: gathered while loading, kept on the run."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from models.catalogue.imports.sheets.entries import GoodsEntry, Problem
from models.catalogue.imports.sheets.notes import Row
from models.kernel.errors import N_

# So many of a kind are kept one by one; the others are counted.
MOST_SAID, _MOST_COLUMNS, _TEXT = 200, 200, 80
LeftKind = Literal["said", "proposed", "withdrawn", "uncategorised", "announced"]
# What is told apart, in the order in which it is told.
LEFT_WORDS: dict[LeftKind, str] = {
    "proposed": N_("送去审核的改动"),
    "announced": N_("公告了的佣金下调"),
    "withdrawn": N_("撤下的规格"),
    "uncategorised": N_("没有类目的商品"),
    "said": N_("读得和文件写的不一样"),
}


@dataclass(frozen=True, slots=True)
class LeftGroup:
    """All of one kind: how many there were, and the first of them."""

    kind: LeftKind
    words: str
    count: int
    rows: tuple[Problem, ...]

    @property
    def more(self) -> int:
        """How many are only counted."""
        return max(0, self.count - len(self.rows))


class LeftOut:
    """`columns` not read, `rows` that are notes, and by its kind what was told of goods that were loaded. Goes on with
    what a run has, so that a run that died loses nothing of it."""

    def __init__(self, kept: Mapping[str, Any]) -> None:
        self._columns: list[str] = list(kept.get("columns", ()))
        self._rows: list[list[object]] = list(kept.get("rows", ()))
        self._told: dict[LeftKind, list[list[object]]] = {kind: list(kept.get(kind, ())) for kind in LEFT_WORDS}
        self._counts: dict[LeftKind, int] = {kind: kept.get(f"{kind}_count", 0) for kind in LEFT_WORDS}

    def forget(self) -> None:
        """Begins anew with the goods; the columns stay."""
        self._rows = []
        self._told, self._counts = {kind: [] for kind in LEFT_WORDS}, dict.fromkeys(LEFT_WORDS, 0)

    def columns(self, names: Sequence[str]) -> None:
        """The headings that are not read."""
        self._columns = [name[:_TEXT] for name in names[:_MOST_COLUMNS]]

    def rows(self, asides: Sequence[Row]) -> None:
        """The rows that are notes about the table."""
        self._rows = [[row.line, " ".join(filter(None, row.cells))[:_TEXT]] for row in asides]

    def hear(self, entry: GoodsEntry) -> None:
        """What was said of one goods while it was read."""
        for one in entry.said:
            self.tell("said", one)

    def tell(self, kind: LeftKind, one: Problem) -> None:
        """What became of goods while they were written. `value` is what they are called."""
        self._counts[kind] += 1
        if len(self._told[kind]) < MOST_SAID:
            self._told[kind].append([one.line, one.column[:_TEXT], one.reason, one.params, one.value[:_TEXT]])

    def as_json(self) -> dict[str, Any]:
        """For the column that keeps it."""
        told: dict[str, Any] = {kind: list(rows) for kind, rows in self._told.items() if rows}
        counts = {f"{kind}_count": count for kind, count in self._counts.items() if count}
        return {"columns": self._columns, "rows": self._rows, **told, **counts}


def left_groups(kept: Mapping[str, Any]) -> Iterator[LeftGroup]:
    """What a run keeps of it, kind by kind; those of which there is nothing are left away."""
    for kind, words in LEFT_WORDS.items():
        rows = tuple(
            Problem(line, column, reason, params, next(iter(value), ""))
            for line, column, reason, params, *value in kept.get(kind, ())
        )
        if rows:
            yield LeftGroup(kind, words, kept.get(f"{kind}_count", len(rows)), rows)
