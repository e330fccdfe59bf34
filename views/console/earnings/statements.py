"""/console/earnings/months, /<year>-<month> and /<year>: statements to read, to file and for the tax return."""

from flask_babel import gettext
from werkzeug.wrappers import Response

from models.kernel.clock import now
from models.report.statement.columns import MOVEMENT_NAMES, SHOP_FIGURES, shown_figures, year_paper
from models.report.statement.shop_rows import MOVED_PAGE, rows_count, rows_in
from models.report.statement.statement import added_up, months_of, statements, years_of
from views.console.blueprint import console
from views.kit.identity import shop
from views.kit.page import page
from views.kit.paging import Paged
from views.parts.statements import download, month_file, months_in, one_moment, one_month

MONTHS = 12


@console.get("/earnings/months")
def months() -> Response:
    """The last twelve months and every year."""
    with one_moment() as session:
        known = months_of(session, shop(), at=now())
        rows = statements(session, shop(), known[-MONTHS:])
    return page("console/earnings/months.html", rows=rows[::-1], years=years_of(known))


@console.get("/earnings/<int(fixed_digits=4):year>-<int(fixed_digits=2):number>")
def month(year: int, number: int) -> Response:
    """A month: opening, what moved, closing, and every row of it."""
    own = shop()
    with one_month(own, year, number) as it:
        paging = Paged(rows_count(it.session, own, it.since, it.until), MOVED_PAGE, "console.month", it.place)
        rows = rows_in(it.session, own, it.since, it.until, limit=MOVED_PAGE, offset=paging.offset)
    return page(
        "console/earnings/month.html",
        one=it.statement,
        figures=shown_figures(it.statement),
        names=SHOP_FIGURES,
        kinds=MOVEMENT_NAMES,
        rows=rows,
        paging=paging,
        year=it.place["year"],
        number=it.place["number"],
    )


@console.get("/earnings/<int(fixed_digits=4):year>-<int(fixed_digits=2):number>.<form>")
def month_download(year: int, number: int, form: str) -> Response:
    """The month's statement as CSV or PDF."""
    return month_file(shop(), year, number, form)


@console.get("/earnings/<int(fixed_digits=4):year>")
def year(year: int) -> Response:
    """A year for the tax return, month by month."""
    with one_moment() as session:
        rows = statements(session, shop(), months_in(session, shop(), year))
    return page("console/earnings/year.html", year=year, rows=rows, sums=added_up(rows))


@console.get("/earnings/<int(fixed_digits=4):year>.<form>")
def year_download(year: int, form: str) -> Response:
    """The year's statement as CSV or PDF."""
    with one_moment() as session:
        rows = statements(session, shop(), months_in(session, shop(), year))
        sheet = year_paper(session, shop(), year, rows, at=now(), say=gettext)
    return download(sheet, form, str(year))
