"""Making stale posters anew: for every goods and placement whose price changed, a link with today's offer."""

from functools import partial

from flask import url_for
from werkzeug.wrappers import Response

from models.poster.renewals import ask_renewal
from models.report.shop import links
from views.console.blueprint import console
from views.kit import store
from views.kit.acting import as_keeper
from views.kit.house import house
from views.kit.identity import shop
from views.kit.page import see


@console.post("/share/renewals")
def renew() -> Response:
    """All of them by one tap: the worker draws, the list says how far it has got. A second tap starts nothing anew;
    links that were given out before keep working."""
    stale = links.how_many_renewable(store.session(), shop())
    if stale:
        run = ask_renewal(store.session(), shop(), as_keeper(), total=stale)
        if run.state == "waiting":
            store.after_commit(partial(house().enqueue, "renew_posters", run.code))
    return see(url_for("console.share"))
