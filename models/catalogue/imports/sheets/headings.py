"""Where the headings of a table stand: below titles and notes, in one row or in two. The row whose cells are known best
is theirs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from models.catalogue.imports.formats import goods_formats
from models.catalogue.imports.sheets.layout import bare_heading, plain_heading
from models.catalogue.imports.understanding.plan import TableWay
from models.catalogue.imports.understanding.synonyms import option_of, synonym_of

# So many rows that are not empty are looked at from the top.
HEADING_ROWS = 40
NumberedRow = tuple[int, list[str]]
_NUMBER = re.compile(r"[-+¥￥$€£]?\d[\d.,%]*")
# What stands in rows that are about the table: whether a column must be filled, or what the rows come to.
_HINTS = {
    "必填",
    "选填",
    "可选",
    "非必填",
    "不必填",
    "必须",
    "必选",
    "必填項",
    "必填项",
    "選填",
    "required",
    "optional",
    "recommended",
    "示例",
    "例",
}
_SUMS = re.compile(r"(?:合计|总计|小计|共计|汇总|合計|總計|小計|total|subtotal|grand total)\s*[::]?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Heading:
    """`line` is the row number of the first heading row, 0 for a table without; `last` that of the last; `known` how
    many cells are known headings. `above` is the text of the rows above."""

    line: int
    last: int
    cells: list[str]
    known: int
    above: str = ""


def find_heading(rows: Sequence[NumberedRow], way: TableWay) -> Heading:
    """The headings among the first rows; those of the chosen line where one was chosen."""
    filled = [(line, cells) for line, cells in rows if any(cell.strip() for cell in cells)]
    if not filled:
        return Heading(0, 0, [], 0)
    scores = [score(cells) for _, cells in filled[:HEADING_ROWS]]
    at = scores.index(max(scores))
    if way.heading:
        at = next((place for place, (line, _) in enumerate(filled) if line >= way.heading), at)
    line, cells = filled[at]
    above = "\n".join(" ".join(filter(None, cells)) for _, cells in filled[:at])
    under = filled[at + 1] if at + 1 < len(filled) else None
    two = way.depth == 2 if way.depth else under is not None and _is_second(cells, under[1], scores[at])
    if under is None or not two:
        return Heading(line, line, _trimmed(cells), scores[at], above)
    joined = [_joined(*pair) for pair in _paired(cells, under[1])]
    return Heading(line, under[0], _trimmed(joined), max(scores[at], score(joined)), above)


def score(header: Sequence[str]) -> int:
    """How many of these headers are known: tells the right separator, sheet and row."""
    return sum(_is_known(text) for text in header)


def is_aside(cells: Sequence[str]) -> bool:
    """Whether a row is a note about the table: a comment, hints how to fill it, or a sum."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    if not filled:
        return False
    first = filled[0]
    if first.startswith("#") and (first.startswith("# ") or all(cell.startswith("#") for cell in filled)):
        return not first.startswith("#N/A")
    if all(cell.casefold().strip("()（）*") in _HINTS for cell in filled):
        return True
    return bool(_SUMS.fullmatch(first)) and all(_NUMBER.fullmatch(cell) for cell in filled[1:])


@cache
def _is_known(text: str) -> bool:
    name = plain_heading(text)
    formats = goods_formats().values()
    if not name or len(name) > 60:
        return False
    if any(name in one.names or (one.attribute and one.attribute.fullmatch(name)) for one in formats):
        return True
    return bool(synonym_of(bare_heading(text)) or option_of(bare_heading(text)))


def _is_second(first: Sequence[str], second: Sequence[str], known: int) -> bool:
    """Whether a row names the columns once more, or more closely."""
    cells = [(upper.strip(), lower.strip()) for upper, lower in _paired(first, second) if lower.strip()]
    more = [lower for upper, lower in cells if lower != upper]
    told = score(more)
    strange = [lower for lower in more if not _is_known(lower)]
    if any(_NUMBER.fullmatch(lower) for lower in strange):
        return False
    return told > 0 and (not strange or (told >= 3 and told * 3 >= known))


def _joined(upper: str, lower: str) -> str:
    upper, lower = upper.strip(), lower.strip()
    if not lower or lower == upper:
        return upper
    closer = _is_known(lower) and (not _is_known(upper) or option_of(bare_heading(upper)))
    return lower if not upper or closer else upper


def _paired(first: Sequence[str], second: Sequence[str]) -> list[tuple[str, str]]:
    width = max(len(first), len(second))
    return list(zip([*first, *[""] * (width - len(first))], [*second, *[""] * (width - len(second))], strict=True))


def _trimmed(cells: Sequence[str]) -> list[str]:
    kept = list(cells)
    while kept and not kept[-1].strip():
        kept.pop()
    return kept
