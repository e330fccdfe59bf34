"""Today: how the shop is doing, and what to do next."""

from werkzeug.wrappers import Response

from models.kernel.clock import now
from models.payout.finding import came_back
from models.pick.shelf import tally
from models.report.shop import links
from models.report.shop.today import today as days
from models.shop.granting import open_grants
from models.shop.violations import standing_violations
from views.console.blueprint import console
from views.kit import store
from views.kit.identity import member, shop
from views.kit.page import page


@console.get("")
def today() -> Response:
    """Numbers first; then the next steps, the most useful one on top."""
    session, mine = store.session(), shop()
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
        violations=standing_violations(session, member()),
        back=came_back(session, mine),
    )


@console.get("/welcome")
def welcome() -> Response:
    """The shop's number, large, on the day it is issued, and the first steps from here."""
    return page("console/welcome.html", shop=shop())
