"""What a goods file says, once read: goods with their SKUs, and problems. Plain values; no database here."""

from dataclasses import dataclass

from models.kernel.money import Money

# What one file, one goods and one cell may hold. A file past the first three is refused whole; the rest are problems.
GOODS_FILE_BYTES = 64 * 1024 * 1024
FILE_ROWS = 200_000
CELL = 2_000
DESCRIPTION = 50_000
HANDLE = 80
TITLE = 120
CATEGORY = 80
OPTION = 40
STOCK = 1_000_000
COMMISSION_BP = 9_000


@dataclass(frozen=True, slots=True)
class SkuEntry:
    """One SKU. `stock` None means "keep what is there"; `commission_bp` None means "as the category says"."""

    code: str
    options: tuple[str, ...]
    price: Money
    stock: int | None
    commission_bp: int | None
    was: Money | None
    barcode: str
    line: int


@dataclass(frozen=True, slots=True)
class GoodsEntry:
    """One goods, all of whose rows are good. `pictures` are URLs or names of files in the zip that came along;
    `description` is sanitised HTML; `category` is the file's own words ("slug", "name" or "root/child", may be "")."""

    handle: str
    title: str
    description: str
    category: str
    attributes: dict[str, str]
    option_names: tuple[str, ...]
    skus: tuple[SkuEntry, ...]
    pictures: tuple[str, ...]
    barcode: str
    line: int
    submit: bool
    declared_price: Money | None
    declared_commission_bp: int | None


@dataclass(frozen=True, slots=True)
class Problem:
    """One bad cell. `line` is the row number a spreadsheet program shows (the header is 1), `column` the header as the
    file writes it, `reason` a msgid with `params`, `value` what stood there."""

    line: int
    column: str
    reason: str
    params: dict[str, object]
    value: str
