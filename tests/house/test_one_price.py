"""A SKU's price and rate are read in models/catalogue/goods/price.py alone: whatever changes a price for a while comes
in by that door, and no page, coupon or order can be left behind."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.catalogue.goods.goods import SKU
from models.kernel.record import table_of

ROOT = Path(__file__).resolve().parents[2]
DOOR = Path("models/catalogue/goods/price.py")
ATTRIBUTES, COLUMNS = {"listed_price", "listed_rate", "announced_rate"}, {"price", "commission_bp", "announced_bp"}
# Tables with a price or a rate of their own, fixed when the row was made.
OWN = {"Line"}
CODE = sorted(path for room in ("models", "views", "demo", "bench") for path in (ROOT / room).rglob("*.py"))


def tables(tree: ast.AST) -> dict[str, str]:
    """The names that a file gives to tables, and whose they are."""
    named: dict[str, str] = {}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Assign):
            continue
        for target in node.targets:
            pairs = zip(_each(target), _each(node.value), strict=False)
            named |= {name.id: of for name, made in pairs if isinstance(name, ast.Name) and (of := _record(made))}
    return named


def _each(node: ast.expr) -> list[ast.expr]:
    return node.elts if isinstance(node, ast.Tuple) else [node]


def _record(made: ast.expr) -> str:
    """Whose table `table_of(Record)` is, or an alias of it."""
    found = re.search(r"\btable_of\((\w+)\)", ast.unparse(made))
    return found[1] if found else ""


def reads(source: str) -> Iterator[str]:
    """Every way in which a file gets at a SKU's price or rate by itself."""
    tree = ast.parse(source)
    named = tables(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in ATTRIBUTES and isinstance(node.ctx, ast.Load):
            yield f"line {node.lineno}: {ast.unparse(node)}"
        if isinstance(node, ast.Attribute) and node.attr in COLUMNS and _is_columns(node.value):
            yield from _unless_own(node, node.value, named)
        if isinstance(node, ast.Subscript) and _is_columns(node.value):
            subscript = ast.unparse(node.slice)
            if any(repr(column) == subscript for column in COLUMNS) or _owner(node.value, named) == "SKU":
                yield from _unless_own(node, node.value, named)
        # A whole row has the columns too.
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "select":
            whole = [one for one in node.args if isinstance(one, ast.Name) and named.get(one.id) == "SKU"]
            yield from (f"line {node.lineno}: select({one.id})" for one in whole)


def _is_columns(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and node.attr in ("c", "columns")


def _owner(columns: ast.expr, named: dict[str, str]) -> str:
    table = columns.value if isinstance(columns, ast.Attribute) else columns
    return named.get(ast.unparse(table), "")


def _unless_own(node: ast.expr, columns: ast.expr, named: dict[str, str]) -> Iterator[str]:
    if _owner(columns, named) not in OWN:
        yield f"line {node.lineno}: {ast.unparse(node)}"


def test_no_other_code_reads_it() -> None:
    inside = [path for path in CODE if path.relative_to(ROOT) != DOOR]
    assert [f"{path.relative_to(ROOT)}: {read}" for path in inside for read in reads(path.read_text())] == []


def test_no_template_reads_it() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}: {found[0]}"
        for path in sorted((ROOT / "templates").rglob("*.html"))
        for found in re.finditer(
            r"\bsku\.(price|commission\w*)|\.sku\.price|goods\.price|\blisted_\w+", path.read_text()
        )
    ]
    assert wrong == []


def test_the_record_has_it_under_no_name_that_others_guess() -> None:
    assert not hasattr(SKU, "price") and not hasattr(SKU, "commission_bp")
    assert set(table_of(SKU).c.keys()) >= COLUMNS


@pytest.mark.parametrize(
    "source",
    [
        "total = sku.listed_price * 2",
        "_sku = table_of(SKU)\nfound = select(func.min(_sku.c.price))",
        "_goods, _sku = table_of(Goods), table_of(SKU)\nfound = select(_sku.c.commission_bp)",
        "_sku = table_of(SKU)\nfound = select(_sku).where(_sku.c.id == 1)",
        "_sku = table_of(SKU)\nfound = [_sku.c[name] for name in names]",
        "of = table_of(SKU).alias('of')\nfound = select(of.columns['price'])",
        "found = select(table_of(SKU).c.price)",
    ],
)
def test_a_reader_elsewhere_is_found(source: str) -> None:
    assert list(reads(source))


def test_an_order_lines_own_price_is_not_meant() -> None:
    assert not list(reads("_line = table_of(Line)\nfound = select(_line.c.price)\ntotal = line.price * 2"))
