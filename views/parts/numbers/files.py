"""Figures as files: a CSV of one table, or a workbook of several. Made with no transaction open."""

from collections.abc import Callable, Iterable, Sequence

from werkzeug.wrappers import Response

from models.kernel.cells import MARK, csv_line
from models.kernel.money import Money
from models.kernel.workbook import Filed, as_text, workbook
from models.report.numbers.figures import Figures
from views.kit import store
from views.parts.files import XLSX, download

Table = tuple[str, list[Sequence[Filed]]]


def csv_file(rows: Iterable[Sequence[Filed]], name: str) -> Response:
    """One table."""
    body = MARK + b"".join(csv_line(as_text(row)) for row in rows)
    return download(body, "text/csv", f"{name}.csv")


def book_file(make: Callable[[], Sequence[Table]], name: str) -> Response:
    """Several tables, a sheet each."""
    tables = make()
    with store.outside_transaction():
        body = workbook(tables)
    return download(body, XLSX, f"{name}.xlsx")


def figure_cells(found: Figures) -> list[Filed]:
    """Every figure, as COLUMNS heads them. Visitors that are not known stay empty."""
    return [
        found.visits,
        "" if found.visitors is None else found.visitors,
        found.visitor_days,
        found.goods_views,
        found.carts,
        found.orders,
        Money(found.paid),
        Money(found.commission),
        Money(found.refunds),
        found.scans,
        found.lookups,
        found.follows,
        found.reviews,
        found.new,
        found.returning,
    ]
