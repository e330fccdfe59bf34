"""The list of picks as every screen and answer shows it: which part of it is looked at, and how it is drawn again."""

from typing import Any

from flask import request
from werkzeug.wrappers import Response

from models.kernel.errors import Gone
from models.kernel.text import one_line
from models.pick import shelf
from models.pick.pick import Pick
from models.pick.picking import pick_coded
from views.kit import store
from views.kit.identity import shop
from views.kit.page import fragment_or_see
from views.kit.paging import Paged

INDEX, ROW = "console/picks/list.html", "console/picks/row.html"
LONGEST = 60


def own_pick(code: str) -> Pick:
    """The shop's own pick by its goods' code; anything else is not there."""
    pick = pick_coded(store.session(), shop(), code)
    if pick is None:
        raise Gone(code)
    return pick


def looked_at() -> tuple[Paged, dict[str, int]]:
    """Which page of which part of the list, and all tallies; forms carry both in their address."""
    words = one_line(request.args.get("q", ""))[:LONGEST]
    counts = shelf.tally(store.session(), shop(), words)
    only = request.args.get("only", "")
    only = only if only in shelf.ONLY else ""
    return Paged(counts[only], shelf.PICKS_PAGE, "console.picks", {"only": only, "q": words}), counts


def listing() -> dict[str, Any]:
    """What the list's template needs."""
    at, counts = looked_at()
    rows = shelf.shelf(store.session(), shop(), only=at.filters["only"], words=at.filters["q"], page=at.number)
    return {"shop": shop(), "picks": rows} | around(at, counts)


def around(at: Paged, counts: dict[str, int]) -> dict[str, Any]:
    """What rows and tallies need: which part of the list is looked at, and how many there are of each."""
    return {"paging": at, "counts": counts, "only": at.filters["only"], "words": at.filters["q"]}


def place(at: Paged, code: str, number: int = 0) -> str:
    """The address of a pick on this page of the part of the list, by default the one that is looked at."""
    return f"{at.url(number or at.number)}#pick-{code}"


def show_list(code: str, **more: Any) -> Response:
    """After a change of order: the list again, or the way back to the same place of it."""
    store.session().flush()
    found = listing()
    return fragment_or_see(INDEX, "shelf", place(found["paging"], code), **found, **more)


def show_row(code: str) -> Response:
    """After a change of one pick that keeps its place: its row and the tallies again, or the way back to it."""
    store.session().flush()
    at, counts = looked_at()
    row = shelf.shelved(store.session(), shop(), code)
    return fragment_or_see(ROW, "row", place(at, code), it=row, swapped=True, **around(at, counts))
