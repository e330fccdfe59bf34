"""A statement as a sheet: facts on top, figures, and a table; one content, written as CSV here, drawn as PDF in
drawn_paper.py."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from models.kernel.cells import MARK, csv_line
from models.kernel.money import Money
from models.report.statement.proven import FOOT, Proven


@dataclass(frozen=True, slots=True)
class Column:
    """`share` is the part of the paper's width; amounts are set to the right."""

    head: str
    share: float
    is_amount: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """`facts` say whose it is and of when; `figures` are the sum of it; `rows` are as wide as `columns`. `last` is the
    table's foot, empty where it has none. `words` explain."""

    title: str
    facts: Sequence[tuple[str, str]]
    figures: Sequence[tuple[str, Money]]
    columns: Sequence[Column]
    rows: Sequence[Sequence[str | Money]]
    last: Sequence[str | Money] = ()
    words: str = ""
    # What proves it: stands in the CSV, and goes with the PDF.
    proof: Proven | None = None
    # Above the numbers of the entries.
    mark_head: str = ""


def paper_csv(sheet: Paper) -> Iterator[bytes]:
    """The paper for spreadsheet programs. No text in it is ever run as a formula."""
    yield MARK + csv_line([sheet.title])
    for label, words in sheet.facts:
        yield csv_line([label, words])
    for label, amount in sheet.figures:
        yield csv_line([label, amount.yuan])
    if sheet.words:
        yield csv_line([sheet.words])
    yield csv_line([])
    proof = sheet.proof
    yield csv_line([*(column.head for column in sheet.columns), *([sheet.mark_head] if proof else [])])
    for at, row in enumerate(sheet.rows):
        yield csv_line([*map(cell_words, row), *([proof.marks[at]] if proof else [])])
    if sheet.last:
        yield csv_line([*map(cell_words, sheet.last), *([FOOT] if proof else [])])
    for line in proof.lines if proof else ():
        yield csv_line([line])


def cell_words(cell: str | Money) -> str:
    """What stands in a cell."""
    return cell.yuan if isinstance(cell, Money) else cell
