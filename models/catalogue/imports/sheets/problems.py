"""The file to download back: the rows of every bad goods as they were, each with what is wrong, ready to be mended and
loaded again as it is."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from models.catalogue.imports.sheets.entries import Problem
from models.catalogue.imports.sheets.layout import NOTES, layout_by
from models.catalogue.imports.sheets.tables import open_table
from models.catalogue.imports.understanding.plan import Plan
from models.kernel.cells import MARK, csv_line


def problem_rows(
    path: Path,
    filename: str,
    plan: Plan,
    problems: Iterable[Problem],
    translate: Callable[[str], str] = str,
) -> Iterator[bytes]:
    """CSV in UTF-8 with a byte order mark, line by line. All rows of a bad goods are in it, since only together do
    they make that goods again. `translate` turns a msgid into the reader's language."""
    by_line: dict[int, list[Problem]] = defaultdict(list)
    for problem in problems:
        by_line[problem.line].append(problem)
    table = open_table(path, filename, way=plan.way)
    layout = layout_by(plan, table.header)
    kept = [at for at, text in enumerate(layout.header) if text not in NOTES]
    handles = {layout.cell(cells, "handle") for line, cells in table.rows() if line in by_line} - {""}
    yield MARK + csv_line([*NOTES, *(layout.header[at] for at in kept)])
    for line, cells in table.rows():
        if line in by_line or layout.cell(cells, "handle") in handles:
            row = [cells[at] if at < len(cells) else "" for at in kept]
            row += [cell for cell in cells[len(layout.header) :] if cell.strip()]
            yield csv_line([str(line), *_said(by_line.get(line, ()), translate), *row])


def sentence(problem: Problem, translate: Callable[[str], str] = str) -> str:
    """The reason as a person reads it."""
    text = translate(problem.reason)
    return text % problem.params if problem.params else text


def _said(problems: Sequence[Problem], translate: Callable[[str], str]) -> tuple[str, str]:
    columns = dict.fromkeys(problem.column for problem in problems if problem.column)
    return "、".join(columns), "；".join(sentence(problem, translate) for problem in problems)
