"""What a file wants and may not have, by line and column: words that goods may not say, and too low a commission."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from models.catalogue.goods.change import is_standing
from models.catalogue.goods.forbidden import forbidden_texts
from models.catalogue.goods.goods import Goods
from models.catalogue.goods.look import look_of, texts_in
from models.catalogue.goods.price import listed_rate
from models.catalogue.imports.sheets.entries import GoodsEntry, Problem
from models.kernel.errors import N_
from models.kernel.rules import Rules

if TYPE_CHECKING:
    from models.catalogue.imports.checks import Checked

BELOW_FLOOR = N_("低于类目的佣金下限 %(floor)s。这件在售，原来的佣金率照旧")


def forbidden_cells(
    entry: GoodsEntry, attributes: Mapping[str, str], heading: Callable[[str], str], rules: Rules
) -> Iterator[Problem]:
    """The cells that hold such words, whatever stands already."""
    cells = {place: (line, text) for place, line, text in _cells(entry, attributes) if text}
    for place, why in forbidden_texts(((place, text) for place, (_, text) in cells.items()), rules):
        line, text = cells[place]
        yield Problem(line, heading(place.partition("@")[0]), why.message, why.params, text)


def still_forbidden(cells: Sequence[Problem], goods: Goods | None) -> Sequence[Problem]:
    """Those of them that goods may not say: what approved goods say already was looked at when it was approved."""
    if not cells or goods is None or goods.version is None:
        return cells
    known = texts_in(look_of(goods))
    return [cell for cell in cells if cell.value not in known]


def rates_below_floor(item: "Checked", goods: Goods | None, heading: Callable[[str], str]) -> Iterator[Problem]:
    """The rates below the category's floor, where goods stand on the shelf: written, they would take them off. A rate
    that stands so already, since the floor was raised, is not this file's doing."""
    if goods is None or not is_standing(goods):
        return
    own = item.category_id is None and goods.category is not None
    floor = goods.category.commission_floor_bp if own and goods.category else item.floor_bp
    rates = {sku.code: listed_rate(sku) for sku in goods.skus}
    for sku in item.entry.skus:
        rate = sku.commission_bp
        if rate is not None and rate < floor and rate != rates.get(sku.code):
            params: dict[str, object] = {"floor": f"{floor / 100:g}%"}
            yield Problem(sku.line, heading("commission"), BELOW_FLOOR, params, f"{rate / 100:g}%", item.entry.line)


def _cells(entry: GoodsEntry, attributes: Mapping[str, str]) -> Iterator[tuple[str, int, str]]:
    """What buyers would read: its column, with the line behind "@" where each line says it; its line; its text."""
    yield "title", entry.line, entry.title
    yield "brand", entry.line, entry.brand
    yield "description", entry.line, entry.description
    for name, value in attributes.items():
        yield f"attribute:{name}", entry.line, value
    for place, name in enumerate(entry.option_names, 1):
        yield f"option{place}_name", entry.line, name
    for sku in entry.skus:
        for place, value in enumerate(sku.options, 1):
            yield f"option{place}_value@{sku.line}", sku.line, value
