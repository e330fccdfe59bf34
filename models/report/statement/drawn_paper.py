"""A statement as a PDF. Apart from paper.py, because what draws is loaded by those alone who draw."""

from collections.abc import Sequence
from io import BytesIO

from pikepdf import AttachedFileSpec, Pdf

from models.kernel.errors import N_, Say
from models.kernel.money import Money
from models.poster.paper import A4, Cell, Flow
from models.report.statement.paper import Paper, cell_words, paper_csv

# What a person turns the pages of; the CSV holds whatever there is.
MOST_DRAWN = 1_000
ATTACHED = "statement.csv"


def paper_pdf(sheet: Paper, say: Say) -> bytes:
    """The paper for filing: A4, the table's head on every page. A table longer than MOST_DRAWN ends with where the rest
    is."""
    flow = Flow(A4, margin=16.0)

    def head() -> None:
        if len(flow.pages) == 1:
            _top(flow, sheet)
        _row(flow, sheet, [column.head for column in sheet.columns], 700)
        flow.rule(heavy=True)

    flow.begin(head)
    _table(flow, sheet, say)

    def foot(part: int, page: int, pages: int) -> list[Cell]:
        return [Cell(sheet.title, 0.8, 7), Cell(f"{page} / {pages}", 0.2, 7, align="right")]

    drawn = flow.finish(sheet.title, foot)
    return _with_file(drawn, b"".join(paper_csv(sheet))) if sheet.proof else drawn


def _with_file(drawn: bytes, file: bytes) -> bytes:
    """The paper with its CSV attached: what is drawn can be looked at, what is attached can be proven."""
    held = BytesIO()
    with Pdf.open(BytesIO(drawn)) as book:
        book.attachments[ATTACHED] = AttachedFileSpec(
            book, file, filename=ATTACHED, mime_type="text/csv", description="", creation_date="", mod_date=""
        )
        book.save(held, deterministic_id=True)
    return held.getvalue()


def _top(flow: Flow, sheet: Paper) -> None:
    flow.text(sheet.title, 16, weight=700, space=3)
    for label, words in sheet.facts:
        flow.row(Cell(label, 0.22, 9), Cell(words, 0.78, 9, 500))
    if sheet.figures:
        flow.rule(heavy=True)
    for label, amount in sheet.figures:
        sign = "−" if amount < 0 else ""
        words = f"{sign}¥{Money(abs(amount)).yuan}"
        flow.row(Cell(label, 0.7, 10), Cell(words, 0.3, 10, 600, "right"))
    if sheet.words:
        flow.space(1)
        flow.text(sheet.words, 8)
    flow.space(3)


def _table(flow: Flow, sheet: Paper, say: Say) -> None:
    for row in sheet.rows[:MOST_DRAWN]:
        _row(flow, sheet, row)
    rest = len(sheet.rows) - MOST_DRAWN
    if rest > 0:
        flow.text(say(N_("还有 %(n)s 行，在 CSV 里"), n=rest), 8)
    if not sheet.rows:
        flow.text(say(N_("没有记录")), 8)
    if sheet.last:
        flow.rule()
        _row(flow, sheet, sheet.last, 700)


def _row(flow: Flow, sheet: Paper, cells: Sequence[str | Money], weight: int = 400) -> None:
    flow.row(
        *(
            Cell(cell_words(cell), column.share, 8, weight, "right" if column.is_amount else "left")
            for column, cell in zip(sheet.columns, cells, strict=True)
        )
    )
