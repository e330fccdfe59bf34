"""/supply/money: what a supplier has, and each month's parcels with what was sold, taken off, and is due."""

from werkzeug.wrappers import Response

from models.kernel.clock import now
from models.ledger.owners import purses
from models.report.statement.columns import AMOUNTS, SUPPLIER_FIGURES, shown_figures
from models.report.statement.statement import months_of, statements
from models.report.statement.supplier_rows import PARCELS_PAGE, due_in, moved_parcels_count, parcels_in
from views.kit.identity import supplier
from views.kit.page import page
from views.kit.paging import Paged
from views.parts.statements import month_file, one_moment, one_month
from views.supply.blueprint import supply

OPENED_BY = ("finance",)

MONTHS = 12


@supply.get("/money")
def money() -> Response:
    """Balances, and month by month; twelve months a page."""
    with one_moment() as session:
        known = months_of(session, supplier(), at=now())[::-1]
        paging = Paged(len(known), MONTHS, "supply.money")
        shown_months = known[paging.offset : paging.offset + MONTHS]
        rows = statements(session, supplier(), shown_months[::-1])[::-1]
        balances = purses(session, supplier())
    return page("supply/money/index.html", balances=balances, rows=rows, names=SUPPLIER_FIGURES, paging=paging)


@supply.get("/money/<int(fixed_digits=4):year>-<int(fixed_digits=2):number>")
def money_month(year: int, number: int) -> Response:
    """One month, parcel by parcel."""
    own = supplier()
    with one_month(own, year, number) as it:
        paging = Paged(
            moved_parcels_count(it.session, own, it.since, it.until), PARCELS_PAGE, "supply.money_month", it.place
        )
        sums = due_in(it.session, own, it.since, it.until)
        rows = parcels_in(it.session, own, it.since, it.until, limit=PARCELS_PAGE, offset=paging.offset)
    return page(
        "supply/money/month.html",
        one=it.statement,
        figures=shown_figures(it.statement),
        names=SUPPLIER_FIGURES,
        amounts=AMOUNTS,
        rows=rows,
        sums=sums,
        paging=paging,
        year=it.place["year"],
        number=it.place["number"],
    )


@supply.get("/money/<int(fixed_digits=4):year>-<int(fixed_digits=2):number>.<form>")
def money_download(year: int, number: int, form: str) -> Response:
    """The month's statement as CSV or PDF."""
    return month_file(supplier(), year, number, form)
