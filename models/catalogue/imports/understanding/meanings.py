"""What each column of a file means, found by its heading: exactly as the layout writes it, else by everyday words."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from models.catalogue.imports.formats import GoodsFormat
from models.catalogue.imports.sheets.layout import ATTRIBUTE_OF, NOTES, OPTION_OF, bare_heading, plain_heading
from models.catalogue.imports.understanding.plan import KnownBy
from models.catalogue.imports.understanding.synonyms import option_of, synonym_of
from models.kernel.text import one_line

_MOST_OPTIONS = 3
_NAME = 40
# What "规格1值" and "Option 2 value" say beside the name.
_NUMBER = re.compile(r"(?<!\s)\s*+[123]\s*+(?:值|value)?$", re.IGNORECASE)


@dataclass(slots=True)
class Meanings:
    """`found` has one meaning a column. `twice` are pairs of columns that would mean the same: of those the first that
    was certain counts. `known_by` is what rows of one goods are known by."""

    found: list[str]
    twice: list[tuple[int, int]] = field(default_factory=list)
    known_by: KnownBy = "handle"


def meanings_of(header: Sequence[str], chosen: GoodsFormat, rows: Sequence[Sequence[str]] = ()) -> Meanings:
    """Meanings by the headings; `rows` are some of those below, which decide where the headings leave it open."""
    found = [_exact(text, chosen) for text in header]
    certain = set(filter(None, found))
    if chosen.loose:
        for at, text in enumerate(header):
            found[at] = found[at] or _loose(text, certain)
    meanings = Meanings(found)
    _once_each(meanings, chosen, {at for at, text in enumerate(header) if _exact(text, chosen)})
    _options(found, header)
    if chosen.loose:
        meanings.known_by = _known_by(found, rows)
    return meanings


def _exact(text: str, chosen: GoodsFormat) -> str:
    if text.strip() in NOTES:
        return ""
    name = chosen.names.get(plain_heading(text))
    if name:
        return name
    attribute = chosen.attribute and chosen.attribute.fullmatch(unicodedata.normalize("NFKC", text).strip("* \ufeff"))
    return f"{ATTRIBUTE_OF}{attribute[1].strip()}" if attribute else ""


def _loose(text: str, certain: set[str]) -> str:
    bare = bare_heading(text)
    name = synonym_of(bare)
    if name:
        return "" if name in certain and name != "pictures" else name
    return f"{OPTION_OF}{one_line(bare_of(text))[:_NAME]}" if option_of(bare) else ""


def bare_of(text: str) -> str:
    """A heading as it is written, without what stands in brackets: the name that an option gets of it."""
    written = unicodedata.normalize("NFKC", text).strip("* \ufeff")
    bare = bare_heading(text)
    at = written.casefold().find(bare)
    return written[at : at + len(bare)] if at >= 0 else bare


def _once_each(meanings: Meanings, chosen: GoodsFormat, exact: set[int]) -> None:
    """Leaves each meaning to one column, unless it may have several."""
    first: dict[str, int] = {}
    for at in [*sorted(exact), *(at for at in range(len(meanings.found)) if at not in exact)]:
        meaning = meanings.found[at]
        if not meaning or meaning in chosen.several or meaning.startswith(OPTION_OF):
            continue
        if meaning in first:
            meanings.twice.append((first[meaning], at))
            meanings.found[at] = ""
        first.setdefault(meaning, at)


def _options(found: list[str], header: Sequence[str]) -> None:
    """Values of options whose names stand nowhere are named by their heading; those past the third are left."""
    for at, meaning in enumerate(found):
        if meaning.startswith("option") and meaning.endswith("_value") and f"{meaning[:7]}_name" not in found:
            bare = bare_of(header[at])
            found[at] = f"{OPTION_OF}{_NUMBER.sub('', one_line(bare))[:_NAME] or bare}"
    fixed = sum(meaning.startswith("option") and meaning.endswith("_value") for meaning in found)
    seen: set[str] = set()
    for at, meaning in enumerate(found):
        if not meaning.startswith(OPTION_OF):
            continue
        if meaning in seen or fixed + len(seen) >= _MOST_OPTIONS:
            found[at] = ""
        seen.add(meaning)


def _known_by(found: list[str], rows: Sequence[Sequence[str]]) -> KnownBy:
    if "handle" in found or "title" not in found:
        return "handle"
    if "sku" not in found:
        return "title"
    # One title on several rows that options tell apart: those are one goods, whatever codes its pieces have.
    at = found.index("title")
    titles = [row[at].strip() for row in rows if at < len(row) and row[at].strip()]
    variants = any(meaning.startswith("option") for meaning in found)
    return "title" if variants and len(set(titles)) < len(titles) else "sku"
