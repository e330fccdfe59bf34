"""What both layouts say about the SKUs of one goods: their codes, and that no two are alike."""

from collections.abc import Sequence

from models.catalogue.goods.limits import SKUS
from models.catalogue.imports.sheets.entries import SkuEntry
from models.catalogue.imports.sheets.groups import Group
from models.catalogue.imports.sheets.notes import Notes, Row
from models.kernel.errors import N_
from models.kernel.money import Money

OPTIONS = (1, 2, 3)
# Stands in for a price that was not readable, in an entry that will not be yielded.
NOTHING = Money(0)


def check_skus(group: Group, rows: Sequence[Row], skus: Sequence[SkuEntry], notes: Notes) -> None:
    """Notes too many SKUs, rows of one goods that stand apart, and options or codes that repeat."""
    if group.scattered:
        notes.add(group.rows[0], "handle", N_("同一个商品编号的行要排在一起，这个编号在文件里分成了几处"))
    if group.endless or len(rows) > SKUS:
        notes.add(rows[min(SKUS, len(rows) - 1)], "handle", N_("一件商品最多 %(most)d 个规格"), most=SKUS)
    options: dict[tuple[str, ...], int] = {}
    codes: dict[str, int] = {}
    for row, sku in zip(rows, skus, strict=True):
        if not sku.options and options:
            notes.add(row, "option1_value", N_("同一件商品有好几行，要用规格区分，例如“颜色：红”"))
        elif options.setdefault(sku.options, row.line) != row.line:
            notes.add(row, "option1_value", N_("和第 %(line)d 行的规格一样"), line=options[sku.options])
        elif codes.setdefault(sku.code, row.line) != row.line:
            notes.add(row, "sku", N_("和第 %(line)d 行的规格编号一样"), line=codes[sku.code])
