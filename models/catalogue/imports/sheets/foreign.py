"""What the exports of other programs have in common: they are read leniently, since nobody filled them in by hand."""

import re
from collections.abc import Sequence

from models.catalogue.imports.sheets import cells
from models.catalogue.imports.sheets.entries import CATEGORY
from models.catalogue.imports.sheets.notes import Notes, Row
from models.catalogue.imports.understanding.money import price_by
from models.kernel.errors import N_, Refused
from models.kernel.money import Money
from models.kernel.reading.numbers import ROUNDED


def lenient_barcode(value: str) -> str:
    """A GTIN, or nothing where the shop keeps codes of its own there."""
    try:
        return cells.barcode(value)
    except Refused:
        return ""


def barcode_of(row: Row, notes: Notes) -> str:
    """The row's GTIN, or nothing. That a spreadsheet rounded it, or that it is a code of the shop's own, is said: no
    buyer needs it, so the goods is not left out for it."""
    written = notes.text(row, "barcode")
    if ROUNDED.fullmatch(written):
        notes.say(row, "barcode", N_("条码被表格软件改写过，后几位已经丢了，没有收"))
        return ""
    found = lenient_barcode(written) if written else ""
    if written.strip("'0- ") and not found:
        notes.say(row, "barcode", N_("这不是商品条码，没有收"))
    return found


def addresses(value: str) -> tuple[str, ...]:
    """The addresses of pictures in a cell: one after another, or parted by commas; a comma inside one stays."""
    parts = re.split(r"(?<![\s,|])[\s,|]++(?=https?://)", value.strip())
    return tuple(dict.fromkeys(part.strip(", \r\n\t") for part in parts if part.startswith(("http://", "https://"))))


def last_steps(path: str) -> str:
    """A category out of a path as others write it, "Apparel > Jewelry > Rings": its last two steps, by our sign."""
    steps = [" ".join(step.split()) for step in path.split(">") if step.strip()]
    return "/".join(steps[-2:])[:CATEGORY]


def pair_of_prices(
    row: Row, notes: Notes, usual: str, sale: str, *, on_sale: bool
) -> tuple[Money | None, Money | None]:
    """(price, price before) where a row has the usual price and one for a while. Each wrong cell is noted."""
    before = notes.price(row, usual, None)
    if not on_sale or not notes.text(row, sale):
        return before, None
    now = _or_nothing(row, notes, sale)
    if now is None or (before is not None and now >= before):
        return before if before is not None else now, None
    return now, before


def _or_nothing(row: Row, notes: Notes, name: str) -> Money | None:
    """A price for a while; 0 means that there is none."""
    if re.fullmatch(r"[0.,\s]+[A-Za-z]{0,3}", notes.text(row, name)):
        return None
    return notes.price(row, name, None)


def uncounted(row: Row, notes: Notes) -> int:
    """The pieces of what the file does not count; said, since the number is ours."""
    pieces = notes.layout.plan.uncounted_stock
    notes.say(row, "stock", N_("文件里不计库存，按 %(pieces)d 件装"), pieces=pieces)
    return pieces


def shared_barcode(barcodes: Sequence[str]) -> str:
    """The goods' own barcode: the one that all its SKUs have."""
    found = set(barcodes)
    return found.pop() if len(found) == 1 else ""


def price_or_zero(notes: Notes, row: Row, name: str) -> Money:
    """A price whose fault is nobody's business here."""
    try:
        return price_by(notes.layout.plan, notes.text(row, name) or "0", notes.text(row, "currency"))
    except Refused:
        return Money(0)
