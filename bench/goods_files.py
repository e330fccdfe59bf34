"""How much of goods files would load right: `python bench/goods_files.py FILE…`, nothing is written anywhere.

Every file is understood as on the page, prices that are not yuan by a rate of 1, and each goods is read. Each SKU is
compared with what Python's own readers find in its row: of a Shopify export title, price, options, counted stock; of
others, tables and feeds alike, title and price."""

import csv
import re
import sys
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from xml.etree import ElementTree

sys.path.insert(0, str(Path(__file__).parent.parent))

from models.catalogue.imports.reading import read_goods
from models.catalogue.imports.sheets.entries import GoodsEntry, Problem, SkuEntry
from models.catalogue.imports.understanding.looking import understand_file
from models.catalogue.imports.understanding.plan import Plan
from models.kernel.errors import Refused

Rows = dict[int, dict[str, str]]


@dataclass
class Share:
    """Goods and SKUs of files of one layout: read, read otherwise than they stand there, refused."""

    files: int = 0
    goods: int = 0
    skus: int = 0
    compared: int = 0
    different: int = 0
    refused: int = 0


def main(paths: list[Path]) -> int:
    """Prints a line a file and one a layout; 1 where anything is otherwise than it stands there."""
    shares: dict[str, Share] = {}
    for path in paths:
        try:
            _measure(path, shares)
        except Refused as no:
            print(f"{path.name}: no goods table: {no.message}")
    for layout, share in shares.items():
        part = share.goods / max(1, share.goods + share.refused)
        read = f"{share.files} files, {share.goods} goods with {share.skus} SKUs, {share.refused} goods refused"
        print(f"{layout}: {read}: {part:.1%}; of {share.compared} SKUs compared {share.different} differ")
    return int(any(share.different for share in shares.values()))


def _measure(path: Path, shares: dict[str, Share]) -> None:
    plan = understand_file(path, path.name).plan
    plan = plan if plan.rate else replace(plan, currency=plan.currency or "CNY", rate="1")
    share = shares.setdefault(plan.format, Share())
    raw = _rows(path, plan)
    whys: Counter[str] = Counter()
    bad = set()
    share.files += 1
    for one in read_goods(path, path.name, plan):
        if isinstance(one, Problem):
            bad.add(one.of)
            whys[f"{one.column}: {one.reason}"] += 1
            continue
        share.goods, share.skus = share.goods + 1, share.skus + len(one.skus)
        for sku in one.skus if raw else ():
            share.compared += 1
            if _differs(one, sku, raw) if plan.format == "shopify" else _otherwise(one, sku, raw, plan):
                share.different += 1
                print(f"{path.name} line {sku.line} differs: {one.title} {sku}")
    share.refused += len(bad)
    print(f"{path.name}: {plan.format}, {plan.currency}, refused {len(bad)} {dict(whys.most_common(3))}")


def _rows(path: Path, plan: Plan) -> Rows:
    """Each row by the number that a spreadsheet shows; of a feed each item by its place, below a heading."""
    if path.suffix == ".xml":
        items = (item for item in ElementTree.parse(path).iter() if item.tag.rpartition("}")[2] in ("item", "entry"))  # noqa: S314  One's own files.
        return {at: {part.tag.rpartition("}")[2]: part.text or "" for part in item} for at, item in enumerate(items, 2)}
    if not plan.way.encoding:
        return {}
    with path.open(encoding=plan.way.encoding, newline="") as file:
        rows = list(csv.reader(file, delimiter=plan.way.separator or ","))
    heading = rows[plan.way.heading - 1]
    return {at: dict(zip(heading, row, strict=False)) for at, row in enumerate(rows, 1) if at > plan.way.heading}


def _otherwise(goods: GoodsEntry, sku: SkuEntry, raw: Rows, plan: Plan) -> bool:
    """Whether a row has neither the SKU's price nor, before a sale, the one it had; or neither title."""
    headings = {meaning: at for at, meaning in enumerate(plan.meanings)}
    cells = list(raw[sku.line].values()) if plan.way.encoding else []

    def cell(name: str, *tags: str) -> str:
        if not cells:
            return next((raw[sku.line][tag] for tag in tags if raw[sku.line].get(tag)), "")
        return cells[headings[name]] if headings.get(name, len(cells)) < len(cells) else ""

    said = {_fen(cell("price", "price")), _fen(cell("sale", "sale_price"))}
    title = " ".join(cell("title", "title").split())
    named = title in sku.options or title.startswith(goods.title) or goods.title.startswith(title)
    return int(sku.price) not in said or not named


def _fen(text: str) -> int:
    number = re.sub(r"[^\d.,]", "", text)
    if re.fullmatch(r"[\d.]*,\d{1,2}", number):
        number = number.replace(".", "").replace(",", ".")
    return round(float(number.replace(",", "") or 0) * 100)


def _differs(goods: GoodsEntry, sku: SkuEntry, raw: Rows) -> bool:
    row, first = raw[sku.line], raw[goods.line]
    said = [row[f"Option{place} Value"] or "" for place in range(1, len(sku.options) + 1)]
    # The apostrophe that keeps a spreadsheet from taking "-30" for a formula is no part of it.
    options = [" ".join(text.removeprefix("'").split()) for text in said]
    price = round(float(row["Variant Price"].replace(",", "")) * 100)
    stock = row.get("Variant Inventory Qty") or ""
    counted = row.get("Variant Inventory Tracker") and row.get("Variant Inventory Policy") == "deny" and stock
    return (
        " ".join(first["Title"].split()) != goods.title
        or price != int(sku.price)
        or options != list(sku.options)
        or bool(counted and sku.stock != max(0, int(float(stock))))
    )


if __name__ == "__main__":
    sys.exit(main([Path(name) for name in sys.argv[1:]]))
