"""Today: how the shop is doing, and what to do next."""

from flask import redirect, url_for
from werkzeug.wrappers import Response

from models.kernel.clock import now
from models.payout.finding import came_back
from models.pick.shelf import tally
from models.report.shop import links
from models.report.shop.today import today as days
from models.shop.granting import open_grants
from models.shop.points import bars_of
from models.shop.violations import standing_violations
from views.console.blueprint import console
from views.console.next_steps import to_do
from views.kit import store
from views.kit.house import house
from views.kit.identity import member, shop
from views.kit.page import page


@console.get("")
def today() -> Response:
    """Numbers first; then the next steps, the most useful one on top."""
    session, mine = store.session(), shop()
    if mine.opens_soon:
        return redirect(url_for("console.opening"), 303)
    here, yesterday = days(session, mine, at=now())
    counts = tally(session, mine)
    return page(
        "console/today.html",
        shop=mine,
        today=here,
        yesterday=yesterday,
        picks=counts,
        links=links.links_count(session, mine),
        grants=open_grants(session, member()),
        violations=standing_violations(session, member(), at=now()),
        barred=bars_of(session, member(), rules=house().rules, at=now()).further_shop,
        back=came_back(session, mine),
        todo=to_do(session, mine, "today", at=now()),
    )


@console.get("/welcome")
def welcome() -> Response:
    """The shop's number, large, on the day its door opens, and the first steps from here."""
    if shop().opens_soon:
        return redirect(url_for("console.opening"), 303)
    return page("console/welcome.html", shop=shop())
