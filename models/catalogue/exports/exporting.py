"""A supplier's goods as the rows of a file, read a page at a time: memory does not grow with the file, and no
transaction stands open while somebody's line is slow."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import selectinload
from sqlmodel import Session, col, select

from models.catalogue.category.category import Category, meant_of
from models.catalogue.exports import ExportLayout, ExportTerms
from models.catalogue.goods.finding import GoodsFilter, goods_conditions
from models.catalogue.goods.goods import Goods
from models.kernel.cells import MARK, csv_line, plain_cell, read_cell
from models.kernel.database import Database
from models.kernel.errors import N_, Refused
from models.kernel.record import related, table_of

# A workbook is made whole before it is sent: so many goods take some seconds.
MOST_IN_BOOK = 5_000
# Excel's own limit of a cell.
_MOST_IN_CELL = 32_767
_PAGE = 200
_goods = table_of(Goods)


@dataclass(frozen=True, slots=True)
class Exported:
    """What is taken along: which goods of which supplier, in which layout, with the stock or without."""

    supplier_id: int
    wanted: GoodsFilter
    layout: ExportLayout
    stock: bool = False


def export_csv(database: Database, exported: Exported, address_of: Callable[[str], str]) -> Iterator[bytes]:
    """The file, row by row, in UTF-8 with the mark that spreadsheet programs ask for."""
    yield MARK
    for row in _table(database, exported, address_of):
        yield csv_line(row)


def export_xlsx(database: Database, exported: Exported, address_of: Callable[[str], str]) -> bytes:
    """The file as a workbook whose cells are all text: no barcode is rounded, and nothing is a formula.
    Raises Refused where a text is longer than a cell may be."""
    import openpyxl
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in _table(database, exported, address_of):
        cells = []
        for text in row:
            if len(text) > _MOST_IN_CELL:
                raise Refused("kind", N_("有一格超过 32767 个字，表格软件放不下，请取 CSV"))
            # Nothing is a formula there; only what would be read as another text is marked.
            written = text if read_cell(text) == text else plain_cell(text)
            cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", written))
            cell.data_type, cell.number_format = "s", "@"
            cells.append(cell)
        sheet.append(cells)
    with tempfile.TemporaryDirectory(prefix="export-") as folder:
        path = Path(folder) / "goods.xlsx"
        book.save(path)
        return path.read_bytes()


def _table(database: Database, exported: Exported, address_of: Callable[[str], str]) -> Iterator[Sequence[str]]:
    with database.reading() as session:
        terms = ExportTerms(_attributes(session, exported), _categories(session), address_of, exported.stock)
    yield exported.layout.headings(terms)
    after = 0
    while True:
        with database.reading() as session:
            goods = _page(session, exported, after)
            rows = [row for one in goods for row in exported.layout.rows(one, terms)]
            after = goods[-1].id if goods else after
        if not goods:
            return
        yield from rows


def _page(session: Session, exported: Exported, after: int) -> list[Goods]:
    loads = (selectinload(related(Goods.skus)), selectinload(related(Goods.pictures)))
    query = select(Goods).where(*goods_conditions(exported.supplier_id, exported.wanted), col(Goods.id) > after)
    query = query.order_by(col(Goods.id)).limit(_PAGE).options(*loads)
    return list(session.exec(query))


def _attributes(session: Session, exported: Exported) -> tuple[str, ...]:
    """Every attribute that any of the goods answers, in the order in which they turn up."""
    query = select(_goods.c.attributes).where(*goods_conditions(exported.supplier_id, exported.wanted))
    names: dict[str, None] = {}
    for (answers,) in session.connection().execute(query.order_by(_goods.c.id)):
        names |= dict.fromkeys(answers)
    return tuple(names)


def _categories(session: Session) -> dict[int, str]:
    """ "root/child" for each child; its slug where those words would mean another one."""
    every = list(session.exec(select(Category)))
    roots = {category.id: category.name for category in every}
    words: dict[int, str] = {}
    for category in every:
        if category.parent_id is not None:
            path = f"{roots[category.parent_id]}/{category.name}"
            words[category.id] = path if meant_of(every, path) is category else category.slug
    return words
