"""How many pieces WooCommerce says there are, and whether its price for a while holds."""

import re

from models.catalogue.imports.sheets import cells
from models.catalogue.imports.sheets.foreign import uncounted
from models.catalogue.imports.sheets.notes import Notes, Row
from models.kernel.errors import N_


def pieces_of(row: Row, owner: Row, notes: Notes, among: int) -> int | None:
    """Pieces of one SKU. What is in stock and not counted is not sold out; those of the `owner` that `among` so many
    SKUs share are dealt out."""
    written = notes.text(owner, "stock")
    state = notes.text(row, "in_stock").casefold() or "1"
    backorders = notes.text(row, "backorders").casefold() in ("1", "notify", "yes") or state == "backorder"
    if not written:
        return 0 if state in ("0", "no", "false") and not backorders else uncounted(row, notes)
    if re.fullmatch(r"-\d{1,9}(\.0+)?", written):
        return uncounted(row, notes) if backorders else 0
    pieces = notes.read(owner, "stock", cells.stock, 0)
    if not pieces and backorders:
        return uncounted(row, notes)
    if among > 1:
        notes.say(row, "stock", N_("几个规格共用 %(pieces)d 件库存，按规格平分了"), pieces=pieces)
    return pieces // among


def is_on_sale(row: Row, notes: Notes) -> bool:
    """Whether the price for a while holds today."""
    day = notes.layout.plan.day
    begins, ends = notes.text(row, "sale_from")[:10], notes.text(row, "sale_to")[:10]
    return not day or ((not begins or begins <= day) and (not ends or day <= ends))
