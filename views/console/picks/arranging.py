"""Arranging the picks: the pinned ones, what buyers see of them, and taking one out. Every form may be sent twice."""

from flask import session as browser
from werkzeug.wrappers import Response

from models.kernel.clock import now
from models.kernel.errors import Gone
from models.pick.picking import pick_coded, unpick
from views.console.blueprint import console
from views.console.picks.list import around, looked_at, own_pick, show_list, show_row
from views.console.picks.picking import REMOVED
from views.kit import store
from views.kit.identity import shop
from views.kit.page import fragment_or_see

REMOVED_ROW = "console/picks/removed.html"


@console.post("/picks/<code>/pin")
def pin(code: str) -> Response:
    """Before all that are not pinned."""
    picked = own_pick(code)
    if picked.pinned_at is None:
        picked.pin(at=now())
    return show_list(code)


@console.post("/picks/<code>/unpin")
def unpin(code: str) -> Response:
    """Back among the others."""
    own_pick(code).unpin()
    return show_list(code)


@console.post("/picks/<code>/hide")
def hide(code: str) -> Response:
    """Buyers no longer see it in the shop."""
    picked = own_pick(code)
    if picked.hidden_at is None:
        picked.hide(at=now())
    return show_row(code)


@console.post("/picks/<code>/show")
def show(code: str) -> Response:
    """Buyers see it again."""
    own_pick(code).show()
    return show_row(code)


@console.post("/picks/<code>/removal")
def removal(code: str) -> Response:
    """Takes the pick out and offers to put it back as it was. A second tap finds it gone already."""
    removed = browser.get(REMOVED)
    picked = pick_coded(store.session(), shop(), code)
    if picked:
        removed = {
            "code": code,
            "title": picked.goods.title,
            "reason": picked.reason,
            "position": picked.position,
            "pinned": picked.pinned_at is not None,
        }
        unpick(store.session(), picked)
    elif not removed or removed["code"] != code:
        raise Gone(code)
    browser[REMOVED] = removed
    at, counts = looked_at()
    return fragment_or_see(REMOVED_ROW, "row", at.url(at.number), removed=removed, swapped=True, **around(at, counts))
