"""The shop's orders, line by line, and one order with all of its lines. A keeper sees what was sold and what it earns,
and a masked name; no address."""

from datetime import timedelta

from flask import request
from werkzeug.wrappers import Response

from models.kernel.clock import now
from models.kernel.errors import Gone
from models.report.shop import orders as sold
from models.report.shop.one_order import shop_order
from models.report.shop.today import midnight, since
from models.stories.own.beginning import self_run_of
from models.trade.parcel.counts import parcel_counts
from views.console.blueprint import console
from views.kit import store
from views.kit.identity import shop
from views.kit.page import page
from views.kit.paging import Paged

DAYS = 30


@console.get("/orders")
def orders() -> Response:
    """The newest lines first, in all states or in one."""
    session = store.session()
    state = request.args.get("state", "")
    state = state if state in (*sold.SALE_STATES, sold.GIVEN_BACK) else ""
    counts = sold.sale_counts(session, shop())
    own = self_run_of(session, shop())
    total = sum(counts.values())
    if counts:
        counts[sold.GIVEN_BACK] = sold.given_back_count(session, shop())
    total = counts.get(state, 0) if state else total
    at = Paged(total, sold.SALES_PAGE, "console.orders", {"state": state})
    return page(
        "console/orders.html",
        rows=sold.sales(session, shop(), state=state, page=at.number),
        own_parcels=parcel_counts(session, own)["to_send"] if own else 0,
        sums=since(session, shop(), midnight(now()) - timedelta(days=DAYS - 1)),
        days=DAYS,
        counts=counts,
        state=state,
        states=(*sold.SALE_STATES, sold.GIVEN_BACK),
        paging=at,
    )


@console.get("/orders/<parcel>")
def order(parcel: str) -> Response:
    """One order, by any of its parcels in which the shop has a line: who bought, what, how far each parcel has come,
    what every line earns, and where its buyer asked."""
    found = shop_order(store.session(), shop(), parcel)
    if found is None:
        raise Gone(parcel)
    return page("console/order.html", order=found)
