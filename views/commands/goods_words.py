"""What import-goods prints: how a file is understood, and what loading it left out."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from models.catalogue.imports.formats import format_named
from models.catalogue.imports.left_out import left_groups
from models.catalogue.imports.looks import Look
from models.catalogue.imports.sheets import Problem, sentence
from models.catalogue.imports.sheets.entries import GoodsEntry
from models.catalogue.imports.understanding.encodings import ENCODING_NAMES
from models.catalogue.imports.understanding.plan import YUAN, Plan
from models.kernel.said import tell

# How each kind of doubt is answered at the command line.
HINTS = {
    "encoding": "--encoding",
    "columns": "--map COLUMN=MEANING",
    "currency": "--currency USD=7.12, or CNY",
    "decimal": "--decimal comma, or point",
}
_GOODS = 5


def preview_lines(seen: Look, say: Callable[[str], str]) -> Iterator[str]:
    """How a file is understood, line by line."""
    found, plan = seen.found, seen.found.plan
    yield f"layout: {say(format_named(plan.format).words)} ({plan.format})"
    yield from _way_lines(seen)
    for at, text in enumerate(found.header):
        meaning = plan.meanings[at] if at < len(plan.meanings) else ""
        yield f"column {text.strip() or '?'}: {meaning or '(not read)'}"
    yield f"goods are known by: {plan.known_by}"
    yield _money_line(plan)
    empty = "kept as it is" if plan.empty_stock is None else f"{plan.empty_stock} pieces"
    yield f"empty stock: {empty}; stock that is not counted: {plan.uncounted_stock} pieces"
    for words, slug in plan.categories.items():
        yield f"category {words}: {slug or '(none)'}"
    for one in seen.goods[:_GOODS]:
        yield from _goods_lines(one, say)
    for doubt in found.doubts:
        yield f"to be answered: {tell(doubt.refusal().said, say)} ({HINTS[doubt.about]})"


def left_out_lines(left_out: Mapping[str, Any], say: Callable[[str], str]) -> Iterator[str]:
    """What loading left out, or did otherwise than the file says."""
    if left_out.get("columns"):
        yield f"not read: {', '.join(left_out['columns'])}"
    for line, text in left_out.get("rows", ()):
        yield f"line {line}: skipped, a note: {text}"
    for group in left_groups(left_out):
        yield f"{say(group.words)}: {group.count}"
        for one in group.rows:
            where = f"line {one.line}, {one.column}" if one.column else f"line {one.line}"
            yield f"  {where}: {one.value and f'{one.value}: '}{sentence(one, say)}"
        if group.more:
            yield f"  and {group.more} more like these"


def _way_lines(seen: Look) -> Iterator[str]:
    found, way = seen.found, seen.found.plan.way
    if way.encoding:
        others = [
            ENCODING_NAMES.get(one.encoding, one.encoding) for one in found.readings if one.encoding != way.encoding
        ]
        beside = f" (or {', '.join(others)})" if others else ""
        yield f"encoding: {ENCODING_NAMES.get(way.encoding, way.encoding)}{beside}"
    if found.sheets:
        yield f"sheet: {way.sheet + 1} {found.sheets[way.sheet]}"
    rows = f"{way.heading} and {way.heading + 1}" if way.depth == 2 else str(way.heading)
    yield f"headings: row {rows}"


def _money_line(plan: Plan) -> str:
    if plan.currency == YUAN:
        return "prices: yuan"
    return f"prices: {plan.currency or '?'}, one is {plan.rate or '?'} yuan"


def _goods_lines(one: GoodsEntry | Problem, say: Callable[[str], str]) -> Iterator[str]:
    if isinstance(one, Problem):
        yield f"line {one.line}, {one.column}: {sentence(one, say)}"
        return
    yield f"goods {one.handle}: {one.title} [{one.category}], pictures: {len(one.pictures)}"
    for sku in one.skus:
        stock = "-" if sku.stock is None else sku.stock
        yield f"  {sku.code} {' / '.join(sku.options)} ¥{sku.price.yuan}, stock {stock}"
