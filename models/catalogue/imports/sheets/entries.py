"""What a goods file says, once read: goods with their SKUs, and problems. Plain values; no database here."""

from dataclasses import dataclass

from models.kernel.money import Money

# What one file, one goods and one cell may hold. A file past the first three is refused whole; the rest are problems.
GOODS_FILE_BYTES = 64 * 1024 * 1024
FILE_ROWS = 200_000
CELL = 2_000
DESCRIPTION = 50_000
# As long as Shopify lets them be.
HANDLE = 255
TITLE = 255
CATEGORY = 80
OPTION = 100
STOCK = 1_000_000
COMMISSION_BP = 9_000


@dataclass(frozen=True, slots=True)
class SkuEntry:
    """One SKU. `stock` None means "keep what is there"; `commission_bp` None means "as the category says"; without
    `weight_grams` its weight is not known."""

    code: str
    options: tuple[str, ...]
    price: Money
    stock: int | None
    commission_bp: int | None
    was: Money | None
    barcode: str
    line: int
    weight_grams: int | None = None


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
    # What was read otherwise than it stands in the file: each says where and how.
    said: tuple["Problem", ...] = ()
    brand: str = ""
    limit_per_buyer: int | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """One bad cell. `line` is the row number a spreadsheet program shows (the header is 1), `column` the header as the
    file writes it, `reason` a msgid with `params`, `value` what stood there, `of` the first line of its goods."""

    line: int
    column: str
    reason: str
    params: dict[str, object]
    value: str
    of: int = 0
