"""What all layouts say about the SKUs of one goods: their codes, and that no two are alike."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from models.catalogue.goods.limits import CODE, PICTURES, SKUS
from models.catalogue.imports.sheets.entries import SkuEntry
from models.catalogue.imports.sheets.groups import Group
from models.catalogue.imports.sheets.notes import Notes, Row
from models.kernel.errors import N_
from models.kernel.money import Money

# Stands in for a price that was not readable, in an entry that will not be yielded.
NOTHING = Money(0)


def checked_skus(group: Group, rows: Sequence[Row], skus: Sequence[SkuEntry], notes: Notes) -> tuple[SkuEntry, ...]:
    """The SKUs, those that share a code renamed. Notes too many SKUs, rows of one goods that stand apart, and options
    that repeat."""
    if group.scattered:
        notes.add(group.rows[0], "handle", N_("同一个商品编号的行要排在一起，这个编号在文件里分成了几处"))
    if group.endless or len(rows) > SKUS:
        notes.add(rows[min(SKUS, len(rows) - 1)], "handle", N_("一件商品最多 %(most)d 个规格"), most=SKUS)
    options: dict[tuple[str, ...], int] = {}
    for row, sku in zip(rows, skus, strict=True):
        if not sku.options and options:
            notes.add(row, "option1_value", N_("同一件商品有好几行，要用规格区分，例如“颜色：红”"))
        elif options.setdefault(sku.options, row.line) != row.line:
            notes.add(row, "option1_value", N_("和第 %(line)d 行的规格一样"), line=options[sku.options])
    return _told_apart(rows, skus, notes)


def nine_of(pictures: Iterable[str], row: Row, notes: Notes) -> tuple[str, ...]:
    """The first nine pictures, each once. The others are said to be left out."""
    every = tuple(dict.fromkeys(pictures))
    if len(every) > PICTURES:
        words = N_("一件商品最多 %(most)d 张图片，多出的 %(count)d 张没有收")
        notes.say(row, "pictures", words, most=PICTURES, count=len(every) - PICTURES)
    return every[:PICTURES]


def _told_apart(rows: Sequence[Row], skus: Sequence[SkuEntry], notes: Notes) -> tuple[SkuEntry, ...]:
    """Every code once: the second SKU of a code gets "-2" behind it, the same way each time."""
    taken = {sku.code for sku in skus}
    seen: set[str] = set()
    kept = []
    for row, sku in zip(rows, skus, strict=True):
        if sku.code in seen:
            number = next(n for n in range(2, SKUS + 3) if _with(sku.code, n) not in taken)
            code = _with(sku.code, number)
            notes.say(row, "sku", N_("同一件商品有两个规格用这个编号，这一个改成了 %(code)s"), code=code)
            taken.add(code)
            sku = replace(sku, code=code)
        seen.add(sku.code)
        kept.append(sku)
    return tuple(kept)


def _with(code: str, number: int) -> str:
    tail = f"-{number}"
    return code[: CODE - len(tail)] + tail
