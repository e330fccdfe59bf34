"""/console/earnings: what the shop earns, line by line, and why each figure is what it is."""

from decimal import Decimal

from flask import request
from werkzeug.wrappers import Response

from models.kernel.clock import now
from models.kernel.errors import Gone
from models.kernel.months import month_of
from models.ledger.owners import purses
from models.report.shop import earnings as lines
from models.report.shop.explain import why
from models.report.statement.statement import statement
from models.shop.levelling import level_of, levels_had
from models.stories.money.set_levels import forecast_for
from views.console.blueprint import console
from views.kit import store
from views.kit.house import house
from views.kit.identity import shop
from views.kit.page import page
from views.kit.paging import Paged

PLACE_DIGITS = 4


@console.get("/earnings")
def earnings() -> Response:
    """Numbers first, then the level, then every line that earned, in all states or in one."""
    session, mine, at = store.session(), shop(), now()
    state = request.args.get("state", "")
    state = state if state in lines.EARNING_STATES else ""
    counts = lines.earning_counts(session, mine)
    paging = Paged(
        counts[state] if state else sum(counts.values()), lines.EARNINGS_PAGE, "console.earnings", {"state": state}
    )
    rules = house().rules
    return page(
        "console/earnings/index.html",
        balances=purses(session, mine),
        month=statement(session, mine, month_of(at)),
        level=level_of(session, mine, at),
        levels=levels_had(session, mine),
        forecast=forecast_for(session, mine, at),
        rows=lines.earnings(session, mine, state=state, page=paging.number, rules=rules, at=at),
        counts=counts,
        state=state,
        states=lines.EARNING_STATES,
        paging=paging,
        days=rules.after_sale_days,
    )


@console.get("/earnings/<line>")
def earning(line: str) -> Response:
    """One line from the link to the release, with the arithmetic. A line is named by its parcel and its place among the
    shop's own lines there."""
    rules = house().rules
    parcel, _, place = line.rpartition("-")
    known = place.isascii() and place.isdigit() and len(place) <= PLACE_DIGITS
    found = why(store.session(), shop(), parcel, int(place), rules=rules, at=now()) if known else None
    if found is None:
        raise Gone(line)
    exact = {
        "commission": _exact(int(found.amount) * found.commission_bp),
        "bonus": _exact(int(found.amount) * found.bonus_bp),
    }
    return page("console/earnings/line.html", why=found, it=found.earning, exact=exact, days=rules.after_sale_days)


def _exact(parts: int) -> str:
    """Yuan before the rounding, from fen times basis points; at least to the fen."""
    whole = format((Decimal(parts) / 1_000_000).normalize(), "f")
    left, _, right = whole.partition(".")
    return f"{left}.{right.ljust(2, '0')}"
